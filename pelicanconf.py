"""The settings of the site; `publishconf.py` only changes values for production."""

import os
import sys
from pathlib import Path

# Pelican looks for plugins from the folder in which it is called.
sys.path.insert(0, str(Path(__file__).parent))

LANGUAGES = {
    "fr": {"name": "Français", "paths": {
        "category": "rubriques", "tag": "mots-cles", "author": "auteurs", "issue": "numeros",
        "search": "recherche"}},
    "en": {"name": "English"},
}
"""The editions, in the order of the language switch; `paths` are the words of their addresses."""

DEFAULT_LANG = "fr"
"""The edition that `pelican` alone builds, and whose email goes to subscribers without a choice."""

SITEURL = os.environ.get("SITEURL", "https://lettre.example")
FORMS_URL = ""
"""Where the receiver is, as in "https://forms.firm.example"; empty if SITEURL passes it on."""

TIMEZONE = "Europe/Paris"

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

NEWSLETTER = {
    "name": "china-letter",
    "audience": "0123456789",
    "folder": "Lettre de Chine",
    "zones": ["Europe/Paris", "Asia/Shanghai"],
    "interests": {"category": "Langue / Language", "fr": "Français", "en": "English"},
    "from": {
        "fr": ("Lettre de Chine", "lettre@lettre.example"),
        "en": ("China Letter", "letter@lettre.example"),
    },
    # Mailchimp would track all three by itself; opening a letter is nobody else’s business.
    "tracking": {"opens": False, "html_clicks": False, "text_clicks": False},
}
