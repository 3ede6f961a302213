"""An issue at the desk: what the commands do, each once, and nothing more reaches subscribers."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup, Tag

from plugins.core.project import Options
from plugins.desk.context import Desk, Person
from plugins.desk.people.guard import LocalDoor
from plugins.newsletter.journal import Journal
from tests.conftest import Site, new_site
from tests.support.fake_account import AUDIENCE
from tests.support.fake_mailchimp import KEY, FakeMailchimp, running
from tests.support.website import Pages, serving

PAGE = "/_desk/issue/2018-07"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a site with an issue in both languages."""
    site = new_site(tmp_path_factory.mktemp("original"))
    for lang in ("fr", "en"):
        site.article(f"2018-07-03-both.{lang}.md", "Text.")
        site.write(f"issues/2018-07.{lang}.md", f"date: 2018-07-05\nsubject: Summer {lang}\n"
                   "preview: P\narticles: both\n\nEdito.\n")
    assert site.errors() == []
    return site


@pytest.fixture
def pages() -> Iterator[Pages]:
    """Return a website on which every page answers."""
    with serving() as pages:
        yield pages


@pytest.fixture
def options(original: Site, tmp_path: Path) -> Options:
    """Return the options of a copy of that site."""
    return original.copied(tmp_path).options


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeMailchimp]:
    """Return a Mailchimp, to which the environment leads, with a subscriber for each language."""
    with running() as fake:
        for lang in ("fr", "en"):
            fake.account.subscribe(f"{lang}@firm.example", lang)
        monkeypatch.setenv("MAILCHIMP_API_KEY", KEY)
        monkeypatch.setenv("MAILCHIMP_API_ROOT", fake.root)
        monkeypatch.setenv("MAILCHIMP_AUDIENCE_ID", AUDIENCE)
        yield fake


def pressed(desk: Desk, editor: httpx.Client, step: str, **fields: str) -> BeautifulSoup:
    """Send a form of the issue, wait, and return the page of what it has begun."""
    begun = editor.post(f"{PAGE}/{step}", data=fields, follow_redirects=False)
    assert begun.status_code == 303, begun.text
    desk.works.wait()
    return BeautifulSoup(editor.get(begun.headers["location"]).text, "html.parser")


def question(page: BeautifulSoup) -> dict[str, str]:
    """Return the fields of the question that a page asks, its answer empty."""
    form = page.select_one("#work form")
    assert isinstance(form, Tag), page.text
    return {str(field["name"]): str(field.get("value", "")) for field in
            form.select("input, button")}


def push_and_test(desk: Desk, editor: httpx.Client) -> None:
    """Push the drafts, and test them."""
    pressed(desk, editor, "push")
    pressed(desk, editor, "test", to="editor@firm.example")


def sends(account: FakeMailchimp) -> int:
    """Return how often Mailchimp was told to send."""
    return sum(write.endswith("/actions/send") for write in account.writes)


def test_nothing_that_is_only_looked_at_asks_mailchimp(
        editor: httpx.Client, account: FakeMailchimp):
    """Neither the list nor the page of an issue; its email is shown beside the line of inboxes."""
    overview, page = editor.get("/_desk/issues"), editor.get(PAGE)
    email = editor.get(f"{PAGE}/email/fr")

    assert "Summer fr" in overview.text
    assert "Summer en" in page.text
    assert "Edito." in email.text
    assert account.requests == []
    assert editor.get(f"{PAGE}/send").status_code == 405


def test_plan_and_push_say_what_the_commands_say(
        desk: Desk, editor: httpx.Client, account: FakeMailchimp):
    """And the push makes the drafts."""
    planned = pressed(desk, editor, "plan")
    writes = account.writes
    pushed = pressed(desk, editor, "push")

    assert "subscribers: 1 of 2" in planned.text
    assert writes == []
    assert "the draft “china-letter/2018-07/fr” was created" in pushed.text
    assert len(account.account.campaigns) == 2


def test_a_draft_edited_by_hand_is_replaced_only_where_that_is_chosen(
        desk: Desk, editor: httpx.Client, account: FakeMailchimp):
    """Nobody's work is lost without a word."""
    pressed(desk, editor, "push")
    draft, = account.account.titled("china-letter/2018-07/fr")
    draft["settings"]["subject_line"] = "By hand"

    refused = pressed(desk, editor, "push")
    kept = draft["settings"]["subject_line"]
    pressed(desk, editor, "push", overwrite="1")

    assert "By hand" in refused.text
    assert kept == "By hand"
    assert draft["settings"]["subject_line"] == "Summer fr"


def test_an_issue_leaves_once_its_key_was_typed_below_what_is_shown(
        desk: Desk, editor: httpx.Client, account: FakeMailchimp, pages: Pages):
    """Once, though the form is sent twice, and though the whole is done again."""
    push_and_test(desk, editor)

    asked = pressed(desk, editor, "send", site=pages.site)
    before = sends(account)
    answer = question(asked) | {"typed": "2018-07"}
    sent = pressed(desk, editor, "send", **answer)
    pressed(desk, editor, "send", **answer)
    again = pressed(desk, editor, "send", site=pages.site)

    assert "“Summer fr” will be sent now" in asked.text
    assert "Type the name of the issue, 2018-07" in asked.text
    assert (before, sends(account)) == (0, 2)
    assert "Done." in sent.text
    assert "Type the name" not in again.text
    assert {each["status"] for each in account.account.campaigns.values()} <= {"sending", "sent"}


@pytest.mark.parametrize("typed", ["2018-08", "", "2018-07 fr", "send"])
def test_another_word_sends_nothing(
        desk: Desk, editor: httpx.Client, account: FakeMailchimp, pages: Pages, typed: str):
    """And the page says so."""
    push_and_test(desk, editor)
    asked = pressed(desk, editor, "send", site=pages.site)

    page = pressed(desk, editor, "send", **question(asked) | {"typed": typed})

    assert sends(account) == 0
    assert "nothing was sent" in page.text


def test_what_has_changed_since_it_was_read_is_asked_again(
        desk: Desk, editor: httpx.Client, account: FakeMailchimp, pages: Pages):
    """The key stands for what was shown above it: so does a key that nobody was asked for."""
    push_and_test(desk, editor)
    answer = question(pressed(desk, editor, "send", site=pages.site)) | {"typed": "2018-07"}
    account.account.subscribe("third@firm.example", "fr")

    page = pressed(desk, editor, "send", **answer)
    unasked = pressed(desk, editor, "send", typed="2018-07", site=pages.site)

    assert sends(account) == 0
    assert "subscribers: 2 of 3" in page.text
    assert question(page)["shown"]
    assert question(unasked)["shown"] == question(page)["shown"]


def test_an_issue_is_scheduled_and_taken_back(
        desk: Desk, editor: httpx.Client, account: FakeMailchimp, pages: Pages):
    """Asked for in the same way."""
    push_and_test(desk, editor)
    when = {"day": "2099-01-01", "time": "09:00", "zone": "Europe/Paris",
            "site": pages.site}

    asked = pressed(desk, editor, "schedule", **when)
    pressed(desk, editor, "schedule", **question(asked) | {"typed": "2018-07"})
    states = {each["status"] for each in account.account.campaigns.values()}
    pressed(desk, editor, "unschedule")

    assert states == {"schedule"}
    assert {each["status"] for each in account.account.campaigns.values()} == {"save"}


def test_an_order_without_an_answer_is_not_given_again(
        desk: Desk, editor: httpx.Client, account: FakeMailchimp, pages: Pages, options: Options):
    """A desk that was killed in the middle: the page says what settles it."""
    push_and_test(desk, editor)
    draft, = account.account.titled("china-letter/2018-07/fr")
    Journal(options.var, AUDIENCE).record_order("china-letter/2018-07/fr", draft["id"], "", "0")

    page = pressed(desk, editor, "send", site=pages.site)

    assert "Find out whether it was sent" in page.text
    assert not page.select("#work form")
    assert sends(account) == 0


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null"])
def test_a_page_of_another_site_pushes_nothing(
        editor: httpx.Client, account: FakeMailchimp, origin: str):
    """Nor does it send."""
    for step in ("push", "send"):
        assert editor.post(f"{PAGE}/{step}", headers={"origin": origin}).status_code == 403
    assert account.requests == []


class Writer(LocalDoor):
    """Knows everybody as somebody who may write, and not publish."""

    def person(self, asked: object) -> Person:
        """Return who asks."""
        return Person("writer@firm.example", "The editors", "en", False)


@pytest.fixture
def door(request: pytest.FixtureRequest) -> LocalDoor:
    """Return the door of who may publish, unless a test asks for another."""
    return getattr(request, "param", LocalDoor)("en")


@pytest.mark.parametrize("door", [Writer], indirect=True)
def test_without_the_right_to_publish_nothing_is_asked(
        editor: httpx.Client, account: FakeMailchimp):
    """Not even where the issues are."""
    answers = [editor.post(address).status_code for address in (
        f"{PAGE}/plan", f"{PAGE}/send", "/_desk/issues/status", "/_desk/build")]

    assert answers == [403] * 4
    assert account.requests == []
    forms = BeautifulSoup(editor.get(PAGE).text, "html.parser").select("form")
    assert [form["action"] for form in forms] == [f"{PAGE}/articles"]


def test_without_a_key_the_page_says_what_to_set(editor: httpx.Client):
    """And offers no button that could not work."""
    page = editor.get(PAGE)

    assert "MAILCHIMP_API_KEY" in page.text
    assert not re.search(r'action="[^"]*/send"', page.text)


def test_a_build_that_is_behind_the_texts_is_said_and_made(
        desk: Desk, editor: httpx.Client, options: Options):
    """A push reads what the last build has left."""
    editor.post("/_desk/build")
    desk.works.wait()
    built = editor.get(PAGE).text
    text = options.content / "issues" / "2018-07.fr.md"
    text.write_text(text.read_text().replace("Edito.", "Corrected."))

    behind = editor.get(PAGE).text

    assert "The content has changed since" not in built
    assert "The content has changed since" in behind
