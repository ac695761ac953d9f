"""Every address of the house. Addresses are short and ASCII."""

from django.urls import include, path

from minsheng.config.health import health

urlpatterns = [
    path("healthz", health, name="healthz"),
    path("", include("minsheng.ui.urls")),
    path("", include("minsheng.ports.service.urls")),
    path("signin/", include("minsheng.ports.signin.urls")),
    path("desk/", include("minsheng.ports.governance.urls")),
    path("places/", include("minsheng.ground.places.urls")),
    path("rules/", include("minsheng.ground.policies.urls")),
    path("files/", include("minsheng.ground.files.urls")),
    path("l/", include("minsheng.ground.links.urls")),
    path("c/", include("minsheng.ground.codes.urls")),
    path("jobs/", include("minsheng.ground.jobs.urls")),
    path("phrases/", include("minsheng.ground.phrases.urls")),
    path("papers/", include("minsheng.ground.papers.urls")),
    path("duties/", include("minsheng.ground.duties.urls")),
    path("notices/", include("minsheng.ground.notices.urls")),
    path("follow/", include("minsheng.instruments.follows.urls")),
    path("public/", include("minsheng.instruments.publishing.urls")),
    path("activities/", include("minsheng.instruments.activities.urls")),
    path("imports/", include("minsheng.instruments.imports.urls")),
    path("handovers/", include("minsheng.instruments.handovers.urls")),
    path("escalations/", include("minsheng.instruments.escalations.urls")),
    path("gateways/", include("minsheng.instruments.gateways.urls")),
    path("mandates/", include("minsheng.instruments.mandates.urls")),
    path("surveys/", include("minsheng.instruments.surveys.urls")),
    path("tasks/", include("minsheng.linkage.assignments.urls")),
    path("council/", include("minsheng.deliberation.council.urls")),
    path("wall/", include("minsheng.panorama.wall.urls")),
    path("insights/", include("minsheng.panorama.insights.urls")),
    path("orders/", include("minsheng.instruments.dispatch.urls")),
    path("", include("minsheng.instruments.opinions.urls")),
]
