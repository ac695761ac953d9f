from django.urls import path

from minsheng.ports.governance.views import batch, desk

app_name = "governance"
urlpatterns = [
    path("", desk.inbox, name="inbox"),
    path("batch/", batch.batch, name="batch"),
]
