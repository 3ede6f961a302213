"""Make a PDF of a page that is shaped for paper; only here are WeasyPrint and pikepdf known.

The same page makes the same bytes, with the same libraries and fonts.
"""

import logging
import multiprocessing
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from importlib import import_module
from io import StringIO

from plugins.core.messages import Failure, Message, say
from plugins.core.process import CONTEXT, prepare

CHINESE = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "STSong",
           "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC",
           "WenQuanYi Zen Hei", "AR PL UMing CN", "SimSun")
"""Fonts of a computer that are drawn for simplified Chinese, the best first."""

DOTS = 150
"""Of an image, on an inch of paper."""

PROCESSES = 2
"""A computer has more cores, and its person something else to do."""

QUALITY = 70
"""Of a photograph as JPEG."""


@dataclass(frozen=True)
class Sheet:
    """A page to be made a PDF: its HTML, and every file that it names, by address."""

    name: str
    html: str
    files: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True)
class Pressed:
    """A PDF; or, in its place, the characters that no font of this computer has."""

    data: bytes
    missing: str = ""


def press(sheet: Sheet) -> Pressed:
    """Return the PDF of a page, tagged as PDF/UA-1 (ISO 14289-1) asks."""
    from weasyprint import HTML

    from plugins.paper.tags import complete
    with _told() as missing:
        drawn = HTML(string=sheet.html, url_fetcher=_fetcher(sheet.files)).write_pdf(
            pdf_variant="pdf/ua-1", optimize_images=True, dpi=DOTS, jpeg_quality=QUALITY)
    return Pressed(b"", "".join(dict.fromkeys(missing))) if missing else Pressed(complete(drawn))


def press_all(sheets: Iterable[Sheet]) -> Iterator[tuple[Sheet, Pressed]]:
    """Yield the PDF of each page as it is ready, made in two processes.

    Raises Failure where one was stopped. Who stops asking ends them.
    """
    prepare()
    pool = ProcessPoolExecutor(PROCESSES, mp_context=CONTEXT)
    waiting: dict[Future[Pressed], Sheet] = {}
    try:
        for sheet in sheets:
            waiting[pool.submit(press, sheet)] = sheet
            if len(waiting) > PROCESSES:
                yield from _ready(waiting)
        while waiting:
            yield from _ready(waiting)
    except BrokenProcessPool:
        raise Failure(say("a process that makes PDFs was stopped; run the command again")) from None
    finally:
        for process in multiprocessing.active_children():
            process.kill()
        pool.shutdown(cancel_futures=True)


def refuse_without_means() -> None:
    """Raise Failure if the system lacks what sets the lines, or Chinese characters.

    Of what sets the lines, WeasyPrint would print in English that it is missing.
    """
    try:
        with redirect_stdout(StringIO()):
            import_module("weasyprint")
    except OSError:
        raise Failure(say(
            "PDFs need the library Pango, which this computer lacks; install it with “sudo apt "
            "install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0” (Debian, Ubuntu) or "
            "“brew install pango” (macOS)")) from None
    families = ", ".join(f"'{name}'" for name in CHINESE)
    # In a process of its own: Pango ends one that has no font at all.
    for _, pressed in press_all([Sheet("", f'<p style="font-family: {families}">信', {})]):
        if pressed.missing:
            raise Failure(no_font(pressed.missing))


def no_font(characters: str) -> Message:
    """Return what to say of characters that no font has."""
    return say("no font of this computer has “{characters}”, so there is no PDF; install one that "
               "has them, such as Noto Serif CJK: “sudo apt install fonts-noto-cjk” (Debian, "
               "Ubuntu), “brew install font-noto-serif-cjk-sc” (macOS)", characters=characters)


def _ready(waiting: dict[Future[Pressed], Sheet]) -> Iterator[tuple[Sheet, Pressed]]:
    """Yield what is ready, of which there is something before long."""
    for done in wait(waiting, return_when=FIRST_COMPLETED).done:
        yield waiting.pop(done), done.result()


def _fetcher(files: Mapping[str, bytes]) -> object:
    """Return what gives WeasyPrint the files of a page, and nothing from elsewhere.

    In place of an image from elsewhere paper shows its words.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Files(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if url not in files:
                raise ValueError(url)
            kind = {"Content-Type": "image/svg+xml"} if url == "mark:" else {}
            return URLFetcherResponse(url, files[url], kind)

    return Files()


@contextmanager
def _told() -> Iterator[list[str]]:
    """Give the characters that WeasyPrint finds in no font; it only logs them."""
    found: list[str] = []

    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if ".notdef" in str(record.msg) and isinstance(record.args, tuple):
                found.append(str(record.args[0]))

    logger, handler = logging.getLogger("weasyprint"), Heard()
    before = logger.propagate, logger.handlers
    logger.propagate, logger.handlers = False, [handler]
    try:
        yield found
    finally:
        logger.propagate, logger.handlers = before
