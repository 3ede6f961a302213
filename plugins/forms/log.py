"""Write a log for programs: one JSON line for an event, and no word of a visitor in it."""

import json
import logging
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger("plugins.forms")
log.filters.clear()  # where Pelican was imported first, it lets each sentence be logged once only

OPEN = frozenset({"plugins.forms", "uvicorn.error"})
"""The loggers whose sentences hold nothing that was typed; of others only the place is logged."""

OVER = ("state=MUST_CLOSE", "state=CLOSED", "state=ERROR")
"""How h11 says that a connection takes no further answer."""


def note(event: str, **facts: object) -> None:
    """Log an event; `facts` are names, numbers and kinds, never what a visitor typed."""
    log.info(event, extra={"facts": facts})


def trouble(event: str, error: BaseException, **facts: object) -> None:
    """Log what may pass by itself, with the kind of an error and its place.

    The text of an error is left out: it may repeat what was typed.
    """
    log.warning(event, extra={"facts": facts | _known(error)})


def fault(event: str, error: BaseException, **facts: object) -> None:
    """Log what a person should look at, likewise."""
    log.error(event, extra={"facts": facts | _known(error)})


class JsonLines(logging.Formatter):
    """Formats each record, also those of libraries, as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        line = {"time": datetime.fromtimestamp(record.created, UTC).isoformat("T", "milliseconds"),
                "level": record.levelname.lower(),
                "event": record.getMessage() if record.name in OPEN else record.name,
                **getattr(record, "facts", {})}
        error = record.exc_info[1] if record.exc_info else None
        return json.dumps(line | (_known(error) if error else {}), ensure_ascii=False, default=str)


def is_news(record: logging.LogRecord) -> bool:
    """Tell whether a record says more than that a request was broken, which has been said.

    Uvicorn warns of it, and then logs as an error of ours that the answer could not be sent.
    """
    error = record.exc_info[1] if record.exc_info else None
    return type(error).__name__ != "LocalProtocolError" or not str(error).endswith(OVER)


def to_stderr() -> None:
    """Send all that is logged to standard error, as lines of JSON."""
    handler = logging.StreamHandler()
    handler.addFilter(is_news)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    log.setLevel(logging.INFO)


def _known(error: BaseException) -> dict[str, object]:
    """Return the kind of an error, the number that a server answered with, and file and line."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    number = getattr(error, "code", None) or getattr(error, "status", None)
    known: dict[str, object] = {"error": type(error).__name__}
    if isinstance(number, int):
        known["code"] = number
    if trace:
        known["at"] = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    return known
