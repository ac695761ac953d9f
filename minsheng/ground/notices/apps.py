from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "minsheng.ground.notices"
    label = "notices"

    def ready(self) -> None:
        from minsheng.ground.notices import receivers  # noqa: F401 (importing connects it to the bell)
        from minsheng.ground.notices.actions import forget_person
        from minsheng.ground.people.actions import ERASERS

        ERASERS.append(forget_person)
