"""Publications and the datasets behind their figures. Public; knows no incident."""

from .charts import ChartDrawing
from .datasets import DatasetPage
from .publications import AnnualReportPage, KeyFigure, ReportIndexPage
from .uploads import DatasetUpload
from .versions import DatasetVersion, Observation

__all__ = [
    "AnnualReportPage",
    "ChartDrawing",
    "DatasetPage",
    "DatasetUpload",
    "DatasetVersion",
    "KeyFigure",
    "Observation",
    "ReportIndexPage",
]
