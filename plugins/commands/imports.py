"""Take over texts written elsewhere: a draft of one from a file, a whole site from its export."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal

from invoke.collection import Collection

from plugins.commands.declare import command, need
from plugins.commands.new import (
    DAY,
    checked_key,
    chosen_day,
    chosen_languages,
    created,
    key_of,
    write_new,
)
from plugins.commands.terminal import Terminal
from plugins.core.files import reading, write_atomically, writing
from plugins.core.messages import Failure, Message, say
from plugins.core.project import Options, caller_folder, from_here

if TYPE_CHECKING:
    from plugins.importer.text import ImportedText

KINDS: dict[str, Literal["docx", "html"]] = {
    ".docx": "docx", ".docm": "docx", ".doc": "docx", ".dotx": "docx", ".odt": "docx",
    ".rtf": "docx", ".html": "html", ".htm": "html"}
"""How a file is read, by its ending; what is no .docx is told so when it is opened."""

MOST_BYTES = 200_000_000

TOLD = 5
"""Losses of one kind that are told, each with its words; the others are counted."""


@dataclass(frozen=True)
class Place:
    """Where a text goes: what is asked of its file."""

    kind: str
    lang: str
    category: str
    day: str


@command(say("Take over a text of Word (.docx) or of a web page (.html) as a draft, with its "
             "pictures."),
         file=say("the file, such as article.docx"),
         title=say("the title, between quotation marks (the text’s own)"),
         lang=say("the language of the text, such as fr or en (the site’s first)"),
         kind=say("what it becomes: article or page (article)"),
         category=say("the key of a category of topics.toml (the first one)"),
         key=say("the text’s key (made from the title)"),
         day=DAY,
         strict=say("refuse a file with tracked changes, instead of accepting them"))
def take_text(terminal: Terminal, options: Options, file: str, title: str = "", lang: str = "",
              kind: str = "article", category: str = "", key: str = "", day: str = "",
              strict: bool = False) -> int:
    """Write the draft and its pictures, overwrite nothing, and tell what a person must look at;
    return 1 if words differ.
    """
    need(terminal, "mammoth", "import")
    from plugins.importer.text import import_text
    path = caller_folder() / file
    lang = chosen_languages(options.languages, lang)[0] if lang else \
        str(options.settings["DEFAULT_LANG"])
    if kind not in ("article", "page"):
        raise Failure(say("a text becomes an “article” or a “page”; “{kind}” is neither",
                          kind=kind))
    data, form = _read(path)
    text = import_text(data, form, lang, lambda words: checked_key(
        key or key_of(words) or key_of(path.stem)), title, strict)
    files = _files(options, text, Place(kind, lang, category, day))
    write_new(files)
    for message in _report(text, list(files), kind):
        terminal.say(message)
    return 1 if text.differences else 0


def form_of(path: PurePath) -> Literal["docx", "html"]:
    """Return how a file is read, by its name; raises Failure for one that is not."""
    if form := KINDS.get(path.suffix.lower()):
        return form
    raise Failure(say("{path}: a text is taken over from a file that ends in .docx or .html",
                      path=from_here(path)))


def _read(path: Path) -> tuple[bytes, Literal["docx", "html"]]:
    form = form_of(path)
    with reading(path):
        if path.stat().st_size > MOST_BYTES:
            raise Failure(say("{path}: the file is larger than {most} MB; make its pictures "
                              "smaller", path=from_here(path), most=MOST_BYTES // 1_000_000))
        return path.read_bytes(), form


def _files(options: Options, text: "ImportedText", place: Place) -> dict[Path, bytes]:
    """Return the files of a text by path, the text itself last."""
    from plugins.content.header import new_header
    images = options.content / "images"
    files = {images / picture.name: picture.data for picture in text.pictures}
    name = f"{text.key}.{place.lang}.md"
    values = {"title": text.title, "slug": text.key}
    if place.kind == "article":
        header = new_header("article", **values, category=_category(options, place.category))
        path = options.content / "articles" / f"{chosen_day(options, place.day).isoformat()}-{name}"
    else:
        header = new_header("page", **values)
        path = options.content / "pages" / name
    files[path] = f"{header}\n{text.markdown}".encode()
    return files


def _category(options: Options, category: str) -> str:
    """Return the category that is named, the first for none; raises Failure if it is unknown."""
    from plugins.register.topics import TOPICS_FILE, load_topics, unknown_topic
    topics = load_topics(options.content / TOPICS_FILE, options.languages)
    if category and category not in topics["category"]:
        raise Failure(unknown_topic("category", category, topics))
    return category or next(iter(topics["category"]), "")


def _report(text: "ImportedText", paths: list[Path], kind: str) -> Iterator[Message]:
    """Yield what was written, and what a person must look at, the gravest first."""
    yield created(paths[-1])
    for path, picture in zip(paths, text.pictures, strict=False):
        yield say("{path}: a picture; its alternative text is “{alt}”", path=from_here(path),
                  alt=picture.alt)
    for doubt in doubts(text):
        yield say("- {doubt}", doubt=doubt)
    if not text.differences:
        yield say("Every word of the original is in the draft, in its order.")
    if kind == "article":
        yield say("Choose its category and write a summary; “./inv check” says what else it lacks.")


def doubts(text: "ImportedText") -> Iterator[Message]:
    """Yield where words differ from the original, and what was not kept of it."""
    for difference in text.differences[:TOLD]:
        yield say("Behind “{near}” the original says “{before}”, and the draft “{after}”; correct "
                  "it.", near=difference.near, before=difference.before, after=difference.after)
    if more := text.differences[TOLD:]:
        yield say("Places more where words differ: {count}.", count=len(more))
    kinds = Counter(loss.what.text for loss in text.losses)
    told = Counter[str]()
    for loss in text.losses:
        told[loss.what.text] += 1
        if told[loss.what.text] <= TOLD:
            yield say("{what}: “{near}”", what=loss.what, near=loss.near) if loss.near else \
                loss.what
        elif told[loss.what.text] == kinds[loss.what.text]:
            yield say("{what} (and {count} more)", what=loss.what,
                      count=kinds[loss.what.text] - TOLD)


@command(say("Take over texts, pictures, menus and forms from an export of WordPress; again after "
             "every change there."), unnamed="export",
         export=say("the files of the export; “./inv import wordpress” takes several without the "
                    "option’s name"),
         uploads=say("the folder wp-content/uploads of the old server, for pictures and documents"),
         lang=say("the language of texts of which the export does not say it"),
         dry_run=say("say what would be written, and write nothing"))
def take_wordpress(terminal: Terminal, options: Options, export: Iterable[str] = (),
                   uploads: str = "", lang: str = "", dry_run: bool = False) -> int:
    """Write what has changed, and the report; return 1 if words differ or there are none."""
    need(terminal, "html_to_markdown", "import")
    from plugins.importer.plan.moving import Request, move_in
    from plugins.importer.report import counts, parts, shown, written
    if not export:
        raise Failure(say("name the export, as in “./inv import wordpress export.xml”; WordPress "
                          "makes it with “Tools”, “Export”, “All content”"))
    if lang:
        chosen_languages(options.languages, lang)
    here = caller_folder()
    folder = (here / uploads).resolve() if uploads else None
    if folder and not folder.is_dir():
        raise Failure(say("{path}: there is no such folder; name the old server’s "
                          "wp-content/uploads with “--uploads”", path=uploads))
    done = move_in(options, Request(tuple((here / path).resolve() for path in export), folder, lang,
                                    dry_run), terminal.step)
    told, summary = parts(done), counts(done)
    for message in shown(told):
        terminal.say(message)
    terminal.say(summary)
    report = options.var / "imports" / f"report.{terminal.lang}.txt"
    with writing(report):
        write_atomically(report, written(told, summary, terminal.gettext).encode())
    terminal.say(_next(report, dry_run))
    return 1 if not done.made or any(made.differences or made.failed
                                     for made in done.made.values()) else 0


def _next(report: Path, dry_run: bool) -> Message:
    if dry_run:
        return say("Nothing was written; {report} says what would be.", report=from_here(report))
    return say("All of it is in {report}; “./inv check” and “./inv serve” show the texts.",
               report=from_here(report))


imports = Collection("import")
imports.add_task(take_text, "text")
imports.add_task(take_wordpress, "wordpress")
