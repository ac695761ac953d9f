from django.urls import path

from minsheng.instruments.surveys import views

app_name = "surveys"
urlpatterns = [
    path("<str:number>/", views.survey, name="survey"),
    path("<str:number>/answers.csv", views.as_csv, name="csv"),
    path("<str:number>/<slug:step>/", views.step, name="survey-step"),
]
