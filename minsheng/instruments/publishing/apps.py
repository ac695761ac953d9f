from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "minsheng.instruments.publishing"
    label = "publishing"

    def ready(self) -> None:
        from minsheng.ground.codes.queries import LANDINGS
        from minsheng.ground.files.access import guard
        from minsheng.ground.notices.queries import PUBLIC
        from minsheng.ground.people.actions import ERASERS
        from minsheng.instruments.publishing import receivers, workflow  # noqa: F401 (importing registers them)
        from minsheng.instruments.publishing.access import sees, sees_version
        from minsheng.instruments.publishing.actions import forget_person
        from minsheng.instruments.publishing.models import Publication, Takedown, Version
        from minsheng.instruments.publishing.queries import answer_page, cards

        guard(Publication.KIND, sees)
        guard(Version.KIND, sees_version)
        PUBLIC.append(cards)
        LANDINGS[Takedown.kind()] = answer_page
        ERASERS.append(forget_person)
