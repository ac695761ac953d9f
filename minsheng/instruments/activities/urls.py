from django.urls import path

from minsheng.instruments.activities.views import activities, checkin, codes, roster

app_name = "activities"
urlpatterns = [
    path("", activities.activities, name="activities"),
    path("new/", activities.new, name="new"),
    path("codes/", codes.codes, name="codes"),
    path("codes/all.docx", codes.posters, name="posters"),
    path("codes/<str:short>/poster.docx", codes.as_docx, name="docx"),
    path("codes/<str:short>/poster.svg", codes.as_svg, name="svg"),
    path("codes/<str:short>/replace/", codes.replace, name="replace"),
    path("roster/", roster.stations, name="stations"),
    path("roster/<str:code>/", roster.roster, name="roster"),
    path("roster/<str:code>/<slug:act>/", roster.change, name="change"),
    path("invitations/<str:number>/", activities.invitation, name="invitation"),
    path("invitations/<str:number>/<slug:step>/", activities.answer, name="invitation-step"),
    path("<str:number>/", activities.activity, name="activity"),
    path("<str:number>/checkin/", checkin.checkin, name="checkin"),
    path("<str:number>/screen/", checkin.screen, name="screen"),
    path("<str:number>/minutes/", activities.minutes, name="minutes"),
    path("<str:number>/<slug:step>/", activities.step, name="activity-step"),
]
