from django.urls import path

from minsheng.panorama.insights.views import as_csv, insights, listed

app_name = "insights"
urlpatterns = [
    path("", insights, name="insights"),
    path("table.csv", as_csv, name="csv"),
    path("figures/<slug:code>/", listed, name="figure"),
]
