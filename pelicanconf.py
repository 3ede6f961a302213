"""The settings of the program; what is the firm's own is read from `content/firm.toml`."""

import os
import sys
from pathlib import Path

# Pelican looks for plugins from the folder in which it is called.
sys.path.insert(0, str(Path(__file__).parent))

from plugins.core.firm_file import firm_settings

LANGUAGES = {
    "fr": {"name": "Français", "paths": {
        "category": "rubriques", "tag": "mots-cles", "author": "auteurs", "issue": "numeros",
        "search": "recherche", "law": "textes", "calendar": "calendrier",
        "glossary": "glossaire", "status": "statut", "coming": "a-venir",
        "in-force": "en-vigueur", "repealed": "abroges"}},
    "en": {"name": "English"},
}
"""The editions, in the order of the language switch; `paths` are the words of their addresses."""

DEFAULT_LANG = "fr"
"""The edition that `pelican` alone builds, and whose email goes to subscribers without a choice."""

PATH = "content"
THEME = "theme"
OUTPUT_PATH = "output"
OUTBOX_PATH = "outbox"
STATIC_PATHS = ["images"]

LIST_SIZE = 40
"""Articles or issues on one page of a list."""

PREVIEW = False
"""Whether drafts and what is dated in the future are on the site, marked: only in `serve`."""

PRODUCTION = False
"""Whether the build is to be published: the legal data must be complete, the search is indexed."""

PLUGINS = [
    "plugins.site.plugin",
    "plugins.images.plugin",
    "plugins.forms.page.plugin",
    "plugins.newsletter.plugin",
    "plugins.cards.plugin",
    "plugins.linked_data.plugin",
    "plugins.build.plugin",
]

# What the firm has written in content/firm.toml: SITEURL, FORMS_URL, DESK_URL, TIMEZONE,
# NEWSLETTER, PUBLISH and, if it has other editions than these two, LANGUAGES. A line below may
# change it.
TIMEZONE = ""
FORMS_URL = ""
DESK_URL = ""
NEWSLETTER: dict[str, object] = {}
PUBLISH: dict[str, object] = {}
globals().update(firm_settings(Path(__file__).parent / PATH, LANGUAGES))
SITEURL = os.environ.get("SITEURL") or globals().get("SITEURL", "")
