from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "minsheng.ports.service"
    label = "service"

    def ready(self) -> None:
        from django.urls import reverse

        from minsheng.ground.codes.queries import LANDINGS

        LANDINGS["places.station"] = lambda code: reverse("service:station", args=[code])
        LANDINGS["people.deputy"] = lambda code: reverse("service:deputy", args=[code])
