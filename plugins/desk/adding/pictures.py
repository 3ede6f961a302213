"""Take a picture into the content folder, once it is said in every language what it shows."""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from plugins.commands.new import key_of, write_new
from plugins.content.text import path_in
from plugins.core.files import files_below, reading
from plugins.core.html import carried
from plugins.core.messages import Failure, language_name, say
from plugins.core.project import Options
from plugins.desk.context import Desk, Person
from plugins.desk.pages import HEADERS, Draw, person_of, posted, wants_json
from plugins.desk.writing.history import record
from plugins.desk.writing.places import place_of
from plugins.images.fitting import bare
from plugins.register.keys import MOST_NAME, numbered

MOST_BYTES = 20_000_000
"""Of a file that is sent: a photo of any camera, a text of Word with some of them."""

MARKS = re.compile(r"[\\`\[\]]")
"""What would end an alternative text, or mean something in it."""


def picture_routes(desk: Desk, draw: Draw) -> list[BaseRoute]:
    """Return the routes of the form for a picture, and of what it sends."""
    def form(request: Request) -> Response:
        options, text = desk.options(), request.query_params.get("path", "")
        return draw(request, "picture.html", text=text, languages=_asked(options, text))

    def take(request: Request, form: FormData) -> Response:
        options, text = desk.options(), str(form.get("path", ""))
        name, data = sent_file(form)
        key = key_beside(options, text, name)
        alts = {lang: " ".join(str(form.get(f"alt.{lang}", "")).split())
                for lang in _asked(options, text)}
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
