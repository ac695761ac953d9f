from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "minsheng.instruments.publishing"
    label = "publishing"

    def ready(self) -> None:
        from minsheng.ground.files.access import guard
        from minsheng.ground.notices.queries import PUBLIC
        from minsheng.instruments.publishing import receivers  # noqa: F401 (importing connects it to the bell)
        from minsheng.instruments.publishing.access import sees
        from minsheng.instruments.publishing.models import Publication
        from minsheng.instruments.publishing.queries import cards

        guard(Publication.KIND, sees)
        PUBLIC.append(cards)
