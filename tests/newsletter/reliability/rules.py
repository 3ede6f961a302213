"""What must hold for every command, every order and every email that is sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.newsletter import digest
from tests.newsletter.reliability.worker import Result, Task
from tests.support.fake_account import INTERESTS, Account, Departure
from tests.support.fake_hands import GONE
from tests.support.fake_mailchimp import KEY, Act, FakeMailchimp
from tests.support.fake_segments import chosen

if TYPE_CHECKING:
    from tests.newsletter.reliability.world import Desk, World

ORDERS = ("send", "schedule")
ASKED = {"test": {"test"}, "send": {"send"}, "schedule": {"schedule"},
         "unschedule": {"unschedule"}}
"""What each command may ask for; every other command asks for nothing that reaches people."""
CONNECTIONS = 4


@dataclass(frozen=True)
class View:
    """The campaigns that a command finds in the list: id, title and status of each."""

    listed: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(cls, account: Account) -> "View":
        """Return what the next look at the list would show."""
        return cls(tuple((each["id"], each["settings"]["title"], each["status"])
                         for each in account.campaigns.values() if each["_unlisted"] <= 0))


def original(title: str) -> str:
    """Return the title of the campaign from which Mailchimp made a copy by this title."""
    return re.sub(r"( \(copy \d+\))+$", "", title)


def language(title: str) -> str:
    """Return the language that a title ends with."""
    return title.rpartition("/")[2]


def clean(answer: str) -> bool:
    """Tell whether an answer leaves no doubt: done, refused, or no time for it."""
    return answer.isdigit() or answer in ("429", "bare 403")


def digest_in(html: str) -> str:
    """Return the digest that an email carries."""
    return digest.read(html) or ""


def part(account: Account, lang: str) -> set[str]:
    """Return who must receive the issue in a language: the rule, applied without a segment."""
    subscribed = [each for each in account.members.values() if each["status"] == "subscribed"]
    english = {each["email_address"] for each in subscribed
               if each["interests"].get(INTERESTS["en"])}
    return english if lang == "en" else {each["email_address"] for each in subscribed} - english


def judge_words(result: Result, desks: Sequence["Desk"]) -> None:
    """No traceback; no key, whatever the words are in; a failure says something."""
    assert not result.broken, result.broken
    assert not result.failure or all(result.said), result
    secret = KEY.partition("-")[0]
    assert secret not in repr(result), f"the key is in what was said: {result}"
    for desk in desks:
        for path in desk.var.rglob("*"):
            assert not path.is_file() or secret.encode() not in path.read_bytes(), path


def judge_connections(fake: FakeMailchimp) -> None:
    """Mailchimp gives an account ten connections, for all who use it."""
    assert fake.most <= CONNECTIONS, f"{fake.most} connections at once"


def judge_acts(
    world: "World", task: Task, desk: int, acts: Sequence[Act], result: Result
) -> None:
    """Whatever reaches people was asked for, by the command that may, and reported as it was."""
    for act in acts:
        assert act.name in ASKED.get(task.command, ()), f"{task.command} asks to {act.name}"
        if act.name in ORDERS:
            judge_order(world, task, desk, act)
            world.ordered[act.identity] = act
    if task.command == "rehearse":
        kept = {identity for identity, title, _ in world.view.listed
                if title in world.titles.values()}
        assert kept <= set(world.account.campaigns), "a rehearsal deletes an issue"
    told = {lang: state for lang, state, _ in result.verdicts}
    for act in acts:
        if act.name in ORDERS and not result.end:
            assert not result.failure, f"it raised after an order: {result.said}"
            doubtful = not clean(act.answer)
            state = told.get(language(act.title))
            assert not doubtful or state in ("sent", "scheduled", "uncertain"), \
                f"an order without an answer ({act.answer}) is told as {state}"
    judge_truth(world, task, told, result)


def judge_truth(world: "World", task: Task, told: dict[str, str], result: Result) -> None:
    """What a command says to be sent has left, and what it says to be a draft is none that left."""
    if task.command not in ("send", "schedule", "unschedule", "reconcile") or result.end:
        return
    for lang, state in told.items():
        title = world.titles[lang]
        states = {each["status"] for each in world.account.titled(title)}
        if state == "sent":
            assert title in world.departed(), f"{title} is said to be sent"
        if state == "scheduled":
            assert "schedule" in states or title in world.departed(), f"{title} is not scheduled"
        if state == "draft":
            assert not states & set(GONE), f"{title} is said to be a draft"
    if result.code == 0 and task.command == "send":
        for lang in task.langs or world.titles:
            assert world.titles[lang] in world.departed() or not part(world.account, lang), \
                f"it ends well and {lang} has not left"


def judge_order(world: "World", task: Task, desk: int, act: Act) -> None:
    """An order is given once, confirmed, for the one draft that was tested and is as built."""
    title, lang = act.title, language(act.title)
    assert task.confirm, "ordered without a confirmation"
    assert world.titles.get(lang) == title, f"ordered the campaign “{title}”"
    assert not task.langs or lang in task.langs, f"ordered {lang} unasked"
    assert (desk, title) not in world.unsettled, f"ordered {title} again, an order being open"
    assert world.blind or act.campaign["status"] == "save", act.campaign["status"]
    named = [identity for identity, each, _ in world.view.listed if each == title]
    assert len(named) <= 1, f"ordered one of {len(named)} campaigns called {title}"
    for identity, each, status in world.view.listed:
        gone = original(each) == title and status in GONE and identity != act.identity
        assert not gone, f"ordered {title}, while {each} is {status}"
    judge_version(world, task, act)
    for departure in world.account.departures:
        if original(departure.title) == title and departure.campaign["id"] != act.identity:
            known = world.desks[desk].remembers(departure.campaign["id"])
            assert not known, f"ordered {title} again: it left as {departure.campaign['id']}"
            world.excused.add(departure.campaign["id"])


def judge_version(world: "World", task: Task, act: Act) -> None:
    """What is sent is the local build, looked at, addressed to the part of its language."""
    settings, recipients = act.campaign["settings"], act.campaign["recipients"]
    stands = digest.of_email(
        settings["subject_line"], settings["preview_text"], settings["from_name"],
        settings["reply_to"], act.html, act.content["plain_text"])
    assert stands == world.built(task, language(act.title)), "it is not the local build"
    assert (act.title, stands) in world.tested, "nobody has looked at this version"
    subscribed = [each for each in world.account.members.values()
                  if each["status"] == "subscribed"]
    reached = {each["email_address"]
               for each in chosen(subscribed, recipients.get("segment_opts", {}))}
    assert reached == part(world.account, language(act.title)), f"it would go to {reached}"
    assert not any(act.campaign["tracking"].values()), "somebody would be tracked"


def judge_departure(world: "World", departure: Departure) -> None:
    """What left by our doing reached the part, nobody twice, in the version ordered."""
    if not departure.ours:
        return
    title, identity = departure.title, departure.campaign["id"]
    assert identity in world.ordered, f"{title} left unasked"
    act = world.ordered[identity]
    assert world.blind or departure.html == act.html, "another version left than was ordered"
    reached = set(departure.addresses)
    if not world.blind:
        assert reached == part(world.account, language(title)), f"{title} reached {reached}"
    for other in world.account.departures:
        if other is departure:
            break
        twice = reached & set(other.addresses)
        assert not twice or not other.ours or other.campaign["id"] in world.excused, \
            f"{sorted(twice)} received {other.title} and {title}"


def judge_status(world: "World", desk: int, result: Result) -> None:
    """Status never fails, and names every order that nobody knows of."""
    assert not result.failure, f"status: {result.said}"
    rows = {lang: (state, sentence) for lang, state, sentence in result.verdicts}
    for place, title in world.unsettled:
        if place == desk:
            state, sentence = rows[language(title)]
            assert state == "uncertain" and "reconcile" in sentence, (title, state, sentence)
