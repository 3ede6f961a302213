"""Read the emails that wait in the outbox."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.core.files import reading
from plugins.core.messages import Failure, Message, say
from plugins.newsletter import digest

_TEXTS = ("issue", "lang", "title", "subject", "preview", "from_name", "reply_to", "digest",
          "site", "web")


class OutboxError(Failure):
    """What lies in the outbox is missing or broken; a build makes it again."""


@dataclass(frozen=True)
class ArticleLink:
    """An article that an email leads to."""

    key: str
    title: str
    url: str


@dataclass(frozen=True)
class AnnouncedDate:
    """A date that an email announces, in the words of its language; `law` is a short name."""

    when: str
    what: str
    law: str


@dataclass(frozen=True)
class Campaign:
    """An issue in one language as the build left it: what a reader gets, and from whom.

    `web` is the address of its web copy.
    """

    issue: str
    lang: str
    title: str
    subject: str
    preview: str
    from_name: str
    reply_to: str
    digest: str
    site: str
    web: str
    html: str
    text: str
    articles: tuple[ArticleLink, ...] = ()
    dates: tuple[AnnouncedDate, ...] = ()

    @property
    def pages(self) -> tuple[str, ...]:
        """The addresses on the website to which it leads, above all its articles."""
        return (self.web, *(article.url for article in self.articles))


@dataclass(frozen=True)
class Outbox:
    """The emails in a folder, for the newsletter with this name and these languages."""

    folder: Path
    name: str
    languages: tuple[str, ...]

    def title(self, issue: str, lang: str) -> str:
        """Return what a campaign is called at the provider, whatever becomes of its subject."""
        return f"{self.name}/{issue}/{lang}"

    def issue_of(self, title: str) -> tuple[str, str] | None:
        """Return issue and language of one of our campaigns, None for another one."""
        match title.split("/"):
            case [self.name, issue, lang] if lang in self.languages:
                return issue, lang
        return None

    def known_languages(self, langs: Sequence[str]) -> tuple[str, ...]:
        """Return `langs`, or else all languages; raise OutboxError if one is not an edition."""
        for lang in langs:
            if lang not in self.languages:
                raise OutboxError(say(
                    "there is no language “{lang}”; the languages are {languages}",
                    lang=lang, languages=", ".join(self.languages)))
        return tuple(langs) or self.languages

    def campaigns_in(self, issue: str, langs: Sequence[str]) -> tuple[Campaign, ...]:
        """Return the campaigns of the issue in `langs`, or in all that were built, in order."""
        asked = self.known_languages(langs)
        if not langs:
            asked = languages(self.folder, issue) or asked
        return tuple(read(self.folder, issue, lang, self.title(issue, lang))
                     for lang in self.languages if lang in asked)

    def whole_issue(self, issue: str, langs: Sequence[str]) -> tuple[Campaign, ...]:
        """Return the campaigns of the issue in `langs`, or else in all languages, built every one.

        Raises OutboxError if one is not: its subscribers would receive nothing, and nobody say so.
        """
        campaigns = self.campaigns_in(issue, langs)
        for lang in self.unbuilt(campaigns, langs):
            raise OutboxError(say(
                "{lang}: not built; build it, or send only “{built}” with “--lang {built}”",
                lang=lang, built=campaigns[0].lang))
        return campaigns

    def unbuilt(self, campaigns: Iterable[Campaign], langs: Sequence[str]) -> tuple[str, ...]:
        """Return the languages that were not built, unless the editor asks for some by name."""
        built = {campaign.lang for campaign in campaigns}
        return () if langs else tuple(lang for lang in self.languages if lang not in built)


def issues(outbox: Path) -> tuple[str, ...]:
    """Return the keys of the issues in the folder `outbox`, the newest first."""
    with reading(outbox):
        if not outbox.is_dir():
            return ()
        return tuple(sorted((entry.name for entry in outbox.iterdir()
                             if any(entry.glob("*/campaign.json"))), reverse=True))


def languages(outbox: Path, issue: str) -> tuple[str, ...]:
    """Return the languages that the issue was built in, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in (outbox / issue).glob("*/campaign.json")))


def read(outbox: Path, issue: str, lang: str, title: str = "") -> Campaign:
    """Return the campaign in `outbox`/`issue`/`lang`, which must be called `title` if one is given.

    Raises OutboxError if a file is missing or broken, or is not the one that the digest was made
    for, and DiskError if it cannot be read.
    """
    folder = outbox / issue / lang
    with reading(folder):
        _require(outbox, issue, lang)
    record = _record(folder / "campaign.json")
    campaign = Campaign(html=_text(folder / "email.html"), text=_text(folder / "email.txt"),
                        articles=_articles(folder / "campaign.json", record),
                        dates=_dates(folder / "campaign.json", record),
                        **{name: record[name] for name in _TEXTS})
    if (campaign.issue, campaign.lang) != (issue, lang):
        raise _broken(folder / "campaign.json", say(
            "it belongs to {issue} in “{lang}”", issue=campaign.issue, lang=campaign.lang))
    if title not in ("", campaign.title):
        raise _broken(folder / "campaign.json", say(
            "it is called “{found}”, and the settings call it “{title}”",
            found=campaign.title, title=title))
    if digest.read(campaign.html) != campaign.digest or digest_of(campaign) != campaign.digest:
        raise _broken(folder, say("its files do not belong together, or one was edited by hand"))
    return campaign


def articles(outbox: Path, issue: str, lang: str) -> Mapping[str, str]:
    """Return the addresses of the issue's articles with their titles; {} once it is gone.

    Raises OutboxError if the record of the issue is broken.
    """
    path = outbox / issue / lang / "campaign.json"
    with reading(path):
        found = _articles(path, _record(path)) if path.is_file() else ()
    return {article.url: article.title for article in found}


def digest_of(campaign: Campaign) -> str:
    """Return the digest that the parts of the campaign have now."""
    return digest.of_email(campaign.subject, campaign.preview, campaign.from_name,
                           campaign.reply_to, campaign.html, campaign.text)


def _require(outbox: Path, issue: str, lang: str) -> None:
    if (outbox / issue / lang / "campaign.json").is_file():
        return
    if not issues(outbox):
        raise OutboxError(say("there are no emails in {outbox}; run “./inv build” to build them",
                              outbox=outbox))
    if not languages(outbox, issue):
        raise OutboxError(say(
            "there is no issue “{issue}” in {outbox}; the issues there are {issues}; “./inv "
            "build” builds them", issue=issue, outbox=outbox,
            issues=", ".join(issues(outbox))))
    raise OutboxError(say(
        "the issue {issue} is not in the outbox in “{lang}”; it is there in {languages}",
        issue=issue, lang=lang, languages=", ".join(languages(outbox, issue))))


def _record(path: Path) -> dict[str, Any]:
    try:
        with reading(path):
            record = json.loads(path.read_bytes())
    except ValueError as error:
        raise _broken(path, say("it cannot be read")) from error
    missing = [name for name in _TEXTS
               if not isinstance(record, dict) or not isinstance(record.get(name), str)]
    if missing:
        raise _lacking(path, missing)
    return dict(record)


def _articles(path: Path, record: dict[str, Any]) -> tuple[ArticleLink, ...]:
    try:
        return tuple(ArticleLink(article["key"], article["title"], article["url"])
                     for article in record.get("articles", ()))
    except (TypeError, KeyError) as error:
        raise _lacking(path, ["articles"]) from error


def _dates(path: Path, record: dict[str, Any]) -> tuple[AnnouncedDate, ...]:
    try:
        return tuple(AnnouncedDate(date["when"], date["what"], date["law"])
                     for date in record.get("dates", ()))
    except (TypeError, KeyError) as error:
        raise _lacking(path, ["dates"]) from error


def _text(path: Path) -> str:
    try:
        with reading(path):
            if not path.exists():
                raise _broken(path, say("the file is missing"))
            # Not read_text: it would turn \r\n into \n, and the digest would not be the same.
            return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise _broken(path, say("it is not UTF-8")) from error


def _lacking(path: Path, names: Iterable[str]) -> OutboxError:
    return _broken(path, say("it lacks {names}", names=", ".join(names)))


def _broken(path: Path, reason: Message) -> OutboxError:
    return OutboxError(say(
        "{path}: {reason}; run “./inv build” to rebuild it", path=path, reason=reason))
