"""Find what is wrong with the emails of the outbox, and in which text it was written."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from plugins.atomic import last_built, published
from plugins.check.site_texts import SiteTexts
from plugins.content.header import LINE, split
from plugins.content.text import Text, listed
from plugins.core.firm_file import FIRM_FILE
from plugins.core.messages import Problem, say
from plugins.core.places import line_showing
from plugins.core.project import Options, from_here
from plugins.newsletter import outbox
from plugins.newsletter.journal import Journal
from plugins.newsletter.mailchimp.settings import audience_id
from plugins.newsletter.outbox import Campaign, OutboxError
from plugins.newsletter.preflight.email import BuiltSite, Finding
from plugins.newsletter.preflight.rules import preflight
from plugins.site.links import Site, file_at, in_page

SiteAt = Callable[[str], BuiltSite]
"""Returns the built site as it is seen at an address."""


def findings(options: Options, campaign: Campaign) -> Iterator[Finding]:
    """Yield each reason not to send an email of the outbox, with the place where it was written."""
    if _has_site(options):
        files = tuple(_written_in(options, campaign))
        for found in preflight(campaign, _sites_of(options)(campaign.site)):
            traced = _traced(found, campaign, files, options)
            yield replace(traced, file=from_here(traced.file))
    else:
        yield Finding(say("there is no built site in {output}, and the email leads to it; run "
                          "“./inv build”", output=from_here(options.output)), file="campaign.json")


def waiting_problems(options: Options, site: SiteTexts, found: Collection[Problem]
                     ) -> Iterator[Problem]:
    """Yield what is wrong with the emails that wait, except what was `found` in their texts.

    Nothing is said of an email that was sent, is older than its texts or is not one of this site.
    """
    if not _has_site(options):
        return
    built, sites = last_built(options.outbox), _sites_of(options)
    for text in _waiting_issues(options, site):
        sources = _sources(text, site)
        if max(Path(path).stat().st_mtime for path in sources) <= built:
            known = {(str(problem.message), problem.level) for problem in found
                     if problem.path in sources}
            yield from (problem for problem in _email_problems(options, text, sites)
                        if not {(str(problem.message), level) for level in
                                ("error", problem.level)} & known)


def _has_site(options: Options) -> bool:
    return options.output.is_dir() and bool(published(options.output))


def _waiting_issues(options: Options, site: SiteTexts) -> Iterator[Text]:
    """Yield the issues whose email lies in the outbox, and as far as we know has not left."""
    newsletter = options.settings["NEWSLETTER"]
    left = Journal(options.var, audience_id(newsletter, os.environ)).left_titles()
    ours = published(options.outbox)
    for text in site.texts:
        name = f"{text.key}/{text.lang}"
        if text.kind == "issue" and f"{name}/campaign.json" in ours \
                and f"{newsletter['name']}/{name}" not in left:
            yield text


def _sources(issue: Text, site: SiteTexts) -> set[str]:
    """Return the files of which an email is made."""
    articles = (site.versions.get(("article", key), {}).get(issue.lang)
                for key in listed(issue.header.get("articles", "")))
    return {issue.path, *(article.path for article in articles if article)}


def _email_problems(options: Options, issue: Text, sites: SiteAt) -> Iterator[Problem]:
    try:
        campaign = outbox.read(options.outbox, issue.key, issue.lang)
    except OutboxError:
        own = options.outbox / issue.key / issue.lang
        yield Problem(str(own), 0, say("this email is damaged, or was built by another version of "
                                       "this program; run “./inv build” to rebuild it"), "warning")
        return
    accepted, files = listed(issue.header.get("accept", "")), tuple(_written_in(options, campaign))
    for found in preflight(campaign, sites(campaign.site)):
        found = _traced(found, campaign, files, options)
        yield Problem(found.file, found.line, found.message, found.level).of_kind("email", accepted)


def _written_in(options: Options, campaign: Campaign) -> Iterator[Path]:
    """Yield the files whose words are in an email: its text, its articles, what frames them."""
    folder = options.content
    yield folder / "issues" / f"{campaign.issue}.{campaign.lang}.md"
    for article in campaign.articles:
        name = f"????-??-??-{article.key}.{campaign.lang}.md"
        yield from sorted((folder / "articles").glob(name))
    yield folder / FIRM_FILE
    for templates in options.templates:
        yield from sorted((templates / "email").glob("issue.*"))


def _traced(found: Finding, campaign: Campaign, files: Sequence[Path], options: Options) -> Finding:
    """Return a finding with the file and line of what an editor can change.

    That is the header of the issue, the text in which its words are, or a template; the built
    email only if none of them has what is wrong with it.
    """
    if found.field:
        line = _header_line(files[0], found.field)
        return replace(found, field="", file=str(files[0]), line=line)
    for folder in options.templates:
        if (folder / found.file).is_file():
            return replace(found, file=str(folder / found.file))
    spellings = tuple(_spellings(found.written, campaign.site))
    for path in files:
        # What a template has in braces is not there when it is drawn.
        if path.is_file() and not (path.parent.name == "email" and "{" in found.written):
            source = path.read_text(encoding="utf-8", errors="replace")
            if line := next(filter(None, (line_showing(source, each) for each in spellings)), 0):
                return replace(found, file=str(path), line=line)
    return replace(found, file=str(
        options.outbox / campaign.issue / campaign.lang / found.file))


def _header_line(path: Path, name: str) -> int:
    lines: Iterable[str] = split(path.read_text(encoding="utf-8"))[0] if path.is_file() else ()
    return next((number for number, line in enumerate(lines, 1)
                 if (found := LINE.fullmatch(line.strip())) and found[1].lower() == name), 1)


def _spellings(written: str, site: str) -> Iterator[str]:
    """Yield how a text may spell what an email has: an address of the site is shorter there."""
    yield written
    if written.startswith(site):
        address, _, anchor = written.removeprefix(site).partition("#")
        page = address.partition("?")[0]
        yield from (page, page.strip("/") or "\0", f"#{anchor}" if anchor else "\0")


def _sites_of(options: Options) -> SiteAt:
    """Return what gives the built site as an email of it sees it."""
    output, ours = options.output, published(options.output)

    @cache
    def has(path: str) -> bool:
        return path in ours and (output / path).is_file()

    @cache
    def anchors(path: str) -> frozenset[str]:
        return in_page((output / path).read_bytes().decode()).anchors

    @cache
    def site_at(address: str) -> BuiltSite:
        site = Site(has, anchors, address.rstrip("/") + "/")

        def read(link: str) -> bytes | None:
            path = file_at((site.inside("", link) or ("",))[0])
            return (output / path).read_bytes() if has(path) else None

        return BuiltSite(lambda link: site.fault("", link), read)

    return site_at
