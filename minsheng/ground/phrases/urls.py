from django.urls import URLPattern

app_name = "phrases"
urlpatterns: list[URLPattern] = []
