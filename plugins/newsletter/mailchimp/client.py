"""Ask Mailchimp, and hold each answer against the shape in which it is read.

A gateway, or a change at Mailchimp, may put other JSON in its place.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from mailchimp_marketing.api.campaign_folders_api import CampaignFoldersApi
from mailchimp_marketing.api.campaigns_api import CampaignsApi
from mailchimp_marketing.api.lists_api import ListsApi
from mailchimp_marketing.api.reports_api import ReportsApi
from mailchimp_marketing.api.root_api import RootApi
from mailchimp_marketing.api.verified_domains_api import VerifiedDomainsApi

from plugins.core.messages import SettingsError, say
from plugins.newsletter.mailchimp.settings import MailchimpSettings
from plugins.newsletter.mailchimp.transport import Transport
from plugins.newsletter.provider import ProviderError, UnavailableError, UncertainError

PAGE = 1000
"""Entries of a list to ask for at once: the most that Mailchimp gives; it gives 10 unasked."""

SUMMARY = ("id", "web_id", "status", "create_time", "send_time", "emails_sent", "settings.title")
"""What is asked of each campaign while looking for ours."""

Json = dict[str, Any]

Shape = type | tuple[Any, ...] | list[Any] | Mapping[str, Any]
"""A type; one of several shapes; a list of one; or names with their shapes, of which “?” at the end
of a name says that it may be missing, or null."""

ENTRY: Shape = {"id": str}

SUMMARY_ENTRY: Shape = {
    "id": str, "status": str, "create_time?": str, "send_time?": str, "emails_sent?": int,
    "settings?": {"title?": str}}

CAMPAIGN: Shape = {
    "id": str, "status": str, "emails_sent?": int, "settings?": dict, "tracking?": dict,
    "recipients?": {"recipient_count?": int, "segment_opts?": {"conditions?": [dict]}}}

CONTENT: Shape = (
    {"html": str, "plain_text?": str}, {"html?": str, "plain_text": str},
    {"html?": str, "plain_text?": str, "_links": list})

CHECKLIST: Shape = {"is_ready": bool, "items?": [dict]}
FOLLOWED: Shape = {"id": str, "url": str, "total_clicks": int}

REPORT: Shape = {
    "emails_sent": int, "abuse_reports?": int, "unsubscribed?": int,
    "bounces?": {"hard_bounces?": int, "soft_bounces?": int, "syntax_errors?": int},
    "opens?": {"unique_opens?": int}, "clicks?": {"unique_subscriber_clicks?": int}}


class Client:
    """What we ask of one account, and of its audience that is set.

    Every call raises ProviderError if it does not succeed.
    """

    def __init__(self, settings: MailchimpSettings) -> None:
        transport = Transport(settings.root, settings.key, settings.patience)
        self.settings = settings
        self._audience = settings.audience
        self._campaigns = CampaignsApi(transport)
        self._folders = CampaignFoldersApi(transport)
        self._lists = ListsApi(transport)
        self._domains = VerifiedDomainsApi(transport)
        self._reports = ReportsApi(transport)
        self._root = RootApi(transport)

    def account(self) -> Json:
        return checked(self._root.get_root(fields=["account_name", "email"]), {"account_name": str})

    def audience(self) -> Json:
        return checked(self._lists.get_list(self._audience), ENTRY)

    def count_subscribers(self, category: str = "", interests: Collection[str] = (),
                          match: str = "") -> int:
        """Return how many are subscribed and have `any`, `all` or `none` of the interests."""
        chosen = {"interest_category_id": category, "interest_ids": ",".join(interests),
                  "interest_match": match} if interests else {}
        page = self._lists.get_list_members_info(
            self._audience, status="subscribed", count=1, fields=["total_items"], **chosen)
        return int(checked(page, {"total_items": int})["total_items"])

    def interest_categories(self) -> list[Json]:
        return _every("categories", self._lists.get_list_interest_categories, self._audience)

    def interests(self, category: str) -> list[Json]:
        return _every("interests", self._lists.list_interest_category_interests, self._audience,
                      category)

    def merge_fields(self) -> list[Json]:
        """Return the fields that the audience has for what is known of a subscriber."""
        return _every("merge_fields", self._lists.get_list_merge_fields, self._audience,
                      entry={"tag": str})

    def put_member(self, email: str, body: Json) -> Json:
        """Add or change the subscriber with this address, whatever else the audience asks for."""
        # As a word: the library would write True, which is none of JSON's.
        return made(self._lists.set_list_member(self._audience, _member(email), body,
                                                skip_merge_validation="true"), {"status": str})

    def member(self, email: str) -> Json:
        """Return the state of this address in the audience, and when it was last asked for.

        Raises NotFoundError if the audience has no such address.
        """
        return checked(self._lists.get_list_member(
            self._audience, _member(email), fields=["status", "timestamp_signup"]),
            {"status": str, "timestamp_signup?": str})

    def erase_member(self, email: str) -> None:
        """Have all that is known of this address erased; raise NotFoundError if nothing is."""
        self._lists.delete_list_member_permanent(self._audience, _member(email))

    def folders(self) -> list[Json]:
        return _every("folders", self._folders.list)

    def create_folder(self, name: str) -> Json:
        return made(self._folders.create({"name": name}), ENTRY)

    def campaigns(self, folder: str = "") -> list[Json]:
        """Return a summary of every campaign of the account, or of one folder."""
        fields = ["total_items", *(f"campaigns.{name}" for name in SUMMARY)]
        within = {"folder_id": folder} if folder else {}
        # The oldest first: a campaign made meanwhile moves no other to a page already read.
        return _every("campaigns", self._campaigns.list, entry=SUMMARY_ENTRY, fields=fields,
                      sort_field="create_time", sort_dir="ASC", **within)

    def campaign(self, campaign: str) -> Json:
        return checked(self._campaigns.get(campaign), CAMPAIGN)

    def create_campaign(self, body: Json) -> Json:
        return made(self._campaigns.create(body), ENTRY)

    def update_campaign(self, campaign: str, body: Json) -> Json:
        return made(self._campaigns.update(campaign, body), ENTRY)

    def content(self, campaign: str) -> Json:
        return checked(self._campaigns.get_content(campaign), CONTENT)

    def set_content(self, campaign: str, html: str, text: str) -> None:
        self._campaigns.set_content(campaign, {"html": html, "plain_text": text})

    def checklist(self, campaign: str) -> Json:
        return checked(self._campaigns.get_send_checklist(campaign), CHECKLIST)

    def send_test(self, campaign: str, kind: str, addresses: Collection[str]) -> None:
        """Have one test mail, `html` or `plaintext`, sent to each of the addresses."""
        self._campaigns.send_test_email(
            campaign, {"test_emails": list(addresses), "send_type": kind})

    def send(self, campaign: str) -> None:
        self._campaigns.send(campaign)

    def schedule(self, campaign: str, time: str) -> None:
        """Have Mailchimp send the campaign at an ISO 8601 time in UTC, on a quarter of an hour."""
        self._campaigns.schedule(campaign, {"schedule_time": time})

    def unschedule(self, campaign: str) -> None:
        self._campaigns.unschedule(campaign)

    def delete_campaign(self, campaign: str) -> None:
        self._campaigns.remove(campaign)

    def report(self, campaign: str) -> Json:
        return checked(self._reports.get_campaign_report(campaign), REPORT)

    def clicks(self, campaign: str) -> list[Json]:
        """Return how often each address in the campaign was followed."""
        return _every("urls_clicked", self._reports.get_campaign_click_details, campaign,
                      entry=FOLLOWED)

    def domains(self) -> list[Json]:
        answer = self._domains.get_verified_domains_all()
        return list(checked(answer, {"domains": [dict]})["domains"])


def connect(settings: MailchimpSettings) -> Client:
    """Return the account that the settings lead to; raise SettingsError if they lead to none."""
    require_account(settings)
    return Client(settings)


def require_account(settings: MailchimpSettings) -> None:
    """Raise SettingsError, saying what to set, if the settings do not lead to an audience."""
    if not settings.key:
        raise SettingsError(say(
            "there is no key for Mailchimp; set MAILCHIMP_API_KEY in the environment "
            "(the emails are ready in the outbox)"))
    if not settings.audience:
        raise SettingsError(say(
            "there is no audience to write to; set MAILCHIMP_AUDIENCE_ID in the environment, or "
            "“audience” below “[newsletter]” (the emails are ready in the outbox)"))


def only_id(field: str, value: str, entries: Iterable[Mapping[str, Any]]) -> str:
    """Return the id of the one entry with this name, "" for none.

    Raises ProviderError if there are two: which one is meant, only a person knows.
    """
    ids = [str(entry["id"]) for entry in entries if entry.get(field) == value]
    if len(ids) > 1:
        raise ProviderError(say(
            "“{name}” is there {number} times in Mailchimp ({ids}); rename all but one",
            name=value, number=len(ids), ids=", ".join(ids)))
    return ids[0] if ids else ""


def _member(email: str) -> str:
    """Return Mailchimp's own name for a member; nothing secret hangs on the hash."""
    return hashlib.md5(email.lower().encode(), usedforsecurity=False).hexdigest()


def _every(
    name: str, call: Callable[..., Json], *path: str, entry: Shape = ENTRY, **query: Any
) -> list[Json]:
    """Return the entries of a list, read to its end."""
    found: list[Json] = []
    while True:
        page = checked(call(*path, count=PAGE, offset=len(found), **query),
                    {name: [entry], "total_items": int})
        found += page[name]
        if len(found) >= int(page["total_items"]):
            return found
        if not page[name]:
            raise UnavailableError(say(
                "Mailchimp gave an incomplete list; try again in a few minutes"))


def checked(answer: Json, shape: Shape) -> Json:
    """Return the answer to a question; raise UnavailableError if it has another shape."""
    if fits(answer, shape):
        return answer
    raise UnavailableError(say(
        "Mailchimp’s answer cannot be read: it is not what was asked for; try again in a few "
        "minutes"))


def made(answer: Json, shape: Shape) -> Json:
    """Return the answer to what makes or changes something; raise UncertainError likewise."""
    if fits(answer, shape):
        return answer
    raise UncertainError(say(
        "Mailchimp’s answer cannot be read: the request may or may not have been carried out; run "
        "the command again, it checks before it writes"))


def fits(value: object, shape: Shape) -> bool:
    """Tell whether a value has the shape; what the shape does not name does not count."""
    if isinstance(shape, type):
        # In Python a bool is an int.
        return isinstance(value, shape) and (shape is bool or not isinstance(value, bool))
    if isinstance(shape, tuple):
        return any(fits(value, each) for each in shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(each, shape[0]) for each in value)
    return isinstance(value, dict) and all(
        fits(value.get(name.removesuffix("?")), inner)
        or (name.endswith("?") and value.get(name.removesuffix("?")) is None)
        for name, inner in shape.items())
