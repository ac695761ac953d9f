from django.urls import path

from minsheng.ports.governance import views

app_name = "governance"
urlpatterns = [
    path("", views.inbox, name="inbox"),
]
