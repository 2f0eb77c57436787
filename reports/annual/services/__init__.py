"""The functions that write datasets and draw charts. Reading is in `reading`, `charts` and the querysets."""

from .charts import draw_charts_of, draw_everything
from .freezing import HotlineUnreadyError, freeze_hotline_dataset
from .uploads import confirm_upload, discard_upload, keep_upload, read_upload
from .versions import DatasetChangedError, publish_version

__all__ = [
    "DatasetChangedError",
    "HotlineUnreadyError",
    "confirm_upload",
    "discard_upload",
    "draw_charts_of",
    "draw_everything",
    "freeze_hotline_dataset",
    "keep_upload",
    "publish_version",
    "read_upload",
]
