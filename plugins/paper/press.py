"""Make a PDF of a page that is shaped for paper; only here are WeasyPrint and pikepdf known.

The same page makes the same bytes, with the same libraries and fonts.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

CHINESE = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "STSong",
           "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC",
           "WenQuanYi Zen Hei", "AR PL UMing CN", "SimSun")
"""Fonts of a computer that are drawn for simplified Chinese, the best first."""

DOTS = 150
"""Of an image, on an inch of paper."""

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
    """A PDF; or what keeps it from being made: characters that no font has, files not there."""

    data: bytes
    missing: str = ""
    absent: tuple[str, ...] = ()


def press(sheet: Sheet) -> Pressed:
    """Return the PDF of a page, tagged as PDF/UA-1 (ISO 14289-1) asks."""
    from weasyprint import HTML

    from plugins.paper.tags import complete
    absent: list[str] = []
    with _told() as missing:
        drawn = HTML(string=sheet.html, url_fetcher=_fetcher(sheet.files, absent)).write_pdf(
            pdf_variant="pdf/ua-1", optimize_images=True, dpi=DOTS, jpeg_quality=QUALITY)
    if missing or absent:
        return Pressed(b"", "".join(dict.fromkeys(missing)), tuple(absent))
    return Pressed(complete(drawn))


def unpacked(font: Path) -> bytes:
    """Return a font of the web as a font of a computer."""
    from fontTools.ttLib import TTFont
    file = BytesIO()
    unpacked = TTFont(font, recalcTimestamp=False)
    unpacked.flavor = None
    unpacked.save(file)
    return file.getvalue()


def _fetcher(files: Mapping[str, bytes], absent: list[str]) -> object:
    """Return what gives WeasyPrint the files of a page, and nothing from elsewhere."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Files(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if url not in files:
                absent.append(url)
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
