from django.urls import path

from minsheng.linkage.assignments import views

app_name = "assignments"
urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("new/", views.new, name="new"),
    path("streets/<str:number>/", views.street, name="streettask"),
    path("streets/<str:number>/<slug:step>/", views.part_step, name="streettask-step"),
    path("<str:number>/", views.task, name="task"),
    path("<str:number>/paper/<slug:kind>/", views.paper, name="paper"),
    path("<str:number>/<slug:step>/", views.step, name="task-step"),
]
