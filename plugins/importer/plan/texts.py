"""Turn items into files of texts, in processes of their own, and prove that no word is lost."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from html import unescape
from itertools import islice
from pathlib import Path

from plugins.content.header import KEYS
from plugins.content.markdown import with_ids
from plugins.content.text import Kind
from plugins.core.html import read
from plugins.core.messages import say
from plugins.core.process import Stopped, ask, at_most, at_once
from plugins.forms.declaration.form import Form
from plugins.importer.carrier import absent, without_alt
from plugins.importer.markdown import Loss, to_markdown
from plugins.importer.plan.forms import without_unknown
from plugins.importer.plan.kinds import Chosen, changed_on, picture_of
from plugins.importer.plan.links import Leads, Trail
from plugins.importer.plan.places import Place
from plugins.importer.plan.terms import Named
from plugins.importer.proof import Difference, compare, rendered
from plugins.importer.wordpress.blocks import Held, to_html
from plugins.importer.wordpress.export import Export, Item
from plugins.importer.wordpress.php import array
from plugins.importer.wordpress.shortcodes import Attached

DESCRIPTIONS = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description",
                "_seopress_titles_desc")
TITLES = ("_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_seopress_titles_title")
"""Where the plugins for search engines keep what results show of a page."""

FILLED = re.compile(r"%%?\w+%|#\w+(?:_\w+)+\b")
SITE = re.compile(r"(?:\s*(?:%%?(?:page|sep|sitename|sitetitle)%%?"
                  r"|#(?:separator_sa|site_title)\b))+\s*\Z")
"""The end of a title that names the site, as ours do by themselves."""

CHUNK, MOST_CHUNK = 100, 4_000_000
"""Texts that one process converts, and the characters that they have together."""

PROCESSES = 2
PATIENCE = 60
"""Seconds for one text: Markdown takes the square of a paragraph that is all marks."""

UNREACHABLE = say("a link is taken out, because no reader can be shown where it leads; add it once "
                  "that is published")
PLACELESS = say("a link leads to the whole page, because it has no place of this name here; name "
                "its heading in the words of the link")
FOREIGN = say("the alternative text of the picture above the text is that of another language; "
              "translate it")
ANCHOR = re.compile(r"""\bid=["']([^"']+)["']""")


@dataclass(frozen=True)
class Job:
    """An item to be converted: its place, the lines of its header, its content as it is.

    `featured` is the picture that stands for it, with its alternative text, which is `foreign` if
    it is in another language.
    """

    number: int
    place: Place
    header: Mapping[str, str]
    content: str
    link: str
    footnotes: str = ""
    featured: tuple[str, str] = ("", "")
    foreign: bool = False


@dataclass(frozen=True)
class Made:
    """What became of an item: where its file lies until all are there, and what a person must know.

    `draft` tells that nobody may read it yet; `empty` that it has neither words nor pictures, and
    `failed` that it could not be converted; then there is no file. `used` are the targets of its
    links, `file#anchor`, `seen` the old addresses of its uploads; `anchors` the places to which
    others may lead.
    """

    number: int
    place: Place
    draft: bool = False
    empty: bool = False
    failed: bool = False
    losses: tuple[Loss, ...] = ()
    differences: tuple[Difference, ...] = ()
    used: tuple[str, ...] = ()
    uploads: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    anchors: frozenset[str] = frozenset()

    @property
    def written(self) -> bool:
        """Whether there is a file."""
        return not (self.empty or self.failed)

    @property
    def published(self) -> bool:
        """Whether readers may reach it."""
        return self.written and not self.draft


@dataclass(frozen=True)
class Work:
    """What a process converts: texts, where old addresses lead, the folder for what is made."""

    jobs: tuple[Job, ...]
    leads: Leads
    reusable: Mapping[int, str]
    attached: Mapping[int, Attached]
    folder: Path
    forms: Mapping[str, Form] = field(default_factory=dict)


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
            featured = attached.get(picture_of(text))
            yield Job(number, places[number],
                      _header(text, places[number], topics.get(number, Named()), zone), content,
                      text.item.link, text.item.first("footnotes"),
                      (featured.address, featured.alt) if featured else ("", ""),
                      number in foreign)


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


def make_texts(jobs: Iterable[Job], work: Work) -> Iterator[Made]:
    """Yield what became of each job, as processes get it done; `work` is what all have in common.
    """
    asking = partial(_asked, work)
    chunks = _chunks(jobs)
    while several := list(islice(chunks, PROCESSES)):
        if len(several) == 1 and len(several[0]) < CHUNK // 10:
            yield from convert(_with(work, several[0]))
        else:
            for made in at_once(asking, several):
                yield from made


def convert(work: Work) -> list[Made]:
    """Convert the texts one by one; what fails is told, and harms no other."""
    return [_made(job, work) for job in work.jobs]


def _chunks(jobs: Iterable[Job]) -> Iterator[tuple[Job, ...]]:
    chunk, size = list[Job](), 0
    for job in jobs:
        chunk.append(job)
        size += len(job.content)
        if len(chunk) == CHUNK or size > MOST_CHUNK:
            yield tuple(chunk)
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk)


def _with(work: Work, jobs: tuple[Job, ...]) -> Work:
    return replace(work, jobs=jobs)


def _asked(work: Work, jobs: tuple[Job, ...]) -> list[Made]:
    """Have a process convert texts; where it is killed, each has one of its own."""
    try:
        made: list[Made] = ask(f"{__name__}:convert", _with(work, jobs))
    except Stopped:
        if len(jobs) == 1:
            return [Made(jobs[0].number, jobs[0].place, failed=True)]
        return [made for job in jobs for made in _asked(work, (job,))]
    return made


def _made(job: Job, work: Work) -> Made:
    try:
        with at_most(PATIENCE):
            return _converted(job, work)
    except Exception:  # a library's, at content that nobody has foreseen; the person is told
        return Made(job.number, job.place, failed=True)


def _converted(job: Job, work: Work) -> Made:
    trail = Trail(work.leads, job.link)
    clean = to_html(job.content, Held(job.footnotes, work.reusable, work.attached))
    html, unknown = without_unknown(clean.html, work.forms)
    body = to_markdown(html, job.place.lang, trail.address, trail.picture)
    shown = rendered(body.markdown)
    differences = compare(html, shown)
    known = [absent(source) for source in trail.absent]  # the report says how to mend these
    picture, undescribed = _featured(job, trail)
    markdown = picture + body.markdown
    draft = bool(differences) or job.header.get("status") == "draft"
    empty = not markdown.strip()
    if not empty:
        header = {**job.header, **({"status": "draft"} if draft else {})}
        file = work.folder / job.place.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{written_header(job.place.kind, header)}\n{markdown}", encoding="utf-8")
    return Made(
        job.number, job.place, draft, empty, losses=(
            *clean.losses, *unknown, *(loss for loss in body.losses if loss.what not in known),
            *undescribed, *(Loss(UNREACHABLE, file) for file in trail.unreachable),
            *(Loss(PLACELESS, target) for target in trail.placeless)),
        differences=differences, used=tuple(trail.used), uploads=tuple(trail.uploads),
        lost=tuple(trail.lost), missing=tuple(trail.missing), seen=tuple(trail.seen),
        anchors=frozenset(ANCHOR.findall(with_ids(shown))))


def _featured(job: Job, trail: Trail) -> tuple[str, tuple[Loss, ...]]:
    """Return the picture that stands for a text, unless the text shows it, and what it lacks."""
    address, alt = job.featured
    there = set(trail.uploads)
    picture = trail.picture(address) if address else ""
    if not picture or picture.removeprefix("{static}/") in there:
        return "", ()
    if not plain(alt):
        return f"![]({picture}){{.decorative}}\n\n", (
            Loss(without_alt(picture.rpartition("/")[2]), ""),)
    return f"![{plain(alt).replace('[', '(').replace(']', ')')}]({picture})\n\n", (
        Loss(FOREIGN, plain(alt)),) if job.foreign else ()


def written_header(kind: Kind, values: Mapping[str, str]) -> str:
    """Return the lines of a header in their order, without what its kind does not know."""
    return "".join(f"{name}: {values[name]}\n" for name in KEYS[kind] if values.get(name))


def plain(text: str) -> str:
    """Return the words of a line of HTML, as a header has them."""
    words = read(text).get_text() if "<" in text else text
    return " ".join(unescape(words).split())
