"""Put a campaign as we want it, and as Mailchimp holds it, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugins.newsletter import digest
from plugins.newsletter.digest import fingerprint
from plugins.newsletter.mailchimp.audience import Part, segment, spelled
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.settings import TRACKS, Settings

Facts = Mapping[str, str]
"""What can be compared of a campaign, each in one spelling; the names are those of `FIELDS`."""

FIELDS = ("subject", "preview", "from_name", "reply_to", "audience", "segment", "tracking",
          "additions", "content")
SIGNED = ("subject", "preview", "from_name", "reply_to", "content")
"""The fields that the digest in an email vouches for."""

EDITABLE = ("save", "paused")
LEAVING = ("schedule", "sending", "sent")
"""The states of a campaign that subscribers receive, or have received."""


@dataclass(frozen=True)
class Draft:
    """A campaign as Mailchimp holds it, with its content."""

    id: str
    web_id: str
    title: str
    type: str
    status: str
    template: str
    recipients: int
    """How many will receive it; 0 as long as Mailchimp has not counted them."""
    facts: Facts
    html: str
    text: str

    @property
    def digest(self) -> str:
        """The digest that the content carries, "" for none."""
        return digest.read(self.html) or ""

    @property
    def proven(self) -> bool:
        """Whether the digest is that of all it vouches for: a build of ours, touched by nobody."""
        facts = self.facts
        return self.digest == digest.of_email(
            facts["subject"], facts["preview"], facts["from_name"], facts["reply_to"],
            self.html, self.text)


def draft(campaign: Mapping[str, Any], content: Mapping[str, Any]) -> Draft:
    """Return the draft in Mailchimp's answers for a campaign and for its content."""
    settings = campaign.get("settings") or {}
    recipients = campaign.get("recipients") or {}
    html, text = str(content.get("html") or ""), str(content.get("plain_text") or "")
    return Draft(
        id=str(campaign["id"]), web_id=str(campaign.get("web_id", "")),
        title=str(settings.get("title", "")), type=str(campaign.get("type", "")),
        status=str(campaign.get("status", "")), template=str(settings.get("template_id") or ""),
        recipients=int(recipients.get("recipient_count") or 0),
        facts={**_found(settings, recipients, campaign.get("tracking") or {}),
               "content": fingerprint(html, text)},
        html=html, text=text)


def wanted(campaign: Campaign, part: Part, settings: Settings) -> Facts:
    """Return what the draft of the campaign must be."""
    return {
        "subject": campaign.subject, "preview": campaign.preview,
        "from_name": campaign.from_name, "reply_to": campaign.reply_to,
        "audience": settings.audience, "segment": spelled(segment(part)),
        "tracking": ", ".join(sorted(settings.tracking)), "additions": "",
        "content": fingerprint(campaign.html, campaign.text)}


def creation(campaign: Campaign, part: Part, settings: Settings, folder: str) -> dict[str, Any]:
    """Return the body of the request that creates the campaign."""
    body = change(campaign, part, settings)
    body["settings"] |= {"title": campaign.title, "folder_id": folder}
    return {"type": "regular", **body}


def change(campaign: Campaign, part: Part, settings: Settings) -> dict[str, Any]:
    """Return the body of the request that makes an existing campaign what it must be.

    The folder is left alone: an editor may have moved the draft.
    """
    return {
        "recipients": {"list_id": settings.audience, "segment_opts": segment(part)},
        "settings": {**_letterhead(campaign), "preview_text": campaign.preview,
                     "inline_css": False, "auto_footer": False},
        # All three are true unless one says otherwise.
        "tracking": {**{name: name in settings.tracking for name in TRACKS},
                     "google_analytics": ""}}


def widening(campaign: Campaign, settings: Settings) -> dict[str, Any]:
    """Return the body of the request that takes the segment off a campaign.

    Mailchimp counts the recipients anew only when a campaign without a segment is given one
    (Automattic/newspack-workspace#221); an empty object, not its absence, takes it off.
    """
    return {"recipients": {"list_id": settings.audience, "segment_opts": {}},
            "settings": _letterhead(campaign)}


def _letterhead(campaign: Campaign) -> dict[str, str]:
    # A PATCH must repeat these three every time.
    return {"subject_line": campaign.subject, "from_name": campaign.from_name,
            "reply_to": campaign.reply_to}


def _found(
    settings: Mapping[str, Any], recipients: Mapping[str, Any], tracking: Mapping[str, Any]
) -> dict[str, str]:
    added = [name for name in ("inline_css", "auto_footer") if settings.get(name)]
    added += ["google_analytics"] if tracking.get("google_analytics") else []
    return {
        "subject": str(settings.get("subject_line") or ""),
        "preview": str(settings.get("preview_text") or ""),
        "from_name": str(settings.get("from_name") or ""),
        "reply_to": str(settings.get("reply_to") or ""),
        "audience": str(recipients.get("list_id") or ""),
        "segment": spelled(recipients.get("segment_opts") or {}),
        # Absent means on: that is Mailchimp's own default.
        "tracking": ", ".join(sorted(name for name in TRACKS if tracking.get(name, True))),
        "additions": ", ".join(added)}
