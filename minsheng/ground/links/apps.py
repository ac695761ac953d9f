from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "minsheng.ground.links"
    label = "links"

    def ready(self) -> None:
        from minsheng.ground.links.actions import forget_person
        from minsheng.ground.links.queries import visit
        from minsheng.ground.people.actions import ERASERS
        from minsheng.ground.people.queries import VISITS

        VISITS.append(visit)
        ERASERS.append(forget_person)
