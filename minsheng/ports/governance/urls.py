from django.urls import path

from minsheng.ports.governance.views import batch, desk, practice

app_name = "governance"
urlpatterns = [
    path("", desk.inbox, name="inbox"),
    path("batch/", batch.batch, name="batch"),
    path("practice/", practice.practice, name="practice"),
]
