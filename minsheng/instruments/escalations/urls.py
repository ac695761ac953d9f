from django.urls import path

from minsheng.instruments.escalations import views

app_name = "escalations"
urlpatterns = [
    path("", views.escalations, name="escalations"),
    path("raise/<str:kind>/<str:number>/", views.raise_matter, name="raise"),
    path("<str:number>/", views.escalation, name="escalation"),
    path("<str:number>/paper/", views.paper, name="paper"),
    path("<str:number>/<slug:step>/", views.step, name="escalation-step"),
]
