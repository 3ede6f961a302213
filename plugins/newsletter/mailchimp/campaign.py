"""Read a campaign as Mailchimp holds it, and write one as we want it."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from plugins.core.messages import Message, join, say
from plugins.newsletter.campaigns import (
    NOTHING,
    Draft,
    Facts,
    Listed,
    Part,
    State,
    StateName,
    Tally,
)
from plugins.newsletter.digest import fingerprint
from plugins.newsletter.mailchimp.audience import segment_of, spelled
from plugins.newsletter.mailchimp.client import Json
from plugins.newsletter.mailchimp.settings import TRACKS, MailchimpSettings
from plugins.newsletter.outbox import Campaign

STATES: Mapping[str, StateName] = {
    "save": "draft", "paused": "paused", "schedule": "scheduled", "sending": "sending",
    "sent": "sent"}
"""Mailchimp's words for what we know; it has others, and not all are documented."""

TRACKED = {"opens": say("opens"), "html_clicks": say("clicks in the HTML"),
           "text_clicks": say("clicks in the plain text")}

_ROOT = re.compile(r"https://([a-z]{2,4}\d+)\.api\.mailchimp\.com/3\.0")


def listed_campaign(entry: Mapping[str, Any], root: str, is_listed: bool = True) -> Listed:
    """Return the campaign in an entry of a list, or in the answer for one alone."""
    settings = entry.get("settings") or {}
    return Listed(
        id=str(entry["id"]), title=str(settings.get("title", "")),
        state=_state(entry), created=str(entry.get("create_time", "")),
        sent=str(entry.get("send_time") or ""), reached=_count(entry, "emails_sent"),
        address=draft_address(root, str(entry.get("web_id", ""))), is_listed=is_listed)


def draft(campaign: Mapping[str, Any], content: Mapping[str, Any], root: str) -> Draft:
    """Return the draft in Mailchimp's answers for a campaign and for its content."""
    settings = campaign.get("settings") or {}
    html, text = str(content.get("html") or ""), str(content.get("plain_text") or "")
    return Draft(
        id=str(campaign["id"]), title=str(settings.get("title", "")), state=_state(campaign),
        recipients=recipient_count(campaign),
        facts={**_found(campaign), "content": fingerprint(html, text)},
        html=html, text=text, address=draft_address(root, str(campaign.get("web_id", ""))),
        # With a template Mailchimp takes a new content with thanks, and ignores it.
        fixed_content=bool(settings.get("template_id")) or campaign.get("type") != "regular")


def recipient_count(campaign: Mapping[str, Any]) -> int:
    """Return how many will receive a campaign; 0 as long as Mailchimp has not counted them."""
    return _count(campaign.get("recipients") or {}, "recipient_count")


def draft_address(root: str, web_id: str) -> str:
    """Return the page on which Mailchimp shows a draft, "" if `root` is not Mailchimp's own.

    `web_id` is the campaign's number in Mailchimp's web application; the API knows it by another.
    """
    own = _ROOT.fullmatch(root)
    if not own or not web_id:
        return ""
    return f"https://{own[1]}.admin.mailchimp.com/campaigns/edit?id={web_id}"


def wanted_facts(campaign: Campaign, part: Part, settings: MailchimpSettings) -> Facts:
    """Return what the draft of the campaign must be."""
    return {
        "subject": campaign.subject, "preview": campaign.preview,
        "from_name": campaign.from_name, "reply_to": campaign.reply_to,
        "audience": settings.audience, "segment": spelled(segment_of(part.rule)),
        "tracking": ", ".join(sorted(settings.tracking)), "additions": "",
        "content": fingerprint(campaign.html, campaign.text)}


def creation(campaign: Campaign, part: Part, settings: MailchimpSettings, folder: str) -> Json:
    """Return the body of the request that creates the campaign."""
    body = change(campaign, part, settings)
    body["settings"] |= {"title": campaign.title, "folder_id": folder}
    return {"type": "regular", **body}


def change(campaign: Campaign, part: Part, settings: MailchimpSettings) -> Json:
    """Return the body of the request that makes an existing campaign what it must be.

    The folder is left alone: an editor may have moved the draft.
    """
    return {
        "recipients": {"list_id": settings.audience, "segment_opts": segment_of(part.rule)},
        "settings": {**_letterhead(campaign), "preview_text": campaign.preview,
                     "inline_css": False, "auto_footer": False},
        # All three are true unless one says otherwise.
        "tracking": {**{name: name in settings.tracking for name in TRACKS},
                     "google_analytics": ""}}


def widening(campaign: Campaign, settings: MailchimpSettings) -> Json:
    """Return the body of the request that takes the segment off a campaign.

    Mailchimp counts the recipients again only when a campaign without a segment is given one
    (Automattic/newspack-workspace#221); an empty object, not its absence, takes it off.
    """
    return {"recipients": {"list_id": settings.audience, "segment_opts": {}},
            "settings": _letterhead(campaign)}


def _letterhead(campaign: Campaign) -> dict[str, str]:
    # A PATCH must repeat these three every time.
    return {"subject_line": campaign.subject, "from_name": campaign.from_name,
            "reply_to": campaign.reply_to}


def audience_of(campaign: Mapping[str, Any]) -> str:
    """Return the id of the audience that a campaign is for."""
    return str((campaign.get("recipients") or {}).get("list_id") or "")


def tally(report: Mapping[str, Any], tracking: Collection[str]) -> Tally:
    """Return the tally in Mailchimp’s report of a campaign with this tracking."""
    bounces = report.get("bounces") or {}
    opens, clicks = report.get("opens") or {}, report.get("clicks") or {}
    return Tally(
        sent=_count(report, "emails_sent"),
        # An address that cannot exist comes back for good, too.
        hard_bounces=_count(bounces, "hard_bounces") + _count(bounces, "syntax_errors"),
        soft_bounces=_count(bounces, "soft_bounces"),
        complaints=_count(report, "abuse_reports"),
        unsubscribed=_count(report, "unsubscribed"),
        opened=_count(opens, "unique_opens") if "opens" in tracking else None,
        clicked=(_count(clicks, "unique_subscriber_clicks")
                 if {"html_clicks", "text_clicks"} & set(tracking) else None))


def _count(values: Mapping[str, Any], name: str) -> int:
    return int(values.get(name) or 0)


def tracked_in(campaign: Mapping[str, Any]) -> list[str]:
    """Return what a campaign tracks; what is absent is on: that is Mailchimp's own default."""
    tracking = campaign.get("tracking") or {}
    return sorted(name for name in TRACKS if tracking.get(name, True))


def tracking_in_words(names: Collection[str]) -> Message:
    """Return what is tracked in words; `names` are Mailchimp’s."""
    words = [word for name, word in TRACKED.items() if name in names]
    return join(words) if words else NOTHING


def _state(campaign: Mapping[str, Any]) -> State:
    word = str(campaign.get("status", ""))
    return State(STATES.get(word, "other"), word)


def _found(campaign: Mapping[str, Any]) -> dict[str, str]:
    settings, recipients, tracking = (
        campaign.get(name) or {} for name in ("settings", "recipients", "tracking"))
    added = [name for name in ("inline_css", "auto_footer") if settings.get(name)]
    added += ["google_analytics"] if tracking.get("google_analytics") else []
    return {
        "subject": str(settings.get("subject_line") or ""),
        "preview": str(settings.get("preview_text") or ""),
        "from_name": str(settings.get("from_name") or ""),
        "reply_to": str(settings.get("reply_to") or ""),
        "audience": audience_of(campaign),
        "segment": spelled(recipients.get("segment_opts") or {}),
        "tracking": ", ".join(tracked_in(campaign)),
        "additions": ", ".join(added)}
