"""Find what is wrong with the emails of the outbox, beside the site that was built with them."""

import os
from collections.abc import Callable, Collection, Iterator
from functools import cache
from pathlib import Path

from plugins.atomic import last_built, published
from plugins.check.site_texts import SiteTexts
from plugins.content.text import Text, listed
from plugins.core.messages import Problem, say
from plugins.core.project import Options, from_here
from plugins.newsletter import outbox
from plugins.newsletter.journal import Journal
from plugins.newsletter.mailchimp.settings import audience_id
from plugins.newsletter.outbox import Campaign, OutboxError
from plugins.newsletter.preflight import BuiltSite, Finding, preflight
from plugins.site.links import Site, file_at, in_page

SiteAt = Callable[[str], BuiltSite]
"""Returns the built site as it is seen at an address."""


def findings(options: Options, campaign: Campaign) -> Iterator[Finding]:
    """Yield each reason not to send an email of the outbox."""
    if _has_site(options):
        yield from preflight(campaign, _sites_of(options)(campaign.site))
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
            known = {str(problem.message) for problem in found if problem.path in sources}
            yield from (problem for problem in _email_problems(options.outbox, text, sites)
                        if str(problem.message) not in known)


def _has_site(options: Options) -> bool:
    return options.output.is_dir() and bool(published(options.output))


def _waiting_issues(options: Options, site: SiteTexts) -> Iterator[Text]:
    """Yield the issues whose email lies in the outbox, and has not been sent as far as we know."""
    newsletter = options.settings["NEWSLETTER"]
    sent = Journal(options.var, audience_id(newsletter, os.environ)).sent_titles()
    ours = published(options.outbox)
    for text in site.texts:
        name = f"{text.key}/{text.lang}"
        if text.kind == "issue" and f"{name}/campaign.json" in ours \
                and f"{newsletter['name']}/{name}" not in sent:
            yield text


def _sources(issue: Text, site: SiteTexts) -> set[str]:
    """Return the files of which an email is made."""
    articles = (site.versions.get(("article", key), {}).get(issue.lang)
                for key in listed(issue.header.get("articles", "")))
    return {issue.path, *(article.path for article in articles if article)}


def _email_problems(folder: Path, issue: Text, sites: SiteAt) -> Iterator[Problem]:
    own = folder / issue.key / issue.lang
    try:
        campaign = outbox.read(folder, issue.key, issue.lang)
    except OutboxError:
        yield Problem(str(own), 0, say("this email is damaged, or was built by another version of "
                                       "this program; run “./inv build” to rebuild it"), "warning")
        return
    accepted = listed(issue.header.get("accept", ""))
    for found in preflight(campaign, sites(campaign.site)):
        path, line = (issue.path, issue.line_of(found.field)) if found.field else (
            str(own / found.file), found.line)
        yield Problem(path, line, found.message, found.level).of_kind("email", accepted)


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
