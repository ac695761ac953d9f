from django.urls import path

from minsheng.deliberation.council import views

app_name = "council"
urlpatterns = [
    path("", views.council, name="council"),
    path("recommend/", views.recommend, name="recommend"),
    path("convene/", views.convene, name="convene"),
    path("enter/", views.take_over, name="take-over"),
    path("members/<str:code>/", views.members, name="members"),
    path("members/<str:code>/roster.docx", views.roster, name="roster"),
    path("n/<str:number>/", views.nomination, name="nomination"),
    path("n/<str:number>/reveal/", views.reveal, name="reveal"),
    path("n/<str:number>/<slug:step>/", views.step, name="nomination-step"),
    path("m/<str:number>/", views.meeting, name="meeting"),
    path("m/<str:number>/paper/<slug:what>/", views.paper, name="paper"),
    path("m/<str:number>/<slug:step>/", views.meeting_step, name="meeting-step"),
    path("y/<str:number>/", views.convening, name="convening"),
]
