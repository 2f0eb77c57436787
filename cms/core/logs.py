"""Log records without personal data: no request object, no locals, no request line of the hotline."""

import logging
from typing import Any


class DropRequest(logging.Filter):
    """Remove the request and its user from a record before any handler sees them."""

    def filter(self, record: logging.LogRecord) -> bool:
        for name in ("request", "server_time"):
            if hasattr(record, name):
                delattr(record, name)
        return True


class PlainFormatter(logging.Formatter):
    """One line a record; of an exception only its class and the place where it was raised.

    The message of an exception can quote the input that caused it, so it is not written.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802  (name of the base class)
        kind, _value, trace = ei
        frames: list[str] = []
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f"  {code.co_filename}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return "\n".join([f"{kind.__module__}.{kind.__qualname__}", *frames[-12:]])
