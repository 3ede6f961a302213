"""The newsletter's commands, from the content to the drafts, as an editor runs them."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plugins.atomic import lock
from plugins.commands.newsletter import NewsletterCommands
from plugins.commands.terminal import Terminal
from plugins.core.i18n import load
from tests.conftest import PROJECT, Site, new_site
from tests.support.commands import Finished, run_command
from tests.support.fake_account import AUDIENCE
from tests.support.fake_mailchimp import KEY, FakeMailchimp, running
from tests.support.website import serving

ISSUE = "date: 2018-07-05\nsubject: {subject}\npreview: P\narticles: both\n\nEdito.\n"


@pytest.fixture
def account() -> Iterator[FakeMailchimp]:
    """A Mailchimp with a subscriber for each language."""
    with running() as fake:
        fake.account.subscribe("fr@firm.example", "fr")
        fake.account.subscribe("en@firm.example", "en")
        yield fake


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a site with an issue in both languages."""
    site = new_site(tmp_path_factory.mktemp("original"))
    for lang, subject in (("fr", "L'été : \"oui\" !"), ("en", "Summer: \"yes\"!")):
        site.article(f"2018-07-03-both.{lang}.md", "Text.")
        site.write(f"issues/2018-07.{lang}.md", ISSUE.format(subject=subject))
    assert site.errors() == []
    return site


@pytest.fixture
def built(original: Site, tmp_path: Path) -> Site:
    """A site whose issue lies in the outbox in both languages."""
    return original.copied(tmp_path)


WRONG_KEY = "fedcba9876543210fedcba9876543210-us1"


def run(site: Site, command: str, *words: str, fake: FakeMailchimp | None = None, key: str = KEY
        ) -> Finished:
    """Run one of the newsletter's commands in English, with nobody at the terminal."""
    return run_command(*command_line(site, command, *words), environment=environment(fake, key))


def command_line(site: Site, command: str, *words: str) -> list[str]:
    """Return the words of a command on the folders of a site."""
    return [f"newsletter.{command}", *words, "--messages", "en",
            "--content", str(site.options.content), "--output", str(site.options.output),
            "--outbox", str(site.options.outbox), "--var", str(site.options.var)]


def environment(fake: FakeMailchimp | None, key: str = KEY) -> dict[str, str]:
    """Return an environment that leads to an account, or to none."""
    own = {name: value for name, value in os.environ.items()
           if not name.startswith(("LC_", "LANG", "MAILCHIMP"))}
    return own if not fake else own | {
        "MAILCHIMP_API_KEY": key, "MAILCHIMP_API_ROOT": fake.root,
        "MAILCHIMP_AUDIENCE_ID": AUDIENCE}


def test_the_outbox_holds_both_parts_as_mailchimp_will_get_them(built: Site):
    """Subject and preview are typeset, and the record says what each file is."""
    folder = built.options.outbox / "2018-07" / "fr"
    record = json.loads((folder / "campaign.json").read_text())

    assert sorted(path.name for path in folder.iterdir()) \
        == ["campaign.json", "email.eml", "email.html", "email.txt"]
    assert record["title"] == "china-letter/2018-07/fr"
    assert record["subject"] == "L’été\u00a0: «\u00a0oui\u00a0»\u202f!"
    assert record["digest"] in (folder / "email.html").read_text()
    assert record["articles"][0]["url"] == "https://lettre.example/fr/articles/both/"


def test_a_push_makes_two_drafts_and_a_second_one_nothing_new(built: Site, account: FakeMailchimp):
    """Plan, push, plan, push: 2, 0, 0, 0; and nothing is sent."""
    statuses = [run(built, command, "2018-07", fake=account).returncode
                for command in ("plan", "push", "plan", "push")]

    assert statuses == [2, 0, 0, 0]
    assert len(account.account.campaigns) == 2
    assert {campaign["status"] for campaign in account.account.campaigns.values()} == {"save"}


def test_a_draft_edited_by_hand_is_refused_with_the_way_out(built: Site, account: FakeMailchimp):
    """Nobody's work is lost without a word."""
    run(built, "push", "2018-07", fake=account)
    draft, = account.account.titled("china-letter/2018-07/fr")
    draft["settings"]["subject_line"] = "By hand"

    refused = run(built, "push", "2018-07", fake=account)
    overwritten = run(built, "push", "2018-07", "--overwrite", fake=account)

    assert refused.returncode == 1
    assert "By hand" in refused.stdout and "--overwrite" in refused.stdout
    assert overwritten.returncode == 0
    assert draft["settings"]["subject_line"].startswith("L’été")


def test_two_pushes_at_once_are_refused(built: Site, account: FakeMailchimp):
    """Neither would see what the other is about to create; looking is always allowed."""
    with lock([built.options.var]):
        pushed = run(built, "push", "2018-07", fake=account)
        planned = run(built, "plan", "2018-07", fake=account)

    assert pushed.returncode == 1
    assert pushed.stderr.startswith("only one newsletter command can run at a time")
    assert account.writes == []
    assert planned.returncode == 2


ASKED: dict[str, Callable[[NewsletterCommands], int]] = {
    "push": lambda commands: commands.push("2018-07", overwrite=False),
    "send": lambda commands: commands.send("2018-07", "", "2018-07"),
    "schedule": lambda commands: commands.schedule(
        "2018-07", "2099-01-01 09:00", "", "", "2018-07"),
    "unschedule": lambda commands: commands.unschedule("2018-07"),
    "reconcile": lambda commands: commands.reconcile("2018-07", "", "2018-07"),
}


@pytest.mark.parametrize("command", ASKED)
def test_the_next_command_does_not_wait_for_who_reads_the_last(
        built: Site, account: FakeMailchimp, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """The JSON is printed after the lock was given back: a program may read it slowly."""
    printed: list[object] = []

    class Reading(Terminal):
        """Prints nothing, and lets another command begin while it does."""

        def data(self, value: object) -> None:
            with lock([built.options.var]):
                printed.append(value)

    monkeypatch.setenv("MAILCHIMP_API_KEY", KEY)
    monkeypatch.setenv("MAILCHIMP_API_ROOT", account.root)
    monkeypatch.setenv("MAILCHIMP_AUDIENCE_ID", AUDIENCE)
    terminal = Reading(load(PROJECT / "theme" / "locale", "en"), "en")

    ASKED[command](NewsletterCommands(terminal, built.options, "", json=True))

    assert len(printed) == 1


@pytest.mark.parametrize("command", ["plan", "push"])
def test_without_a_key_one_sentence_says_what_to_set(built: Site, command: str):
    """And that the emails are ready."""
    result = run(built, command, "2018-07")

    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "MAILCHIMP_API_KEY" in result.stderr and "outbox" in result.stderr


def test_an_issue_that_does_not_exist_is_reported_with_those_that_do(built: Site, account):
    """A typing error is not a traceback."""
    result = run(built, "plan", "2018-7", fake=account)

    assert result.returncode == 1
    assert "there is no issue “2018-7”" in result.stderr and "2018-07" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_key_is_in_no_output_and_no_file(built: Site, account: FakeMailchimp):
    """Not even where it is refused."""
    said = [run(built, "push", "2018-07", fake=account),
            run(built, "plan", "2018-07", fake=account, key=WRONG_KEY)]

    assert [result.returncode for result in said] == [0, 1]
    for key in (KEY, WRONG_KEY):
        assert not any(key in result.stdout + result.stderr for result in said)
        assert not any(key.encode() in path.read_bytes()
                       for path in built.options.var.rglob("*") if path.is_file())


def test_status_shows_the_state_of_each_issue(built: Site, account: FakeMailchimp):
    """Before the push, and after it; also one that was only written."""
    built.write("issues/2018-08.fr.md", ISSUE.format(subject="S"))
    before = run(built, "status", fake=account).stdout
    run(built, "push", "2018-07", fake=account)
    after = run(built, "status", fake=account).stdout

    assert "2018-07 fr: in the outbox, not in Mailchimp yet" in before
    assert before.startswith("2018-08 fr: not in the outbox; run “./inv build”")
    assert "2018-07 fr: a draft in Mailchimp, identical to the outbox" in after


def test_what_reaches_subscribers_wants_somebody_to_confirm_it(
    built: Site, account: FakeMailchimp
):
    """Off a terminal nobody can; of what has left nobody is asked, and when it left is said."""
    with serving() as pages:
        run(built, "push", "2018-07", fake=account)
        run(built, "test", "2018-07", "--to", "editor@firm.example", fake=account)
        kept = [run(built, command, "2018-07", *words, "--site", pages.site, fake=account)
                for command, *words in (("send",), ("schedule", "--at", "2099-12-01 09:00"))]
        unsent = not account.account.deliveries
        run(built, "send", "2018-07", "--confirm", "2018-07", "--site", pages.site, fake=account)
        again = [run(built, "send", "2018-07", fake=account) for _ in range(2)][-1]

    assert unsent and [each.returncode for each in kept] == [1, 1]
    assert all("--confirm 2018-07" in each.stderr for each in kept)
    assert again.returncode == 0 and "fr: nothing to do; sent on 20" in again.stdout
    assert len(account.account.deliveries) == 2


def test_a_confirmation_of_another_issue_stops(built: Site, account: FakeMailchimp):
    """A command repeated from the history may name the last one."""
    result = run(built, "send", "2018-07", "--confirm", "2018-06", fake=account)

    assert result.returncode == 1
    assert "“2018-06”" in result.stderr and account.requests == []


@pytest.mark.parametrize("address", ["staging.example", "ftp://staging.example", "https://a b"])
def test_another_site_is_a_full_address(built: Site, account: FakeMailchimp, address: str):
    """Else every page of it would seem to be missing."""
    result = run(built, "send", "2018-07", "--confirm", "2018-07", "--site", address, fake=account)

    assert result.returncode == 1
    assert f"“{address}”; it must be a full address, like https://staging.example" in result.stderr
    assert account.requests == []


def test_on_a_terminal_the_name_of_the_issue_is_typed(built: Site, account: FakeMailchimp):
    """Anything else stops, with nothing sent."""
    with serving() as pages:
        run(built, "push", "2018-07", fake=account)
        run(built, "test", "2018-07", "--to", "editor@firm.example", fake=account)
        refused = typed(built, account, "yes\n", "--site", pages.site).stdout
        sent = typed(built, account, "2018-07\n", "--site", pages.site).stdout

    assert "Type the name of the issue, 2018-07" in refused and "nothing was sent" in refused
    assert "en: Mailchimp is sending it, or has sent it" in sent
    assert sorted(address for _, address in account.account.deliveries) \
        == ["en@firm.example", "fr@firm.example"]


def test_json_leaves_what_is_confirmed_to_be_read(built: Site, account: FakeMailchimp):
    """Whom the issue reaches, then the question, then the verdicts; all beside the JSON."""
    with serving() as pages:
        run(built, "push", "2018-07", fake=account)
        run(built, "test", "2018-07", "--to", "editor@firm.example", fake=account)
        sent = typed(built, account, "2018-07\n", "--site", pages.site, "--json")

    assert [each["state"] for each in json.loads(sent.stdout)["languages"]] == ["sent", "sent"]
    lines = sent.stderr.splitlines()
    assert [line[:6] for line in lines] == [
        "fr: “L", "  the ", "en: “S", "  the ", "Type t", "fr: Ma", "en: Ma"]
    assert "(subscribers: 1 of 2)" in lines[0]


@pytest.mark.thorough
@pytest.mark.parametrize(("leave", "planned", "told"), [
    (["send"], "fr: nothing to do; being sent now\n", "(subscribers: 1)\n2018-07 en: sent on"),
    (["schedule", "--at", "2099-12-01 09:00"], "; to send what is in the outbox now, cancel",
     ", as it was then; to send")])
def test_what_has_left_is_no_fault_because_a_template_changed(
        built: Site, account: FakeMailchimp, leave: list[str], planned: str, told: str):
    """Not even if nothing could be sent with the new one, in which nobody can unsubscribe."""
    with serving() as pages:
        run(built, "push", "2018-07", fake=account)
        run(built, "test", "2018-07", "--to", "editor@firm.example", fake=account)
        command, *words = leave
        assert run(built, command, "2018-07", *words, "--site", pages.site, "--confirm", "2018-07",
                   fake=account).returncode == 0
    template = (PROJECT / "theme" / "templates" / "email" / "issue.html").read_text()
    built.write("templates/email/issue.html",
                template.replace("merge_tags.unsubscribe", "links.home"))
    before = (built.options.outbox / "2018-07" / "fr" / "email.html").read_bytes()

    folders = command_line(built, "")[1:]
    ended = [run_command(name, *folders, environment=environment(account))
             for name in ("check", "build", "check")]
    ended += [run(built, name, *words, fake=account)
              for name, *words in (("plan", "2018-07"), ("push", "2018-07"), ("status",))]

    assert (built.options.outbox / "2018-07" / "fr" / "email.html").read_bytes() != before
    assert [each.returncode for each in ended] == [0] * 6, ended
    assert "unsubscribe" not in ended[2].stdout and "differs" not in "".join(
        each.stdout for each in ended)
    assert planned in ended[3].stdout and told in ended[5].stdout


def typed(site: Site, fake: FakeMailchimp, answer: str, *words: str
          ) -> subprocess.CompletedProcess[str]:
    """Run a send at a terminal at which somebody types `answer`."""
    controller, terminal = pty.openpty()
    os.write(controller, answer.encode())
    result = subprocess.run(
        [sys.executable, "-m", "invoke", *command_line(site, "send", "2018-07", *words)],
        cwd=PROJECT, text=True, check=False,
        stdin=terminal, capture_output=True, env=environment(fake))
    os.close(terminal)
    os.close(controller)
    return result


def test_json_says_the_same_for_programs(built: Site, account: FakeMailchimp):
    """Keys that stay, sentences in the editor’s language, and a failure as an error."""
    planned = json.loads(run(built, "plan", "2018-07", "--json", fake=account).stdout)
    pushed = json.loads(run(built, "push", "2018-07", "--json", fake=account).stdout)
    told = json.loads(run(built, "status", "--json", "--lang", "fr", fake=account).stdout)
    failed = run(built, "plan", "2017-01", "--json", fake=account)

    assert [(each["lang"], each["action"]) for each in planned["languages"]] \
        == [("fr", "create"), ("en", "create")]
    assert planned["languages"][0]["recipients"] == 1 and planned["tracking"] == []
    assert pushed["failures"] == []
    assert [(row["issue"], row["lang"], row["state"]) for row in told] \
        == [("2018-07", "fr", "draft")]
    assert failed.returncode == 1
    assert "there is no issue “2017-01”" in json.loads(failed.stdout)["error"]
