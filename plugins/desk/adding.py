"""Add what a text needs without leaving it: a picture, a category, a tag or an author."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.commands.new import key_of, write_new
from plugins.content.text import path_in
from plugins.core.files import files_below, reading, write_atomically, writing
from plugins.core.html import carried
from plugins.core.messages import Failure, language_name, say
from plugins.core.project import Options
from plugins.core.toml import quoted, with_table
from plugins.desk.context import Desk, Person
from plugins.desk.pages import HEADERS, Draw, person_of, posted, wants_json
from plugins.desk.writing.history import record
from plugins.desk.writing.places import place_of
from plugins.images.fitting import bare
from plugins.register.authors import AUTHORS_FILE, declared_authors, load_all_topics
from plugins.register.keys import MOST_NAME, numbered, plain_words
from plugins.register.topics import KINDS, TOPICS_FILE, declared_topics, load_topics

MOST_BYTES = 20_000_000
"""Of a file that is sent: a photo of any camera, a text of Word with some of them."""

MARKS = re.compile(r"[\\`\[\]]")
"""What would end an alternative text, or mean something in it."""

NO_KIND = say("Only a category, a tag or an author can be added here.")


def picture_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of the form for a picture, and of what it sends."""
    def form(request: Request) -> Response:
        options, text = desk.options(), request.query_params.get("path", "")
        return draw(request, "picture.html", text=text, languages=_asked(options, text))

    def take(request: Request, form: FormData) -> Response:
        options, text = desk.options(), str(form.get("path", ""))
        name, data = sent_file(form)
        key = key_beside(options, text, name)
        alts = _in_each(form, "alt", _asked(options, text))
        for lang, alt in alts.items():
            if not alt:
                raise Failure(say("Write in {language} what the picture shows, for those who do "
                                  "not see it.", language=language_name(lang)))
        address = kept(desk, person_of(request), data, key)
        markdown = {lang: picture_line(alt, address) for lang, alt in alts.items()}
        if wants_json(request):
            return JSONResponse({"markdown": markdown, "address": address}, headers=HEADERS)
        return draw(request, "taken.html", text=text, markdown=markdown)

    return [Route("/picture", form), Route("/picture", posted(take, MOST_BYTES), methods=["POST"])]


def _in_each(form: FormData, name: str, languages: Iterable[str]) -> dict[str, str]:
    """Return the words of a field that a form has for each language."""
    return {lang: " ".join(str(form.get(f"{name}.{lang}", "")).split()) for lang in languages}


def sent_file(form: FormData) -> tuple[str, bytes]:
    """Return the name and the bytes of the file that a form has sent; raises Failure without."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Failure(say("Choose a file first."))
    return file.filename, file.file.read()


def key_beside(options: Options, text: str, name: str) -> str:
    """Return what a picture is called: the key of its text or, without a text, its own name."""
    if not text:
        key = key_of(PurePosixPath(name.replace("\\", "/")).stem)[:MOST_NAME]
        return key.strip("-") or "image"
    return place_of(options, text).source.key


def kept(desk: Desk, person: Person, data: bytes, key: str) -> str:
    """Keep a picture like a save, and return its Markdown address; raises a Failure."""
    content = desk.options().content
    with desk.saving:
        file = keep_picture(content, data, key)
    record(desk, person, [file])  # what git refuses, the save of the text will say
    return carried(f"{{static}}/{file.relative_to(content).as_posix()}")


def keep_picture(content: Path, data: bytes, key: str) -> Path:
    """Return the file of a picture that pages can show, and write it if it is new.

    No file is overwritten, and one of the same bytes is taken as it is. Raises a Failure.
    """
    data, ending = bare(data)
    images = content / "images"
    with reading(images):
        same = (path for path in files_below(images) if path.stat().st_size == len(data)
                and path.read_bytes() == data)
        path = next(same, None)
    if path is None:
        path = next(path for name in numbered(key)
                    if not (path := images / f"{name}.{ending}").exists())
        write_new({path: data})
    return path


def picture_line(alt: str, address: str) -> str:
    """Return the Markdown of a picture."""
    return f"![{MARKS.sub(lambda mark: chr(92) + mark[0], alt)}]({address})"


def _asked(options: Options, text: str) -> Mapping[str, str]:
    """Return the languages, by code, that show a picture: those that a text has; else all.

    Raises Failure if no text may have the name.
    """
    names = {lang: str(declared["name"]) for lang, declared in options.languages.items()}
    if not text:
        return names
    own = place_of(options, text).source.lang
    return {lang: name for lang, name in names.items()
            if lang == own or (options.content / path_in(lang, text, own)).is_file()}


def topic_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of the form for a new topic, and of what it sends."""
    def form(request: Request) -> Response:
        kind = request.query_params.get("kind", "")
        if kind not in KINDS:
            raise Failure(NO_KIND)
        return draw(request, "topic.html", kind=kind, languages=desk.options().languages, added="")

    def take(request: Request, form: FormData) -> Response:
        options, kind = desk.options(), str(form.get("kind", ""))
        names = _in_each(form, "name", options.languages)
        with desk.saving:
            key = declare(options, kind, names, form.get("organization") == "yes")
        record(desk, person_of(request), [options.content / _file(kind)])
        if wants_json(request):
            return JSONResponse({"kind": kind, "key": key, "names": names}, headers=HEADERS)
        return draw(request, "topic.html", kind=kind, languages=options.languages, added=key)

    return [Route("/topic", form), Route("/topic", posted(take), methods=["POST"])]


def declare(options: Options, kind: str, names: Mapping[str, str], is_organization: bool = False
            ) -> str:
    """Write a new topic into its file, and return its key, which is made from its name.

    `names` are by language. Nothing else in the file changes. Raises a Failure, with nothing
    written, for what `check` would refuse.
    """
    if kind not in KINDS:
        raise Failure(NO_KIND)
    for lang, name in names.items():
        if not name:
            raise Failure(say("Write the name in {language}.", language=language_name(lang)))
    # In English, as most keys are, so that one reads like another.
    key = key_of(names.get("en", "")) or next(filter(None, map(key_of, names.values())), "")
    if not key:
        raise Failure(say("No key can be made of this name; write it in one of the languages with "
                          "Latin letters."))
    if key in load_all_topics(options.content, options.languages)[kind]:
        raise Failure(say("“{key}” is there already; choose it, or write another name.", key=key))
    path = options.content / _file(kind)
    heading = key if kind == "author" else f"{KINDS[kind]}.{key}"
    lines = _author(names, is_organization) if kind == "author" else _topic(names, key)
    with writing(path):
        data = with_table(path.read_bytes() if path.exists() else b"",
                          "".join(f"{line}\n" for line in (f"[{heading}]", *lines)),
                          "" if kind == "author" else KINDS[kind])
        _refuse(options, path, data)
        write_atomically(path, data)
    return key


def _file(kind: str) -> str:
    return AUTHORS_FILE if kind == "author" else TOPICS_FILE


def _refuse(options: Options, path: Path, data: bytes) -> None:
    """Raise ContentError if a file with these bytes would be wrong."""
    tables = tomllib.loads(data.decode("utf-8-sig"))
    if path.name == TOPICS_FILE:
        declared_topics(path, tables, options.languages)
    else:
        others = load_topics(options.content / TOPICS_FILE, options.languages)["author"]
        declared_authors(path, tables, options.languages, others)


def _topic(names: Mapping[str, str], key: str) -> Iterator[str]:
    yield from (f"name.{lang} = {quoted(name)}" for lang, name in names.items())
    yield from (f"slug.{lang} = {quoted('-'.join(plain_words(name)) or key)}"
                for lang, name in names.items())


def _author(names: Mapping[str, str], is_organization: bool) -> Iterator[str]:
    if is_organization:
        yield "organization = true"
    if len(set(names.values())) == 1:  # as a person has one name
        yield f"name = {quoted(next(iter(names.values())))}"
    else:
        yield from (f"name.{lang} = {quoted(name)}" for lang, name in names.items())
