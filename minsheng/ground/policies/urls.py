from django.urls import path

from minsheng.ground.policies import views

app_name = "policies"
urlpatterns = [
    path("", views.policies, name="policies"),
    path("categories/", views.categories, name="categories"),
]
