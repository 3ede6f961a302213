"""Begin an article or an issue: a draft in each language, for the editor to write on."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.collection import Collection as Commands

from plugins.commands.declare import command
from plugins.commands.terminal import Terminal
from plugins.core.files import write_atomically, writing
from plugins.core.messages import Failure, Message, say, unknown_language
from plugins.core.project import Options, from_here

if TYPE_CHECKING:
    from plugins.content.text import Text

DAY = say("the day of publication, like 2018-07-03 (today)")

USUAL = timedelta(days=31)
"""How far the first issue looks back."""


@dataclass(frozen=True)
class Proposal:
    """The keys of the articles for an issue of one language, the newest first.

    Others have them, and it does not: `missing` have no file in it, `held` are not published.
    """

    lang: str
    since: date
    keys: tuple[str, ...]
    missing: tuple[str, ...] = ()
    held: tuple[str, ...] = ()


@command(say("Start an article, a draft in each language; “./inv new issue” starts an issue."),
         title=say("the title, between quotation marks"),
         category=say("the key of a category of topics.toml"),
         key=say("the article’s key (made from the title)"), day=DAY)
def begin_article(terminal: Terminal, options: Options, title: str, category: str, key: str = "",
                  day: str = "", lang: str = "") -> int:
    """Write the files of a new article and name them."""
    languages = chosen_languages(options.languages, lang)
    _name(terminal, new_article(options.content, title, category, languages, options.languages,
                                chosen_day(options, day), key))
    return 0


@command(say("Start an issue, a draft in each language, with the articles since the last one."),
         key=say("the issue’s key (the month of its date, like 2018-07)"),
         day=say("the date of the issue, like 2018-07-03 (today)"))
def begin_issue(terminal: Terminal, options: Options, key: str = "", day: str = "", lang: str = ""
                ) -> int:
    """Write the files of a new issue, name them, and say which articles they hold."""
    from plugins.check.reading import read_request, read_texts
    chosen = chosen_day(options, day)
    languages = chosen_languages(options.languages, lang)
    key = checked_key(key or f"{chosen:%Y-%m}")
    checked = read_texts(read_request(options))
    texts = [each.text for each in checked if each.text]
    since = last_issue(texts, key, chosen)
    proposals = [propose(texts, own, since, chosen) for own in languages]
    _name(terminal, new_issue(options.content, texts, key, chosen, proposals))
    for proposal in proposals:
        for message in proposal_lines(proposal):
            terminal.say(message)
    if len(texts) < len(checked):
        terminal.say(say("Some texts cannot be read, and are not proposed; “./inv check” says "
                         "why."))
    return 0


def chosen_languages(known: Collection[str], lang: str) -> list[str]:
    """Return the language that is named, all for none; raises Failure if it is not known."""
    if lang and lang not in known:
        raise Failure(unknown_language(lang, known))
    return [lang] if lang else list(known)


def new_article(content: Path, title: str, category: str, languages: Collection[str],
                known: Collection[str], day: date, key: str = "") -> list[Path]:
    """Write the files of a new article as drafts and return them.

    `known` are the languages of the site. Raises Failure if the category is unknown, the key can
    be none, or a file exists already.
    """
    from plugins.content.header import new_header
    from plugins.register.topics import TOPICS_FILE, load_topics, unknown_topic
    topics = load_topics(content / TOPICS_FILE, known)
    if category not in topics["category"]:
        raise Failure(unknown_topic("category", category, topics))
    key = checked_key(key or key_of(title))
    paths = [content / "articles" / f"{day.isoformat()}-{key}.{lang}.md" for lang in languages]
    header = new_header("article", title=title, category=category, slug=key) + "\n"
    write_new(dict.fromkeys(paths, header.encode()))
    return paths


def write_new(files: Mapping[Path, bytes]) -> None:
    """Write files, all of them or none, the last one last; raises Failure if one is there."""
    done: list[Path] = []
    try:
        for path, data in files.items():
            with writing(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                _claim(path)
                done.append(path)
                write_atomically(path, data)
    except BaseException:
        for path in done:
            with suppress(OSError):
                path.unlink()
        raise


def _claim(path: Path) -> None:
    """Take a name that nobody has; raises Failure if somebody has."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        raise Failure(say("{path} already exists; choose another title or key",
                          path=from_here(path))) from None


def key_of(title: str) -> str:
    """Return what an address says of a title."""
    from plugins.register.keys import plain_words
    return "-".join(plain_words(title)[:6])


def last_issue(texts: Collection["Text"], key: str, day: date) -> date:
    """Return the day of the last issue but this; without one, a day the usual while before."""
    days = [text.date for text in texts
            if text.kind == "issue" and text.key != key and text.date and text.date <= day]
    return max(days, default=day - USUAL)


def propose(texts: Collection["Text"], lang: str, since: date, day: date) -> Proposal:
    """Return the articles of some days that no issue in this language has named."""
    from plugins.content.text import listed
    articles = [text for text in texts if text.kind == "article"]
    recent = sorted((text for text in articles if text.date and since <= text.date
                     and not text.stage(day)), key=lambda text: (text.date, text.key),
                    reverse=True)
    named = {key for text in texts if text.kind == "issue" and text.lang == lang
             for key in listed(text.header.get("articles", ""))}
    own = {text.key: text.stage(day) for text in articles if text.lang == lang}
    elsewhere = dict.fromkeys(text.key for text in recent if text.key not in named)
    return Proposal(
        lang, since,
        keys=tuple(text.key for text in recent if text.lang == lang and text.key not in named),
        missing=tuple(key for key in elsewhere if key not in own),
        held=tuple(key for key in elsewhere if own.get(key)))


def proposal_lines(proposal: Proposal) -> Iterator[Message]:
    """Yield what an editor must know of a proposal."""
    lang, since = proposal.lang, proposal.since.isoformat()
    if proposal.keys:
        yield say("{lang}: articles since {day}: {keys}", lang=lang, day=since,
                  keys=", ".join(proposal.keys))
    else:
        yield say("{lang}: no article has appeared since {day}; name others in the line "
                  "“articles”, or wait for them", lang=lang, day=since)
    if proposal.held:
        yield say("{lang}: not published yet: {keys}; publish them, and add them to the line "
                  "“articles”", lang=lang, keys=", ".join(proposal.held))
    if proposal.missing:
        yield say("{lang}: not in this language: {keys}; “./inv translate --key {key} --lang "
                  "{lang}” starts a translation", lang=lang, keys=", ".join(proposal.missing),
                  key=proposal.missing[0])


def new_issue(content: Path, texts: Collection["Text"], key: str, day: date,
              proposals: Sequence[Proposal]) -> list[Path]:
    """Write the files of a new issue as drafts and return them; raises Failure if one exists."""
    from plugins.content.header import UNWRITTEN, new_header
    there = {text.lang: Path(text.path) for text in texts
             if (text.kind, text.key) == ("issue", key)}
    paths = [content / "issues" / f"{key}.{proposal.lang}.md" for proposal in proposals]
    for proposal, path in zip(proposals, paths, strict=True):
        if path.exists() or proposal.lang in there:
            raise Failure(say(
                "{path} already exists; go on writing there, or start another issue with “--key "
                "{key}”", path=from_here(there.get(proposal.lang, path)), key=f"{key}-2"))
    headers = (new_header("issue", date=day.isoformat(), articles=", ".join(proposal.keys)
                          or UNWRITTEN) + "\n" for proposal in proposals)
    write_new({path: header.encode() for path, header in zip(paths, headers, strict=True)})
    return paths


def chosen_day(options: Options, day: str) -> date:
    """Return the day that is written, today for none; raises Failure if there is no such day."""
    if not day:
        return options.today
    from plugins.content.header import unknown_day
    from plugins.register.keys import far_day
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        raise Failure(unknown_day(day)) from None
    if message := far_day(chosen):
        raise Failure(message)
    return chosen


def checked_key(key: str) -> str:
    """Return a key; raises Failure if no file may be named by it."""
    from plugins.register.keys import KEY, MOST_NAME, too_long
    if len(key) > MOST_NAME:
        raise Failure(too_long(key))
    if not KEY.fullmatch(key):
        raise Failure(say("the key “{key}” may contain lower-case letters without accents, digits "
                          "and hyphens only; write another one with “--key”", key=key))
    return key


def _name(terminal: Terminal, paths: Iterable[Path]) -> None:
    for path in paths:
        terminal.say(created(path))


def created(path: Path) -> Message:
    """Say that a draft is there."""
    return say("{path}: created as a draft", path=from_here(path))


new = Commands("new")
new.add_task(begin_article, "article", default=True)
new.add_task(begin_issue, "issue")
