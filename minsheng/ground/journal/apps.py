from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "minsheng.ground.journal"
    label = "journal"

    def ready(self) -> None:
        from minsheng.ground.journal import receivers  # noqa: F401 (importing connects it to the bell)
        from minsheng.ground.journal.actions import erase_of
        from minsheng.ground.people.actions import ERASERS

        ERASERS.append(erase_of)
