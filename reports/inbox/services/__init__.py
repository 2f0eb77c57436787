"""The functions that write, one transaction each. `submit_report` is the only way in for a report."""

from .intake import CannotStoreError, log_failure, submit_report

__all__ = ["CannotStoreError", "log_failure", "submit_report"]
