"""Whatever an address or a form says, the desk answers with a sentence, and its log is empty."""

import re
from collections.abc import Iterator
from gettext import NullTranslations

import httpx
import pytest
from starlette.routing import Mount, Route

from plugins.commands.terminal import Terminal
from plugins.core.look import Look
from plugins.core.messages import ContentError, Problem, say
from plugins.core.project import Options
from plugins.desk.context import Desk
from plugins.desk.people.guard import LocalDoor
from plugins.desk.serving import desk_application, rebuild
from plugins.preview.pages import LastBuild
from tests.desk.conftest import ORIGIN

HOSTILE = ("a" * 5_000, "%00", "..", "%2e%2e/%2e%2e/etc/passwd", "%ff%0a",
           "articles/%00.fr.md", f"articles/{'a' * 5_000}.fr.md")

ASKED = ("path", "lang", "kind", "part", "width", "page", "q", "words", "state")

TYPED = ("path", "fr.path", "fr.base", "fr.body", "base", "kind", "title", "category", "key",
         "date", "lang", "move", "add", "html", "next", "name.fr", "name.en", "words", "gap",
         "alt.fr", "alt.en", "back", "once")


def addresses(desk: Desk, door: LocalDoor) -> Iterator[tuple[str, str]]:
    """Yield the method and the address of every route, with `{}` for what it is asked of."""
    mount, = desk_application(desk, door, ORIGIN, "en", Look).routes
    assert isinstance(mount, Mount)
    for route in mount.routes:
        assert isinstance(route, Route)
        path = re.sub(r"\{[^}]*\}", "{}", route.path)
        for method in (route.methods or set()) - {"HEAD"}:
            yield method, f"/_desk{path}"


@pytest.mark.parametrize("words", [
    *HOSTILE[:3], *(pytest.param(words, marks=pytest.mark.thorough) for words in HOSTILE[3:])])
def test_no_address_is_a_fault_of_the_program(
        editor: httpx.Client, desk: Desk, door: LocalDoor, options: Options, words: str):
    """In a path, a question or a field of a form."""
    before, faults = {*options.content.rglob("*")}, []
    query = "&".join(f"{name}={words}" for name in ASKED)
    form = dict.fromkeys(TYPED, httpx.QueryParams(f"v={words}")["v"])
    for method, address in addresses(desk, door):
        answer = editor.request(method, f"{address.replace('{}', words)}?{query}",
                                data=form if method == "POST" else None, follow_redirects=False)
        faults += [(method, address, answer.status_code)] if answer.status_code >= 500 else []
    desk.works.wait()

    assert faults == []
    assert {*options.content.rglob("*")} == before


def test_settings_that_cannot_be_read_are_told_in_the_terminal(
        desk: Desk, capsys: pytest.CaptureFixture[str]):
    """Who serves sees it where every save is told."""
    def read() -> Options:
        raise ContentError(Problem("content/firm.toml", 7, say("this is not TOML")))

    with pytest.raises(ContentError):
        rebuild(Terminal(NullTranslations(), "en"), Desk(read, desk.store), LastBuild())

    assert capsys.readouterr().err == "content/firm.toml:7: this is not TOML\n"


def test_a_picture_of_no_text_is_a_sentence(editor: httpx.Client):
    """Not the log's."""
    answer = editor.get("/_desk/picture", params={"path": "articles/" + "a" * 5_000})

    assert answer.status_code == 409 and "this is no text of the content folder" in answer.text
