from django.urls import path

from minsheng.instruments.opinions.views import page

app_name = "opinions"
urlpatterns = [
    path("report/", page.report, name="report"),
    path("o/<str:number>/", page.opinion, name="opinion"),
    path("o/<str:number>/reveal/", page.reveal, name="reveal"),
    path("o/<str:number>/<slug:step>/", page.step, name="opinion-step"),
]
