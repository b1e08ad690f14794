"""Structured logs: ids only, never a personal number (design: Secrets and privacy)."""

from __future__ import annotations

import logging
import re
from typing import Any

import structlog
from django.core.exceptions import SuspiciousOperation

_PERSONAL_NUMBER = re.compile(r"(?<![\dA-Fa-f-])(?:19|20)\d{6}[-+]?\d{4}(?![\dA-Fa-f-])")


def mask_personal_numbers(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Last line of defence: blank anything that looks like a personal number in any text field."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _PERSONAL_NUMBER.sub("[personnummer]", value)
    return event


def refusals_in_one_line(record: logging.LogRecord) -> bool:
    """What Django refuses as a bad request is told without its traceback: whoever sends it must not fill the log."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, SuspiciousOperation) or getattr(record, "status_code", None) == 400:
        record.exc_info = None
    return True


def configure(options: dict[str, str]) -> None:
    """Django's LOGGING_CONFIG hook: structlog in front of the standard library."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if options["format"] == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.addFilter(refusals_in_one_line)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                mask_personal_numbers,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(options["level"])
    for noisy in ("httpx", "httpcore", "fontTools", "zeep"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
