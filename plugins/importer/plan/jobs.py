"""Gather what a text is made of: the lines of its header, its picture, what it needs of others."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from plugins.importer.plan.kinds import Chosen, changed_on
from plugins.importer.plan.places import Place
from plugins.importer.plan.terms import Named
from plugins.importer.plan.texts import Job, plain
from plugins.importer.wordpress.blocks import Attached, Held
from plugins.importer.wordpress.export import Export, Item
from plugins.importer.wordpress.languages import Spoken
from plugins.importer.wordpress.php import array

DESCRIPTIONS = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description",
                "_seopress_titles_desc")
TITLES = ("_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_seopress_titles_title")
"""Where the plugins for search engines keep what results show of a page."""

FILLED = re.compile(r"%%?\w+%|#\w+(?:_\w+)+\b")
SITE = re.compile(r"(?:\s*(?:%%?(?:page|sep|sitename|sitetitle)%%?"
                  r"|#(?:separator_sa|site_title)\b))+\s*\Z")
"""The end of a title that names the site, as ours do by themselves."""



def attachments(export: Export) -> Mapping[int, Attached]:
    """Return the pictures and documents of the library by their numbers."""
    return {item.number: Attached(item.attachment, plain(item.first("_wp_attachment_image_alt")),
                                  plain(item.excerpt))
            for item in export.items if item.kind == "attachment" and item.attachment}


def make_jobs(texts: Iterable[Chosen], contents: Iterable[tuple[int, str]],
              places: Mapping[int, Place], topics: Mapping[int, Named], zone: str,
              attached: Mapping[int, Attached], foreign: Collection[int] = ()) -> Iterator[Job]:
    """Yield what is to be converted, in the order of the contents.

    `foreign` are the numbers of the texts whose picture is described in another language.
    """
    chosen = {text.item.number: text for text in texts}
    for number, content in contents:
        if text := chosen.get(number):
            featured = attached.get(_picture(text))
            yield Job(number, places[number],
                      _header(text, places[number], topics.get(number, Named()), zone), content,
                      text.item.link, Held(footnotes=text.item.first("footnotes")),
                      (featured.address, featured.alt) if featured else ("", ""),
                      number in foreign)


def described_otherwise(texts: Iterable[Chosen], spoken: Spoken) -> frozenset[int]:
    """Return the numbers of the texts whose picture is described in another language.

    Where nothing says the language of a picture, it may be foreign only to one of several.
    """
    shared: dict[int, list[Chosen]] = {}
    for text in texts:
        shared.setdefault(_picture(text), []).append(text)
    return frozenset(
        text.item.number for picture, some in shared.items() for text in some
        if spoken.items.get(picture, text.lang) != text.lang
        and (picture not in spoken.guessed or len({each.lang for each in some}) > 1))


def _picture(text: Chosen) -> int:
    """Return the number of the picture that stands for a text, 0 if there is none."""
    picture = text.item.first("_thumbnail_id")
    return int(picture) if picture.isdecimal() else 0


def _header(text: Chosen, place: Place, named: Named, zone: str) -> Mapping[str, str]:
    """Return the values of a header by key; what its kind of text does not know is not written."""
    item, changed = text.item, changed_on(text, zone)
    summary = plain(item.excerpt) or first_words(item, DESCRIPTIONS)
    return {
        "title": plain(item.title) or place.slug.replace("-", " ").capitalize(),
        "category": named.category, "tags": ", ".join(named.tags),
        "authors": ", ".join(named.authors), "summary": summary,
        "slug": place.slug,
        "modified": changed.isoformat() if changed else "",
        "pinned": "yes" if item.sticky else "",
        "noindex": "yes" if _is_hidden(item) else "",
        "search-title": first_words(item, TITLES),
        "status": "draft" if text.held else "",
    }


def first_words(item: Item, names: Iterable[str]) -> str:
    """Return the first value without a place that only the plugin fills: `%%title%%`, `%date%`."""
    values = (SITE.sub("", " ".join(item.first(name).split())) for name in names)
    return next((plain(value) for value in values if value and not FILLED.search(value)), "")


def _is_hidden(item: Item) -> bool:
    """Tell whether search engines were asked to leave a page out."""
    return item.first("_yoast_wpseo_meta-robots-noindex") == "1" or "noindex" in array(
        item.first("rank_math_robots")).values()
