"""Say what the process of one edition is asked for; it alone imports Pelican."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plugins.atomic import Staging
from plugins.check.cache import ReadingCache


@dataclass(frozen=True)
class EditionRequest:
    """Which edition to build, from which folders and settings, into which staging folders."""

    conf: Path
    lang: str
    content: Path
    outbox: Path
    site_url: str
    forms_url: str
    preview: bool
    today: date
    cache: Path
    readings: ReadingCache
    site: Staging
    emails: Staging
