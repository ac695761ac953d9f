from django.urls import path

from minsheng.ports.signin import views

app_name = "signin"
urlpatterns = [
    path("", views.phone, name="phone"),
    path("staff/", views.staff, name="staff"),
    path("staff/code/", views.factor, name="factor"),
    path("staff/enrol/", views.enrol, name="enrol"),
    path("staff/codes/", views.codes, name="codes"),
    path("demo/<int:pk>/", views.demo, name="demo"),
    path("first/<str:token>/", views.first, name="first"),
    path("out/", views.out, name="out"),
    path("acting/", views.acting, name="acting"),
    path("security/", views.security, name="security"),
    path("security/<slug:act>/", views.confirm, name="confirm"),
]
