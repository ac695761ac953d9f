from django.urls import path

from minsheng.instruments.mandates import views

app_name = "mandates"
urlpatterns = [
    path("", views.mandates, name="mandates"),
    path("new/", views.new, name="new"),
    path("<str:number>/", views.mandate, name="mandate"),
    path("<str:number>/<slug:step>/", views.step, name="mandate-step"),
]
