"""Declare a category, a tag or an author without leaving the text that needs it."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.check.reading import TOPICS
from plugins.commands.new import key_of
from plugins.core.files import write_atomically, writing
from plugins.core.messages import Failure, language_name, say
from plugins.core.project import Options
from plugins.core.toml import quoted, with_table
from plugins.desk.context import Desk
from plugins.desk.pages import HEADERS, Draw, person_of, posted, wants_json
from plugins.desk.writing.history import record
from plugins.register.authors import AUTHORS_FILE, declared_authors, load_authors, with_authors
from plugins.register.keys import plain_words
from plugins.register.topics import KINDS, Topics, declared_topics, load_topics

NO_KIND = say("Only a category, a tag or an author can be added here.")


def topic_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of the form for a new topic, and of what it sends."""
    def form(request: Request) -> Response:
        kind = request.query_params.get("kind", "")
        if kind not in KINDS:
            raise Failure(NO_KIND)
        return draw(request, "topic.html", kind=kind, languages=desk.options().languages, added="")

    def take(request: Request, form: FormData) -> Response:
        options, kind = desk.options(), str(form.get("kind", ""))
        names = {lang: " ".join(str(form.get(f"name.{lang}", "")).split())
                 for lang in options.languages}
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
    if key in declared(options)[kind]:
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


def declared(options: Options) -> Topics:
    """Return the topics that a text may name; raises ContentError."""
    topics = load_topics(options.content / TOPICS, options.languages)
    return with_authors(topics, load_authors(options.content / AUTHORS_FILE, options.languages,
                                             topics["author"]))


def _file(kind: str) -> str:
    return AUTHORS_FILE if kind == "author" else TOPICS


def _refuse(options: Options, path: Path, data: bytes) -> None:
    """Raise ContentError if a file with these bytes would be wrong."""
    tables = tomllib.loads(data.decode("utf-8-sig"))
    if path.name == TOPICS:
        declared_topics(path, tables, options.languages)
    else:
        others = load_topics(options.content / TOPICS, options.languages)["author"]
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
