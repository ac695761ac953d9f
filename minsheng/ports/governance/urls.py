from django.urls import path

from minsheng.ports.governance.views import batch, desk, posts, practice

app_name = "governance"
urlpatterns = [
    path("", desk.inbox, name="inbox"),
    path("batch/", batch.batch, name="batch"),
    path("practice/", practice.practice, name="practice"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/end/<int:appointment>/", posts.end, name="end"),
    path("posts/<int:pk>/recall/<int:substitution>/", posts.recall, name="recall"),
]
