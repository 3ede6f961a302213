"""Say what Pelican is told of an edition."""

from typing import Any

from plugins.site.addresses import Addresses, file_of

# What Pelican would add of its own: names from file names and folders, feeds that append
# translations, lists without an edition.
SETTINGS: dict[str, Any] = {
    "ARTICLE_TRANSLATION_ID": None, "PAGE_TRANSLATION_ID": None, "FILENAME_METADATA": "(?!)",
    "PATH_METADATA": "", "USE_FOLDER_AS_CATEGORY": False, "WITH_FUTURE_DATES": True,
    "DEFAULT_PAGINATION": False, "DELETE_OUTPUT_DIRECTORY": False, "TYPOGRIFY": False,
    "FEED_ALL_ATOM": None, "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None, "TRANSLATION_FEED_ATOM": None, "RELATIVE_URLS": False,
    "ARTICLE_PATHS": ["articles"], "PAGE_PATHS": ["pages"],
    "PAGINATED_TEMPLATES": {}, "FEED_MAX_ITEMS": 50, "ARTICLE_ORDER_BY": "reversed-date",
    "PAGE_ORDER_BY": "key", "FORMATTED_FIELDS": [], "CACHE_CONTENT": False,
    "LOAD_CONTENT_CACHE": False,
}


def address_settings(own: Addresses) -> dict[str, Any]:
    """Return the settings by which Pelican writes each list, topic and feed to its address."""
    settings: dict[str, Any] = {"DIRECT_TEMPLATES": list(own.lists), "FEED_ATOM": own.feed,
                                "FEED_ATOM_URL": own.feed}
    for name, address in [*own.lists.items(), ("year_archive", own.year("{date:%Y}"))]:
        settings[f"{name.upper()}_URL"] = address
        settings[f"{name.upper()}_SAVE_AS"] = file_of(address)
    for kind in ("category", "tag", "author"):
        address = own.content(kind, "{slug}")
        settings[f"{kind.upper()}_URL"] = address
        settings[f"{kind.upper()}_SAVE_AS"] = file_of(address)
        if kind != "author":
            settings[f"{kind.upper()}_FEED_ATOM"] = f"{address}feed.xml"
    return settings
