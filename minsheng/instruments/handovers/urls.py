from django.urls import path

from minsheng.instruments.handovers import views

app_name = "handovers"
urlpatterns = [
    path("<str:number>/", views.handover, name="handover"),
    path("<str:number>/<slug:step>/", views.step, name="handover-step"),
]
