from django.urls import path

from minsheng.instruments.dispatch import views

app_name = "dispatch"
urlpatterns = [
    path("extensions/<str:number>/", views.extension, name="extension"),
    path("extensions/<str:number>/<slug:step>/", views.extension_step, name="extension-step"),
    path("promises/<str:number>/", views.promise, name="promise"),
    path("promises/<str:number>/<slug:step>/", views.promise_step, name="promise-step"),
    path("<str:number>/", views.order, name="order"),
    path("<str:number>/<slug:step>/", views.step, name="order-step"),
]
