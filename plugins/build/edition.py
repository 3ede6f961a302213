"""Say what the process of one edition is asked for, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.atomic import Staging
from plugins.cards.card import Card
from plugins.check.cache import ReadingCache
from plugins.core.messages import Problem
from plugins.images import Picture
from plugins.site.pages import Page


@dataclass(frozen=True)
class Request:
    """Which edition to print, with which settings, into which staging folders."""

    conf: Path
    lang: str
    settings: Mapping[str, Any]
    site: Staging
    emails: Staging
    readings: ReadingCache


@dataclass
class Printed:
    """What one edition has written into the staging folders, and what was wrong."""

    lang: str
    problems: list[Problem] = field(default_factory=list)
    site: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    statics: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    form_pages: dict[str, dict[str, str]] = field(default_factory=dict)
