from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "minsheng.ground.links"
    label = "links"

    def ready(self) -> None:
        from minsheng.ground.links.queries import visit
        from minsheng.ground.people.queries import VISITS

        VISITS.append(visit)
