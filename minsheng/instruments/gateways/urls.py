from django.urls import path

from minsheng.instruments.gateways import views

app_name = "gateways"
urlpatterns = [
    path("", views.gateways, name="gateways"),
    path("four-platforms/<slug:connection>/", views.callback, name="callback"),
    path("replies/<int:pk>/<slug:step>/", views.reply_step, name="reply-step"),
    path("<str:number>/<slug:step>/", views.delivery_step, name="delivery-step"),
]
