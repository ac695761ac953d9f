from django.urls import path

from minsheng.instruments.opinions.views import export, listing, page, papers, register, report, support

app_name = "opinions"
urlpatterns = [
    path("opinions/", listing.opinions, name="opinions"),
    path("opinions/confidential/", listing.confidential, name="confidential"),
    path("opinions/export.csv", export.as_csv, name="csv"),
    path("opinions/export.xlsx", export.as_xlsx, name="xlsx"),
    path("opinions/export.json", export.as_json, name="json"),
    path("report/", report.report, name="report"),
    path("report/words/", report.said, name="said"),
    path("report/nearby/", report.nearby, name="nearby"),
    path("register/", register.register, name="register"),
    path("o/<str:number>/", page.opinion, name="opinion"),
    path("o/<str:number>/reveal/", page.reveal, name="reveal"),
    path("o/<str:number>/fine/", page.fine, name="fine"),
    path("o/<str:number>/support/", support.support, name="support"),
    path("o/<str:number>/unsolved/", support.unsolved, name="unsolved"),
    path("o/<str:number>/receipt/", register.receipt, name="receipt"),
    path("o/<str:number>/papers/<slug:kind>/", papers.paper, name="paper"),
    path("o/<str:number>/<slug:step>/", page.step, name="opinion-step"),
]
