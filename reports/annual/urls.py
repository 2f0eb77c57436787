"""Public addresses of open data and of reports' files, outside the page tree."""

from django.urls import path, re_path

from . import views

app_name = "annual"
urlpatterns = [
    re_path(r"^data/(?P<identifier>[-\w]+)\.(?P<extension>csv|json)$", views.dataset_file, name="dataset-file"),
    path("data/<slug:identifier>/datapackage.json", views.datapackage, name="datapackage"),
    re_path(r"^catalog\.(?P<extension>ttl|jsonld)$", views.catalogue, name="catalogue"),
    path("data/charts/<slug:digest>-<slug:theme>.svg", views.chart_picture, name="chart-picture"),
    path("publications/<row:report_id>/report.pdf", views.report_document, name="report-document"),
]
