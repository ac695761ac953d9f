from django.urls import path

from minsheng.instruments.opinions import views

app_name = "opinions"
urlpatterns = [
    path("report/", views.report, name="report"),
    path("o/<str:number>/", views.opinion, name="opinion"),
    path("o/<str:number>/reveal/", views.reveal, name="reveal"),
    path("o/<str:number>/<slug:step>/", views.step, name="opinion-step"),
]
