from django.apps import AppConfig


class FollowsConfig(AppConfig):
    name = "minsheng.instruments.follows"
    label = "follows"

    def ready(self) -> None:
        from minsheng.ground.people.actions import ERASERS
        from minsheng.instruments.follows import receivers  # noqa: F401 (importing connects it to the bell)
        from minsheng.instruments.follows.actions import forget_person

        ERASERS.append(forget_person)
