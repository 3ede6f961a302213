"""Begin an issue: one file for each language, with the articles published since the last one."""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from plugins.check.reading import order_of, read_texts
from plugins.commands.choices import checked_key, chosen_day, chosen_languages
from plugins.commands.new import Proposal, last_issue, proposal_lines, propose
from plugins.commands.terminal import Terminal
from plugins.content.text import Text
from plugins.core.messages import Failure, say
from plugins.core.project import Options, from_here

UNWRITTEN = "…"
"""Stands for what the editor writes; the check tells of a line that holds no word."""


def begin_issue(terminal: Terminal, options: Options, key: str, day: str, lang: str) -> int:
    """Write the files of a new issue, name them, and say which articles stand in them."""
    chosen = chosen_day(options, day)
    languages = chosen_languages(options.languages, lang)
    key = checked_key(key or f"{chosen:%Y-%m}")
    facts = read_texts(order_of(options))
    texts = [found.text for found in facts if found.text]
    since = last_issue(texts, key, chosen)
    proposals = [propose(texts, own, since, chosen) for own in languages]
    for path in new_issue(options.content, texts, key, chosen, proposals):
        terminal.say(say("{path}: written, as a draft", path=from_here(path)))
    for proposal in proposals:
        for message in proposal_lines(proposal):
            terminal.say(message)
    if len(texts) < len(facts):
        terminal.say(say("Some texts cannot be read, and are not proposed; “./inv check” says "
                         "why."))
    return 0


def new_issue(content: Path, texts: Collection[Text], key: str, day: date,
              proposals: Sequence[Proposal]) -> list[Path]:
    """Write the files of a new issue as drafts and return them; raises Failure if one exists."""
    there = {text.lang: Path(text.path) for text in texts
             if (text.kind, text.key) == ("issue", key)}
    paths = [content / "issues" / f"{key}.{proposal.lang}.md" for proposal in proposals]
    for proposal, path in zip(proposals, paths, strict=True):
        if path.exists() or proposal.lang in there:
            raise Failure(say(
                "{path} exists already; go on writing there, or begin another issue with “--key "
                "{key}”", path=from_here(there.get(proposal.lang, path)), key=f"{key}-2"))
    for proposal, path in zip(proposals, paths, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(_header(day, proposal.keys))
    return paths


def _header(day: date, keys: Sequence[str]) -> str:
    articles = ", ".join(keys) or UNWRITTEN
    return (f"date: {day.isoformat()}\nsubject: {UNWRITTEN}\npreview: {UNWRITTEN}\n"
            f"articles: {articles}\nstatus: draft\n\n")
