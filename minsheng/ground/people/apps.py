from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "minsheng.ground.people"
    label = "people"
