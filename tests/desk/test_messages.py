"""The messages received are at the firm's desk, with what the commands do to them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest
from bs4 import BeautifulSoup
from starlette.requests import HTTPConnection

from plugins.commands.forms.submissions import database, declared_forms
from plugins.core.look import Look
from plugins.core.messages import say
from plugins.core.project import Options
from plugins.desk.context import Desk, Person
from plugins.desk.people.guard import LocalDoor
from plugins.desk.serving import desk_application
from plugins.forms.delivery.plan import planner
from plugins.forms.records.records import records
from plugins.forms.records.store import Store
from tests.desk.conftest import InMemory
from tests.support.fake_account import AUDIENCE
from tests.support.fake_faults import Fault
from tests.support.fake_mailchimp import KEY, FakeMailchimp, running
from tests.support.submissions import EMAIL, kept, sent

ADDRESS = "https://desk.firm.example"
HOSTILE = '<script>alert(1)</script> <img src="//evil.example"> https://evil.example {name} %s'


class OpenDoor(LocalDoor):
    """Knows everybody as an editor who may publish, or may not if a header says so."""

    def person(self, asked: HTTPConnection) -> Person:
        """Return the editor."""
        return Person("editor@firm.example", "", asked.headers.get("accept-language", "en")[:2],
                      "may-not" not in asked.headers)


@pytest.fixture
def store(options: Options) -> Iterator[Store]:
    """Return what the receiver has open: one blocked message, one subscription that waits."""
    store = Store(database(options), planner(declared_forms(options)))
    kept(store, "aaaa1111-2222", message=f"First words.\n{HOSTILE}")
    kept(store, "bbbb1111-2222", form="subscribe", email="other@firm.example")
    parked = store.next_due("mail", datetime.now(UTC))
    assert parked
    store.mark_parked(parked, say("no such mailbox")).result()
    yield store
    store.close()


@pytest.fixture
def firm(desk: Desk, store: Store) -> httpx.Client:
    """Return a browser at the firm's desk."""
    return firm_of(desk)


def firm_of(desk: Desk) -> httpx.Client:
    """Return a browser at this desk as the firm's."""
    options = desk.options()
    shared = replace(desk, is_shared=True, options=lambda: replace(
        options, settings={**options.settings, "DESK_URL": ADDRESS}))
    app = desk_application(shared, OpenDoor("en"), ADDRESS, "en", Look)
    return httpx.Client(transport=InMemory(app), base_url=ADDRESS, follow_redirects=True,
                        headers={"origin": ADDRESS, "referer": f"{ADDRESS}/_desk/"})


def main_of(answer: httpx.Response) -> BeautifulSoup:
    """Return the page of an answer."""
    return BeautifulSoup(answer.text, "html.parser")


def listed(answer: httpx.Response) -> list[str]:
    """Return the ids of the messages in a list."""
    return [link["href"].rpartition("/")[2] for link in main_of(answer).select(".messages a")]


def answer_of(page: httpx.Response) -> str:
    """Return the address that begins an answer."""
    return main_of(page).select_one("a[href^=mailto]")["href"]


def test_ones_own_computer_knows_no_messages(editor: httpx.Client) -> None:
    """And says where they are."""
    page = editor.get("/_desk/messages")

    assert "the desk of the firm’s server" in page.text.lower()
    assert editor.post("/_desk/messages/export").status_code in (404, 405)


def test_the_list_says_who_wrote_what_and_what_became_of_it(firm: httpx.Client) -> None:
    """The newest first; what is blocked says why, and every page says how many."""
    page = main_of(firm.get("/_desk/messages"))

    rows = [" ".join(row.text.split()) for row in page.select(".messages li")]
    assert rows[0].startswith("other@firm.example Receive the letter")
    assert rows[1].startswith("Zoé aaaa1111-2222 First words.")
    assert "action required" in rows[1] and "no such mailbox" in rows[1]
    assert page.select_one("nav .waiting").text == "2 not delivered"
    assert "2 not delivered" in firm.get("/_desk/").text


@pytest.mark.parametrize(("asked", "names"), [
    ({"words": "zoe AAAA"}, ["aaaa1111-2222"]), ({"words": "AAAA-1111"}, ["aaaa1111-2222"]),
    ({"form": "subscribe"}, ["bbbb1111-2222"]), ({"state": "parked"}, ["aaaa1111-2222"]),
    ({"state": "delivered"}, []), ({"words": "first words", "form": "subscribe"}, []),
    ({"state": "unheard of"}, ["bbbb1111-2222", "aaaa1111-2222"])])
def test_messages_are_found_by_words_form_and_state(
        firm: httpx.Client, asked: dict[str, str], names: list[str]) -> None:
    """Together, if several are given."""
    assert listed(firm.post("/_desk/messages", data=asked)) == names


@pytest.mark.parametrize(("path", "asked"), [
    ("/_desk/messages", {"words": EMAIL}), ("/_desk/messages/person", {"email": EMAIL})])
def test_nothing_that_was_typed_is_in_an_address(
        firm: httpx.Client, path: str, asked: dict[str, str]) -> None:
    """Nor in a title: logs and histories keep both."""
    page = firm.post(path, data=asked)

    assert listed(page) == ["aaaa1111-2222"] or "First words." in page.text
    assert "zoe" not in str(page.url).lower()
    assert "zo" not in main_of(page).title.text.lower()


def test_what_may_be_a_robots_is_set_aside(firm: httpx.Client, store: Store) -> None:
    """With its number, and its reason where it is shown."""
    store.add(sent("cccc1111-2222"), suspicions=["hasty"]).result()

    page = firm.get("/_desk/messages")

    assert "cccc1111-2222" not in listed(page)
    assert "Set aside, perhaps from robots: 1" in page.text
    aside = firm.get("/_desk/messages?state=suspicious")
    assert listed(aside) == ["cccc1111-2222"]
    assert "within seconds" in aside.text


def test_the_list_has_pages(firm: httpx.Client, store: Store) -> None:
    """Of fifty messages."""
    for number in range(60):
        kept(store, f"{number:04}-more", email=f"{number}@firm.example")

    first, second = (firm.get(f"/_desk/messages?page={number}") for number in (1, 2))

    assert (len(listed(first)), len(listed(second))) == (50, 12)
    assert not {*listed(first)} & {*listed(second)}
    assert [link["href"] for link in main_of(first).select(".paging a")] \
        == ["/_desk/messages?page=2"]
    assert listed(firm.get("/_desk/messages?page=99")) == listed(second)


def test_a_message_is_shown_whole(firm: httpx.Client) -> None:
    """In the labels of who reads it, and what was typed as text alone."""
    page = main_of(firm.get("/_desk/messages/aaaa1111-2222",
                            headers={"accept-language": "fr"}))

    words = page.main.text
    assert HOSTILE in words
    assert "Une demande de la presse" in words and "2018-07" in words
    assert "no such mailbox" in words
    assert not page.main.select("script, img")
    assert {urlsplit(link["href"]).scheme for link in page.main.select("a")} == {"", "mailto"}


def test_an_answer_is_begun_in_the_senders_language(firm: httpx.Client) -> None:
    """With a subject, and what was written quoted; a long text is cut."""
    parts = urlsplit(answer_of(firm.get("/_desk/messages/aaaa1111-2222")))
    asked = parse_qs(parts.query)
    assert unquote(parts.path) == EMAIL
    assert asked["subject"] == ["Re: [Site] Une demande de la presse – Zoé aaaa1111-2222"]
    assert asked["body"][0].endswith(f"> First words.\r\n> {HOSTILE}\r\n")
    assert "vous nous avez écrit" in asked["body"][0]


def test_a_long_message_is_quoted_as_far_as_a_mail_program_takes_it(
        firm: httpx.Client, store: Store) -> None:
    """Windows cuts what is longer, and nothing would open."""
    kept(store, "dddd1111-2222", message="公司\n" * 1000)

    link = answer_of(firm.get("/_desk/messages/dddd1111-2222"))

    assert len(link) < 2000
    assert unquote(link).endswith("[…]\r\n")


def test_a_message_that_is_no_longer_there_is_told(firm: httpx.Client) -> None:
    """Whatever is asked of it."""
    for answer in (firm.get("/_desk/messages/eeee"), firm.post("/_desk/messages/eeee/retry"),
                   firm.post("/_desk/messages/all/drop")):
        assert answer.status_code == 404
        assert "it was erased" in answer.text


def test_what_is_blocked_is_tried_again_or_given_up(firm: httpx.Client, store: Store) -> None:
    """As by the commands."""
    tried = firm.post("/_desk/messages/aaaa1111-2222/retry")
    store.write(lambda db: db.execute("UPDATE deliveries SET parked = 1").rowcount).result()
    dropped = firm.post("/_desk/messages/aaaa1111-2222/drop")

    assert "will retry within seconds: 2" in tried.text
    assert "Deliveries given up: 2." in dropped.text
    assert [each.state for each in store.read(records)] == ["dropped", "parked"]


@pytest.mark.parametrize(("ending", "begins"), [
    (".xlsx", b"PK"), (".csv", "\ufeffid,form".encode()), (".exe", b"PK")])
def test_messages_leave_as_a_file(firm: httpx.Client, ending: str, begins: bytes) -> None:
    """Of one form, or of all; a browser keeps no copy."""
    answer = firm.post("/_desk/messages/export", data={"form": "contact", "ending": ending})

    assert answer.content.startswith(begins)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith('attachment; filename="messages-20')


def test_a_person_is_erased_once_the_address_is_typed_again(
        firm: httpx.Client, store: Store) -> None:
    """And nobody else."""
    firm.post("/_desk/messages/erase", data={"email": EMAIL, "confirm": "zoe@firm"})
    assert len(store.read(records)) == 2

    answer = firm.post("/_desk/messages/erase", data={"email": EMAIL, "confirm": EMAIL})

    assert "Submissions removed: 1." in answer.text
    assert [each.submission.id for each in store.read(records)] == ["bbbb1111-2222"]


@pytest.fixture
def mailchimp(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeMailchimp]:
    """Return a Mailchimp, to which the environment leads, with that person."""
    with running() as fake:
        fake.account.subscribe(EMAIL, "fr")
        for name, value in (("KEY", KEY), ("ROOT", fake.root)):
            monkeypatch.setenv(f"MAILCHIMP_API_{name}", value)
        monkeypatch.setenv("MAILCHIMP_AUDIENCE_ID", AUDIENCE)
        yield fake


@pytest.mark.parametrize(("wanted", "fault", "said", "left"), [
    ("yes", "", f"Mailchimp has erased {EMAIL}.", 0), ("", "", "Submissions removed: 1.", 1),
    ("yes", "empty 504", "Mailchimp has not confirmed", 1)])
def test_a_person_is_erased_at_mailchimp_only_if_asked_for(
        firm: httpx.Client, store: Store, mailchimp: FakeMailchimp, wanted: str, fault: str,
        said: str, left: int) -> None:
    """And if Mailchimp does not answer, it is told what was erased here all the same."""
    mailchimp.faults.extend([Fault(fault, "POST")] if fault else [])

    page = firm.post("/_desk/messages/erase",
                     data={"email": EMAIL, "confirm": EMAIL, "mailchimp": wanted}).text

    assert said in page and "Submissions removed: 1." in page
    assert len(mailchimp.account.members) == left
    assert len(store.read(records)) == 1


def test_a_database_that_cannot_be_read_is_told(desk: Desk, options: Options) -> None:
    """And the other pages go on."""
    database(options).write_bytes(b"no database" * 100)
    firm = firm_of(desk)

    assert "forms.sqlite3" in firm.get("/_desk/messages").text
    assert firm.get("/_desk/").status_code == 200


@pytest.mark.parametrize("path", ["export", "erase", "aaaa1111-2222/drop"])
def test_who_may_not_publish_takes_nothing_away(
        firm: httpx.Client, store: Store, path: str) -> None:
    """But reads, answers, and has deliveries tried again."""
    answer = firm.post(f"/_desk/messages/{path}", headers={"may-not": "1"},
                       data={"email": EMAIL, "confirm": EMAIL})

    assert answer.status_code == 403
    assert store.read(records)[0].state == "parked"
    assert firm.post("/_desk/messages/aaaa1111-2222/retry",
                     headers={"may-not": "1"}).status_code == 200


def test_what_is_no_address_is_told(firm: httpx.Client) -> None:
    """In a sentence, without it."""
    answer = firm.post("/_desk/messages/person", data={"email": "zoe"})

    assert answer.status_code == 409
    assert "not an email address" in answer.text and "zoe" not in answer.text
