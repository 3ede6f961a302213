"""Say what may happen to an issue on its way, step by step, and how it must end."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from hypothesis import strategies as st

from tests.newsletter.reliability.rules import part
from tests.newsletter.reliability.world import TITLES, Dies, Trouble, World
from tests.support import fake_hands
from tests.support.fake_account import AUDIENCE
from tests.support.fake_faults import Fault


class Step:
    """One thing that happens; it prints as what makes it, to be pasted into a test."""

    def __call__(self, world: World) -> None:
        raise NotImplementedError

    def __repr__(self) -> str:
        return told(self)


def told(step: Any) -> str:
    """Return the call that makes a step or a trouble, without what goes without saying."""
    names = [each for each in fields(step) if getattr(step, each.name) != each.default]
    values = [f"{each.name}={_told(getattr(step, each.name))}" for each in names]
    return f"{type(step).__name__}({', '.join(values)})"


def _told(value: Any) -> str:
    return told(value) if isinstance(value, Fault | Dies) else repr(value)


@dataclass(frozen=True, repr=False)
class Run(Step):
    """An editor runs a command at one of three desks, and something may go wrong."""

    command: str
    langs: tuple[str, ...] = ()
    desk: int = 0
    trouble: Trouble | None = None
    confirm: bool = True
    meanwhile: "ByHand | None" = None

    def __call__(self, world: World) -> None:
        world.run(self.command, self.langs, self.desk, self.trouble, self.confirm, self.meanwhile)


@dataclass(frozen=True, repr=False)
class Ready(Step):
    """The issue is pushed and tested at a desk, and nothing goes wrong."""

    desk: int = 0

    def __call__(self, world: World) -> None:
        world.ready(self.desk)


@dataclass(frozen=True, repr=False)
class ByHand(Step):
    """Somebody does something to the campaign in Mailchimp's own pages."""

    deed: str
    lang: str

    def __call__(self, world: World) -> None:
        fake_hands.do(world.account, self.deed, TITLES[self.lang])
        world.look_again()
        world.judge_departures()


@dataclass(frozen=True, repr=False)
class Build(Step):
    """The issue is built again, with other words or with those of before."""

    lang: str
    words: str
    desk: int = 0

    def __call__(self, world: World) -> None:
        world.build(self.lang, self.words, self.desk)


@dataclass(frozen=True, repr=False)
class Subscribers(Step):
    """A few subscribers of a language come, or one of them leaves."""

    lang: str
    come: int

    def __call__(self, world: World) -> None:
        members = world.account.members
        for number in range(self.come):
            world.account.subscribe(f"{self.lang}{len(members)}{number}@new.example", self.lang)
        for member in list(members.values())[:0 if self.come else None]:
            if member["language"] == self.lang and member["status"] == "subscribed":
                member["status"] = "unsubscribed"
                return


@dataclass(frozen=True, repr=False)
class Event(Step):
    """Something happens around the desks and around Mailchimp; see `EVENTS`."""

    name: str

    def __call__(self, world: World) -> None:
        EVENTS[self.name](world)


@dataclass(frozen=True, repr=False)
class Journal(Step):
    """The journal of a desk is lost, or its last line is cut in the middle."""

    desk: int
    lost: bool

    def __call__(self, world: World) -> None:
        path = world.desks[self.desk].journal
        if path.exists():
            path.write_bytes(b"" if self.lost else path.read_bytes()[:-20])
            forgotten = {(desk, title) for desk, title in world.unsettled if desk == self.desk}
            world.blind |= bool(forgotten)
            world.unsettled -= forgotten


def _hour(world: World) -> None:
    world.let_an_hour_pass()


def _due(world: World) -> None:
    """The time of all that is scheduled comes."""
    world.account.let_time_pass()
    world.look_again()
    world.judge_departures()


def _crowd(world: World) -> None:
    """Others use the account, and a list shows ten campaigns at a time."""
    world.account.page_limit = 10
    for number in range(12):
        world.account.post_campaign({}, {"type": "regular", "settings": {
            "title": f"other {number}"}, "recipients": {"list_id": AUDIENCE}})


def _site_gone(world: World) -> None:
    world.site.answers = False


def _slow_list(world: World) -> None:
    world.account.looks_before_listed = 5


def _slow_count(world: World) -> None:
    world.account.looks_before_count = 6


def _slow_sending(world: World) -> None:
    world.account.looks_before_sent = 4


def _segments_dropped(world: World) -> None:
    world.account.drops_segments = True


def _content_rewritten(world: World) -> None:
    world.account.rewrites_content = True


def _domain_lost(world: World) -> None:
    world.account.domains[0]["authenticated"] = False


EVENTS: dict[str, Callable[[World], None]] = {each.__name__[1:]: each for each in (
    _hour, _due, _crowd, _site_gone, _slow_list, _slow_count, _slow_sending, _segments_dropped,
    _content_rewritten, _domain_lost)}

LANGS = st.sampled_from([(), (), ("fr",), ("en",)])
LANG = st.sampled_from(["fr", "en"])
DESK = st.sampled_from([0, 0, 0, 0, 1, 2])
WORDS = st.sampled_from(["Bonjour", "Deuxième", "Troisième"])
COMMANDS = ("plan", "push", "overwrite", "test", "status", "send", "schedule", "unschedule",
            "reconcile", "rehearse")
SPOILS = ["429", "bare 403", "refused", "redirect"] + [
    f"{what}{effect}" for what in ("empty 504", "reset", "html", "truncated", "json", "kill",
                                "interrupt")
    for effect in ("", " after")] + [
    f"{what}{effect}" for what in ("hang", "empty 504", "reset")
    for effect in ("", " after", " late")]
PLACES = [(".*", ".*"), ("POST|PUT|PATCH", ".*"), ("POST", "/actions/"),
          ("POST", "/actions/(send|schedule)"), ("GET", r"/campaigns/ca\d+$")]


@st.composite
def faults(draw: st.DrawFn) -> Fault:
    """Return something that goes wrong with some request of a command."""
    method, path = draw(st.sampled_from(PLACES))
    few = "actions" in path
    return Fault(draw(st.sampled_from(SPOILS)), method, path,
                 draw(st.sampled_from([1, 1, 1, 3, 999])),
                 draw(st.integers(0, 1 if few else 40 if path == method else 4)),
                 draw(st.sampled_from([0, 2, 8, 999])))


TROUBLES = st.one_of(faults(), faults(), faults(), st.builds(Dies, st.integers(1, 16)))
HANDS = st.builds(ByHand, st.sampled_from(sorted(fake_hands.DEEDS)), LANG)
RUNS = st.builds(Run, st.sampled_from(COMMANDS), LANGS, DESK, st.none() | TROUBLES,
                 st.sampled_from([True, True, True, False]), st.none() | HANDS)
HAPPENINGS = st.one_of(
    HANDS,
    st.builds(Build, LANG, WORDS, st.sampled_from([0, 0, 2])),
    st.builds(Subscribers, LANG, st.integers(0, 3)),
    st.builds(Event, st.sampled_from(["hour", "hour", "due", "due", *EVENTS])),
    st.builds(Journal, st.sampled_from([0, 0, 1, 2]), st.booleans()))


@st.composite
def ways(draw: st.DrawFn) -> list[Step]:
    """Return an issue's usual way, at one desk, one of its commands disturbed."""
    desk, trouble = draw(DESK), draw(TROUBLES)
    last = draw(st.sampled_from(["send", "send", "schedule"]))
    match draw(st.sampled_from(["push", "test", last, last, last, ""])):
        case "push":
            return [Run("push", desk=desk, trouble=trouble), Run("test", desk=desk),
                    Run(last, desk=desk)]
        case "test":
            return [Run("push", desk=desk), Run("test", desk=desk, trouble=trouble),
                    Run(last, desk=desk)]
        case "":
            return [Ready(desk), Run(last, desk=desk, confirm=draw(st.booleans()),
                                     meanwhile=draw(st.none() | HANDS))]
    return [Ready(desk), Run(last, desk=desk, trouble=trouble)]


def sequences(length: int) -> st.SearchStrategy[list[Step]]:
    """Return lists of steps, often along the usual way, with what may happen in between."""
    way, happening = ways(), st.one_of(RUNS, HAPPENINGS).map(lambda step: [step])
    return st.tuples(way | happening, st.lists(st.one_of(way, happening, happening),
                                               max_size=length - 1)).map(
        lambda parts: [step for steps in (parts[0], *parts[1]) for step in steps])


def play(world: World, steps: list[Step]) -> None:
    """Let the steps happen; then nothing more goes wrong, and the issue must come to its end."""
    for step in steps:
        step(world)
        world.begun = True
    conclude(world)


def conclude(world: World) -> None:
    """Run what an editor runs; after what the sentences ask for, every language has left once."""
    calm(world)
    for heed in (_nothing, _mended, _apart):
        heed(world)
        said = _tried(world)
        if not _waiting(world):
            return
        assert any(said), "it stops without a word"
    raise AssertionError(f"{_waiting(world)} cannot leave: {said}")


def _nothing(world: World) -> None:
    """Heed no sentence yet."""


def _mended(world: World) -> None:
    for title in TITLES.values():
        fake_hands.repair(world.account, title)


def _apart(world: World) -> None:
    """Go the whole way with each language alone: the other one left by hand in its own way."""
    for lang in _waiting(world):
        for command in ("overwrite", "test", "send"):
            world.run(command, (lang,))


def calm(world: World) -> None:
    """Let all that was late arrive and all that was wrong around Mailchimp be right."""
    account = world.account
    account.drops_segments = False
    account.looks_before_count = account.looks_before_listed = 0
    for campaign in account.campaigns.values():
        campaign |= {"_unlisted": -1, "_looks": 0}
    account.domains[0]["authenticated"] = True
    world.site.answers = True
    world.let_an_hour_pass()
    _due(world)


def _tried(world: World) -> list[str]:
    """Send; if that does not do it, go the whole way. Return what was said."""
    said = world.run("send").said
    if not _waiting(world):
        return said
    if any("newsletter.reconcile" in line for line in said):
        _settled(world)
    return [line for command in ("overwrite", "test", "send") for line in world.run(command).said]


def _settled(world: World) -> None:
    """Settle what nobody knows; the editor answers where Mailchimp has nothing to say."""
    world.look(0)
    for lang, _, sentence in world.run("reconcile").verdicts:
        if "--found" in sentence:
            truth = "sent" if TITLES[lang] in world.departed() else "not-sent"
            world.run("reconcile", (lang,), found=truth)


def _waiting(world: World) -> list[str]:
    """Return the languages that have readers and have not left."""
    return [lang for lang, title in TITLES.items()
            if part(world.account, lang) and title not in world.departed()]
