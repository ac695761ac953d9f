from django.urls import path

from minsheng.instruments.dispatch import views

app_name = "dispatch"
urlpatterns = [
    path("<str:number>/", views.order, name="order"),
    path("<str:number>/<slug:step>/", views.step, name="order-step"),
]
