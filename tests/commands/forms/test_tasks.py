"""The commands of the forms: what waits, what failed and why, tried again, exported, ended."""

import io
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from invoke.tasks import Task
from openpyxl import load_workbook

from plugins.commands.forms import submissions
from plugins.commands.forms import tasks as forms
from plugins.commands.forms.submissions import database, declared_forms
from plugins.commands.terminal import Terminal
from plugins.core.i18n import load_desk
from plugins.core.messages import Failure, say
from plugins.forms.delivery.plan import planner
from plugins.forms.records.store import Store
from plugins.forms.records.submission import Lane
from tests.conftest import PROJECT, Site
from tests.support.fake_account import AUDIENCE
from tests.support.fake_faults import Fault
from tests.support.fake_mailchimp import KEY, FakeMailchimp, running
from tests.support.submissions import EMAIL, kept, sent

Run = Callable[..., str]


@pytest.fixture
def store(site: Site) -> Iterator[Store]:
    """Return what the site's receiver keeps: one parked message, and one subscription."""
    store = Store(database(site.options), planner(declared_forms(site.options)))
    kept(store, "aaaa-1111-2222")
    kept(store, "bbbb-1111-2222", form="subscribe")
    parked = store.next_due("mail", datetime.now(UTC))
    assert parked
    store.mark_parked(parked, say("the mail server refuses it permanently: {code} {answer}",
                                  code=550, answer="no such mailbox")).result()
    store.write(lambda db: db.execute(
        "UPDATE deliveries SET delivered = '2018-07-03' WHERE kind = 'acknowledgement'").rowcount
        ).result()
    yield store
    store.close()


@pytest.fixture
def run(site: Site, store: Store, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs a command in English and returns what it says."""
    def call(command: Task, *words: object, lang: str = "en", status: int = 0) -> str:
        terminal = Terminal(load_desk(PROJECT / "theme" / "locale", lang), lang)
        assert command.body.__wrapped__(terminal, site.options, *words) == status
        return capsys.readouterr().out
    return call


def test_the_list_says_what_waits_and_what_failed_and_why(run: Run) -> None:
    """And nothing of what was typed: it may be shown to anybody."""
    said = run(forms.list_submissions, "undelivered", False)

    first, second, count = said.splitlines()
    assert first.startswith("aaaa-111  contact, 20")
    assert first.endswith("mail to the firm: parked, action required: "
                          "the mail server refuses it permanently: 550 no such mailbox")
    assert second.endswith("subscription: waiting to be delivered")
    assert count == "Submissions: 1 waiting, 1 parked, 0 dropped, 0 ended, 0 delivered."
    assert "zo" not in said.lower()


def test_the_list_speaks_the_editors_language(run: Run) -> None:
    """The reasons, too, however long ago they were noted."""
    said = run(forms.list_submissions, "parked", False, lang="fr")

    assert "le serveur de messagerie le refuse définitivement" in said


def test_the_list_is_there_for_programs(run: Run) -> None:
    """Without personal data."""
    listed = json.loads(run(forms.list_submissions, "all", True))

    assert [(each["id"], each["state"]) for each in listed] \
        == [("aaaa-1111-2222", "parked"), ("bbbb-1111-2222", "waiting")]
    assert listed[0]["deliveries"][0]["failure"].endswith("550 no such mailbox")
    assert EMAIL not in str(listed)


def test_all_are_tried_again_but_those_that_are_for_later(run: Run, store: Store) -> None:
    """A mailbox that somebody buries in requests is left in peace; one by its id is tried."""
    for number in range(4):
        kept(store, f"later-{number}", form="subscribe", email=f"victim+{number}@firm.example")

    # Of the first two submissions, one mail was parked, and one subscription waits.
    assert run(forms.retry, "all") == (
        "Deliveries that the receiver will retry within seconds: 5.\n")
    assert run(forms.retry, "later-3") == (
        "Deliveries that the receiver will retry within seconds: 1.\n")


def test_what_may_be_a_robots_is_listed_even_once_it_is_delivered(run: Run, store: Store) -> None:
    """With the reason; nothing else is in that list."""
    assert run(forms.list_submissions, "suspicious", False) == (
        "Submissions: 1 waiting, 1 parked, 0 dropped, 0 ended, 0 delivered.\n")
    store.add(sent("cccc-1111-2222"), suspicions=["hasty"]).result()
    store.write(lambda db: db.execute(
        "UPDATE deliveries SET delivered = '2018-07-03' WHERE submission LIKE 'cccc%'").rowcount
        ).result()

    lines = run(forms.list_submissions, "suspicious", False).splitlines()

    assert "cccc-111  perhaps a robot: it was sent within seconds of the first letter" in lines
    assert {line[:8] for line in lines[:-1]} == {"cccc-111"}
    assert "perhaps a robot" not in run(forms.list_submissions, "undelivered", False)


def test_a_state_that_is_none_is_reported(run: Run) -> None:
    """With those that there are."""
    with pytest.raises(Failure, match="undelivered, parked, .*, ended, delivered, suspicious, all"):
        run(forms.list_submissions, "lost", False)


def test_one_submission_is_shown_whole(run: Run) -> None:
    """By the labels of who reads it, chosen answers too; with what was agreed to and when."""
    said = run(forms.show, "aaaa", False).splitlines()

    assert "Your name: Zoé aaaa-1111-2222" in said
    assert "Your message is about: A press enquiry" in said
    assert any(re.fullmatch(r"Consent given on 20\d\d-.* \(version 2018-07\): J’accepte.", line)
               for line in said)
    assert "Sent from /fr/contact/" in said
    assert json.loads(run(forms.show, "aaaa", True))["values"]["email"] == EMAIL


def test_what_is_parked_is_tried_again(run: Run, store: Store) -> None:
    """One, or all that are undelivered."""
    assert "within seconds: 1." in run(forms.retry, "aaaa")
    assert "within seconds: 2." in run(forms.retry, "all")

    assert store.next_due("mail", datetime.now(UTC)) is not None


def test_what_is_parked_is_dropped_once_confirmed(run: Run) -> None:
    """The list names it no longer among what is undelivered, and what was sent is still shown."""
    said = run(forms.drop, "aaaa", "", "drop").splitlines()

    assert said[0].endswith("parked, action required: the mail server refuses it permanently: 550 "
                            "no such mailbox")
    assert said[1:] == ["Deliveries given up: 1."]

    assert "aaaa" not in run(forms.list_submissions, "undelivered", False)
    assert "mail to the firm: dropped" in run(forms.list_submissions, "dropped", False)
    assert EMAIL in run(forms.show, "aaaa", False)


@pytest.mark.parametrize(("name", "confirm", "reason"), [
    ("aaaa", "aaaa", "nothing was done"), ("bbbb", "drop", "forms.list"),
    ("cccc", "drop", "forms.list"), ("all", "drop", "--reason")])
def test_nothing_is_dropped_by_mistake(run: Run, name: str, confirm: str, reason: str) -> None:
    """A sentence says what would be right."""
    with pytest.raises(Failure, match=reason):
        run(forms.drop, name, "", confirm)


def test_what_is_parked_for_one_reason_is_dropped_together(run: Run, store: Store) -> None:
    """By words of the reason as it is shown, in either language; the rest stays parked."""
    kept(store, "cccc-1111")
    lanes: tuple[tuple[Lane, str], ...] = (("mail", "no such mailbox"), ("courtesy", "over quota"))
    for lane, answer in lanes:
        parked = store.next_due(lane, datetime.now(UTC))
        assert parked
        store.mark_parked(parked, say("{answer}", answer=answer)).result()

    said = run(forms.drop, "all", "No such mailbox", "drop").splitlines()

    assert [line[:8] for line in said[:-1]] == ["aaaa-111", "cccc-111"]
    assert said[-1] == "Deliveries given up: 2."
    assert "parked, action required: over quota" in run(forms.show, "cccc", False)
    assert "Transmissions abandonnées" in run(forms.drop, "all", "over", "drop", lang="fr")
    with pytest.raises(Failure, match="nothing that is parked matches"):
        run(forms.drop, "all", "no such mailbox", "drop")


def test_what_ended_is_told_and_asks_for_nothing(run: Run, store: Store) -> None:
    """It is listed where it is asked for, with its reason, and not tried again."""
    ended = store.next_due("audience", datetime.now(UTC))
    assert ended
    store.mark_ended(ended, say("looks fake"), datetime.now(UTC)).result()

    told = "subscription: ended, nothing to do: looks fake"
    assert told in run(forms.list_submissions, "ended", False)
    assert told in run(forms.show, "bbbb", False)
    assert told not in run(forms.list_submissions, "undelivered", False)
    assert "nothing to retry" in run(forms.retry, "bbbb")


@pytest.mark.parametrize("name", ["all.json", "all.csv"])
def test_an_export_is_for_its_owner_alone(
        run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """It is where the command was called, and holds everything."""
    monkeypatch.setenv("PRESS_FOLDER", str(tmp_path))

    said = run(forms.export, name, "")

    assert said.startswith(f"{name}: submissions 2.")
    assert (tmp_path / name).read_text().count(EMAIL) >= 2
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_an_export_replaces_no_file(
        run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It might be anything: a person deletes it, or names another one."""
    monkeypatch.setenv("PRESS_FOLDER", str(tmp_path))
    (tmp_path / "package.json").write_text("old")

    with pytest.raises(Failure, match="package.json: this file already exists"):
        run(forms.export, "package.json", "")

    assert (tmp_path / "package.json").read_text() == "old"


def test_a_table_opens_in_excel(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its first bytes it knows the letters of French, by its separator the cells."""
    monkeypatch.setenv("PRESS_FOLDER", str(tmp_path))

    run(forms.export, "all.csv", "contact")
    run(forms.export, "tous.csv", "contact", lang="fr")

    assert (tmp_path / "all.csv").read_bytes().startswith(b"\xef\xbb\xbfid,form,")
    assert (tmp_path / "tous.csv").read_bytes().startswith(b"\xef\xbb\xbfid;form;")


def test_a_workbook_speaks_the_language_of_its_reader(
        run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet for each form, times by the site’s clock; for its owner alone, too."""
    monkeypatch.setenv("PRESS_FOLDER", str(tmp_path))

    said = run(forms.export, "tous.xlsx", "", lang="fr")

    contact, subscribe = load_workbook(tmp_path / "tous.xlsx").worksheets
    assert "tous.xlsx" in said
    assert stat.S_IMODE((tmp_path / "tous.xlsx").stat().st_mode) == 0o600
    assert [cell.value for cell in contact[1]][:2] == ["Reçu le", "Votre nom"]
    assert subscribe["A2"].value[:2] == "20" and len(subscribe["A2"].value) == 16


def test_an_unknown_form_is_reported(run: Run, store: Store, tmp_path: Path,
                                 monkeypatch: pytest.MonkeyPatch) -> None:
    """With those there are, and those there were; no empty file is written."""
    monkeypatch.setenv("PRESS_FOLDER", str(tmp_path))
    kept(store, "dddd-1111", form="gone")

    with pytest.raises(Failure, match="the forms are contact, .*gone, .*subscribe"):
        run(forms.export, "a.csv", "contcat")

    assert not (tmp_path / "a.csv").exists()


def test_an_export_may_be_of_one_form(
        run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are left out."""
    monkeypatch.setenv("PRESS_FOLDER", str(tmp_path))

    run(forms.export, "a.json", "subscribe")

    assert [each["form"] for each in json.loads((tmp_path / "a.json").read_text())] \
        == ["subscribe"]


@pytest.mark.parametrize("file", ["a.xls", "a", "missing/a.csv"])
def test_a_file_that_cannot_be_written_is_reported(
        run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    """In a sentence."""
    monkeypatch.setenv("PRESS_FOLDER", str(tmp_path))

    with pytest.raises(Failure, match=file):
        run(forms.export, file, "")


def test_a_purge_wants_somebody_to_agree(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is removed because a script ran."""
    monkeypatch.setattr(sys, "stdin", open(os.devnull))  # noqa: PTH123, SIM115

    with pytest.raises(Failure, match="--confirm purge"):
        run(submissions.purge, False, "")


def test_a_purge_says_what_it_removed_and_what_it_left(run: Run, store: Store) -> None:
    """What was never delivered, and forms without an end."""
    with_an_end = "Submissions removed: 0."

    said = run(submissions.purge, False, "purge")

    assert said.splitlines()[0] == with_an_end


def test_a_person_learns_all_that_is_kept(run: Run) -> None:
    """In sentences, or as JSON to be handed over (GDPR art. 15 and 20)."""
    said = run(submissions.person, EMAIL, False)
    given = json.loads(run(submissions.person, EMAIL.upper(), True))

    assert said.count("received on") == 2
    assert [each["form"] for each in given["submissions"]] == ["contact", "subscribe"]
    assert "Nothing is kept about nobody@firm.example" in run(
        submissions.person, "nobody@firm.example", False)
    with pytest.raises(Failure, match="“lea” is not an email address; write it as in"):
        run(submissions.person, "lea", False)


def test_a_person_is_erased_once_confirmed(run: Run, store: Store) -> None:
    """With the mails that `serve` keeps; what is left as proof is shown with its end."""
    store.write(lambda db: db.execute(
        "UPDATE deliveries SET delivered = '2018' WHERE kind = 'subscription'").rowcount).result()
    kept(store, "cccc-1111", email="other@firm.example", message=f"Ask {EMAIL}.")
    mails = store.path.with_name("mail")
    mails.mkdir()
    for name in ("contact-aaaa-1111-2222", "contact-aaaa-1111-2222-ack", "contact-cccc-1111"):
        (mails / f"20180703T100000Z-{name}.eml").write_text("")

    said = run(submissions.erase, EMAIL, EMAIL, False).splitlines()

    assert [each.name for each in mails.iterdir()] == ["20180703T100000Z-contact-cccc-1111.eml"]

    assert said[0] == "Submissions removed: 2."
    assert said[1].startswith("Kept until 20") and said[1].endswith("art. 17(3)(e)): 1.")
    assert said[2].startswith("cccc-1111 mentions this address too")
    assert said[3].startswith("At Mailchimp nothing was erased.")


class Typed(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture
def mailchimp(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeMailchimp]:
    """A Mailchimp that knows the person, to which the environment leads."""
    with running() as fake:
        fake.account.subscribe(EMAIL, "fr")
        for name, value in (("KEY", KEY), ("ROOT", fake.root)):
            monkeypatch.setenv(f"MAILCHIMP_API_{name}", value)
        monkeypatch.setenv("MAILCHIMP_AUDIENCE_ID", AUDIENCE)
        yield fake


@pytest.mark.parametrize(("typed", "erased"), [
    (f"{EMAIL}\nmailchimp\n", True), (f"{EMAIL}\n\n", False), (f"{EMAIL}\nyes\n", False)])
def test_whether_a_person_is_erased_at_mailchimp_is_a_question_of_its_own(
        run: Run, mailchimp: FakeMailchimp, monkeypatch: pytest.MonkeyPatch, typed: str,
        erased: bool) -> None:
    """It says what that means, and what came of it."""
    monkeypatch.setattr(sys, "stdin", Typed(typed))

    said = run(submissions.erase, EMAIL, "", False)

    assert said.index("Submissions removed: 2.") < said.index("only by Mailchimp’s own form")
    assert (mailchimp.account.members == {}) == erased
    assert (f"Mailchimp has erased {EMAIL}." in said) == erased
    assert ("At Mailchimp nothing was erased." in said) != erased
    assert KEY not in said


def test_a_person_is_erased_at_mailchimp_without_a_terminal(
        run: Run, mailchimp: FakeMailchimp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only if the call says so; asked once more, Mailchimp knows nobody."""
    monkeypatch.setattr(sys, "stdin", open(os.devnull))  # noqa: PTH123, SIM115

    assert "nothing was erased" in run(submissions.erase, EMAIL, EMAIL, False)
    assert "has erased" in run(submissions.erase, EMAIL, EMAIL, True)
    assert "knows nothing of" in run(submissions.erase, EMAIL, EMAIL, True)


def test_a_mailchimp_that_does_not_answer_is_told(run: Run, mailchimp: FakeMailchimp) -> None:
    """What was here is erased all the same; the call may be repeated."""
    mailchimp.faults.append(Fault("empty 504", "POST"))

    with pytest.raises(Failure, match="may or may not have been carried out"):
        run(submissions.erase, EMAIL, EMAIL, True)

    assert "Mailchimp has erased" in run(submissions.erase, EMAIL, EMAIL, True)


def test_nobody_is_erased_if_mailchimp_is_asked_for_and_not_set(run: Run, store: Store) -> None:
    """All or nothing: it says what to set."""
    with pytest.raises(Failure, match="MAILCHIMP_API_KEY"):
        run(submissions.erase, EMAIL, EMAIL, True)

    assert EMAIL in run(forms.show, "aaaa", False)


@pytest.mark.parametrize(("email", "confirm", "reason"), [
    (EMAIL, "other@firm.example", "nothing was done"), ("", "", "--email"),
    ("zoe", "zoe", "--email")])
def test_nobody_is_erased_by_mistake(run: Run, email: str, confirm: str, reason: str) -> None:
    """A sentence says what to write."""
    with pytest.raises(Failure, match=reason):
        run(submissions.erase, email, confirm, False)


def test_the_commands_have_the_names_that_the_documents_use(site: Site, store: Store) -> None:
    """They run beside the receiver, from the command line."""
    result = subprocess.run(
        [sys.executable, "-m", "invoke", "forms.list", "--messages", "en", "--var",
         str(site.options.var), "--content", str(site.options.content)],
        cwd=PROJECT, text=True, capture_output=True, check=False)

    assert result.returncode == 0
    assert "parked, action required" in result.stdout
