"""Render an issue as the email that waits in the outbox."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from typing import Any

from css_inline import CSSInliner
from jinja2 import Environment

from plugins.content.firm import Firm, Masthead
from plugins.core.plain_text import fill, hang, headline
from plugins.newsletter import digest
from plugins.newsletter.email.excerpt import excerpts_of
from plugins.newsletter.email.html import Words, as_letter, fit_images, image_addresses, mailable
from plugins.newsletter.email.plain_text import number_links, plain
from plugins.newsletter.issue import Issue
from plugins.newsletter.mailchimp import merge_tags
from plugins.newsletter.mailchimp.merge_tags import HTML_TAGS, TEXT_TAGS
from plugins.newsletter.utm import marked, marked_links, own_links


@dataclass(frozen=True)
class Letterhead:
    """What every email of an edition says beside its issue."""

    newsletter: str
    """The constant name in the titles of campaigns."""
    sender: tuple[str, str]
    """A name, and the address for replies."""
    firm: Firm
    publication: Masthead
    links: Mapping[str, str]
    """Where the email's own links lead, `home` and `PAGES`: addresses of the same edition."""
    utm: Mapping[str, str]
    """What links to our site carry."""


@dataclass(frozen=True)
class Email:
    """An issue of one language, ready to be sent: both parts, as a message, and as a campaign."""

    html: str
    text: str
    eml: bytes
    campaign: Mapping[str, object]

    def files(self) -> dict[str, bytes]:
        """Return the files of the outbox by name."""
        campaign = json.dumps(self.campaign, ensure_ascii=False, indent=2) + "\n"
        return {
            "email.html": self.html.encode(),
            "email.txt": self.text.encode(),
            "email.eml": self.eml,
            "campaign.json": campaign.encode(),
        }


def render(issue: Issue, env: Environment, letterhead: Letterhead) -> Email:
    """Return the email of `issue`, drawn by the theme's `email/issue.html` and `email/issue.txt`.

    `env` needs autoescape, gettext and the filters `day`, `month` and `mark`. Raises Failure for a
    merge tag that is not ours.
    """
    words = _words(env)
    safe = merge_tags.escape_all(
        replace(issue, editorial=as_letter(issue.editorial, 2, words.notes)))
    articles = [replace(shown, text=as_letter(shown.text, 3, words.notes))
                for shown in excerpts_of(safe)]
    context = {
        "issue": safe, "articles": merge_tags.escape_all(articles), "words": words,
        "links": letterhead.links, "firm": merge_tags.escape_all(letterhead.firm),
        "publication": merge_tags.escape_all(letterhead.publication),
    }
    drawn = _html(env, context)
    counted = {**letterhead.utm, "utm_campaign": issue.key} if letterhead.utm else {}
    html, text = marked_links(drawn, issue.site, counted), _text(env, context, counted)
    value = digest.digest(safe.subject, safe.preview, *letterhead.sender, html, text)
    signed = digest.write(html, value)
    return Email(
        html=signed,
        text=text,
        eml=message_bytes(sender=letterhead.sender, subject=safe.subject, issued=issue.date,
                          identity=value, html=signed, text=text),
        campaign=_campaign(safe, letterhead, value) | {
            "images": image_addresses(drawn), "links": own_links(drawn, issue.site)},
    )


def _html(env: Environment, context: Mapping[str, Any]) -> str:
    """Return the HTML part; its text is written with the elements that mail programs know."""
    issue = context["issue"]
    shape = partial(mailable, copy=issue.url, colon=context["words"].colon)
    issue = replace(issue, editorial=shape(issue.editorial))
    articles = [replace(shown, picture=fit_images(shown.picture), text=shape(shown.text))
                for shown in context["articles"]]
    drawn = env.get_template("email/issue.html").render(
        {**context, "issue": issue, "articles": articles, "merge_tags": HTML_TAGS})
    # keep_at_rules alone would put the rules before <meta charset> and drop those for Outlook.com,
    # which are no at-rules; so the template marks the style that stays with data-css-inline="keep".
    inliner = CSSInliner(load_remote_stylesheets=False)
    html = inliner.inline(drawn).replace(' data-css-inline="keep"', "")
    merge_tags.check(html, HTML_TAGS)
    return html


def _words(env: Environment) -> Words:
    said = env.get_template("email/words.html").module
    return Words(*(str(getattr(said, name)()) for name in ("notes", "note", "colon")))


def _text(env: Environment, context: Mapping[str, Any], utm: Mapping[str, str]) -> str:
    issue = context["issue"]
    numbers = number_links(issue.editorial, *(shown.text for shown in context["articles"]))
    drawn = env.get_template("email/issue.txt").render(
        context, merge_tags=TEXT_TAGS, numbers=numbers,
        plain=partial(plain, lang=issue.lang, note=context["words"].note),
        fill=fill, hang=hang, headline=headline,
        marked=partial(marked, site=issue.site, parameters=utm))
    merge_tags.check(drawn, TEXT_TAGS)
    return drawn.strip("\n") + "\n"


def _campaign(issue: Issue, letterhead: Letterhead, value: str) -> dict[str, object]:
    """Return the settings of the campaign; its title never changes, whatever the subject."""
    return {
        "issue": issue.key,
        "lang": issue.lang,
        "title": f"{letterhead.newsletter}/{issue.key}/{issue.lang}",
        "subject": issue.subject,
        "preview": issue.preview,
        "from_name": letterhead.sender[0],
        "reply_to": letterhead.sender[1],
        "digest": value,
        "site": issue.site,
        "web": issue.url,
        "articles": [
            {"key": article.key, "title": article.title, "url": article.url}
            for article in issue.articles
        ],
        "dates": [
            {"when": event.when, "what": event.title, "law": event.law.short}
            for event in issue.coming
        ],
    }


def message_bytes(
    *, sender: tuple[str, str], subject: str, issued: date, identity: str, html: str, text: str
) -> bytes:
    """Return a multipart/alternative message (RFC 5322, RFC 2046), the same for the same values.

    `identity` stands for the content: it makes the Message-ID and the boundary.
    """
    name, address = sender
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=name, addr_spec=address)
    message["Subject"] = subject
    # At noon in London it is that day in Paris, Shanghai and New York, too.
    message["Date"] = format_datetime(datetime.combine(issued, time(12), UTC))
    message["Message-ID"] = f"<{identity}@{address.partition('@')[2]}>"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    # "=_" cannot occur in quoted-printable, so no part can hold its own boundary (RFC 2045 6.7).
    message.set_boundary(f"=_{identity[:32]}")
    return message.as_bytes()
