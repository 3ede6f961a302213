"""Keep an account as Mailchimp does, in dictionaries, with its own ways."""

import copy
import hashlib
import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.support.fake_segments import Json, asked_for, chosen, page, understood

AUDIENCE = "a1b2c3d4e5"
CATEGORY = "c0ffee0001"
INTERESTS = {"fr": "f0f0f0f001", "en": "e0e0e0e002"}
FORM = "https://firm.example/mailchimp-form"
BUSY = ("{email} has signed up to a lot of lists very recently; we're not allowing more "
        "signups for now")
FAKE = "{email} looks fake or invalid, please enter a real email address."


class ProblemError(Exception):
    """What Mailchimp refuses: a status with a title, a detail and errors by field."""

    def __init__(self, status: int, title: str, detail: str, *errors: tuple[str, str]) -> None:
        super().__init__(detail)
        self.status = status
        self.document = {
            "type": "https://mailchimp.com/developer/marketing/docs/errors/", "title": title,
            "status": status, "detail": detail, "instance": "fake-0001"}
        if errors:
            self.document["errors"] = [
                {"field": name, "message": message} for name, message in errors]


@dataclass(frozen=True)
class Departure:
    """A campaign that left: as it was then, and to whom; `ours` if the API asked for it."""

    campaign: Json
    html: str
    addresses: tuple[str, ...]
    ours: bool

    @property
    def title(self) -> str:
        """The title it bore."""
        return str(self.campaign["settings"]["title"])


@dataclass
class Account:
    """One account; a test changes it as an editor would by hand."""

    members: dict[str, Json] = field(default_factory=dict)
    categories: list[Json] = field(default_factory=lambda: [
        {"id": CATEGORY, "title": "Langue / Language", "type": "checkboxes"}])
    interests: list[Json] = field(default_factory=lambda: [
        {"id": INTERESTS["fr"], "name": "Français", "category_id": CATEGORY},
        {"id": INTERESTS["en"], "name": "English", "category_id": CATEGORY}])
    merge_fields: list[Json] = field(default_factory=lambda: [{"tag": "FNAME", "type": "text"}])
    unfit: set[str] = field(default_factory=set)
    """The merge fields that take nothing that a form sends."""
    refused: dict[str, str] = field(default_factory=dict)
    """The addresses that are not taken, with the sentence that says so, such as BUSY and FAKE."""
    forgotten: set[str] = field(default_factory=set)
    """The members that were erased for good."""
    confirmations: list[str] = field(default_factory=list)
    """The addresses that were asked to confirm, as often as they were."""
    folders: list[Json] = field(default_factory=list)
    campaigns: dict[str, Json] = field(default_factory=dict)
    contents: dict[str, Json] = field(default_factory=dict)
    domains: list[Json] = field(default_factory=lambda: [
        {"domain": "lettre.example", "verified": True, "authenticated": True}])
    tests: list[Json] = field(default_factory=list)
    deliveries: list[tuple[str, str]] = field(default_factory=list)
    """The campaign and the address of every email that left."""
    departures: list[Departure] = field(default_factory=list)
    reports: dict[str, Json] = field(default_factory=dict)
    """What a report says otherwise than that all went well, by campaign."""
    unreported: set[str] = field(default_factory=set)
    """Campaigns of which there is no report yet."""
    clicks: dict[str, list[Json]] = field(default_factory=dict)
    """The addresses that were followed, by campaign."""
    double_optin: bool = True
    looks_before_sent: int = 1
    """How often a campaign is looked at while it is being sent."""
    drops_segments: bool = False
    rewrites_content: bool = False
    looks_before_count: int = 1
    """How often a campaign is looked at before Mailchimp has counted its recipients."""
    unlisted: set[str] = field(default_factory=set)
    """Campaigns that the list does not show yet."""
    looks_before_listed: int = 0
    """How often the list is looked at before it shows a new campaign."""
    page_limit: int = 1000
    """Entries of a list that one answer holds at most, whatever is asked."""
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def subscribe(self, email: str, *langs: str, status: str = "subscribed") -> None:
        """Put a member into the audience, with the interests of these languages."""
        self.members[member_id(email)] = {
            "id": member_id(email), "email_address": email, "status": status,
            "language": langs[0] if langs else "",
            "interests": {INTERESTS[lang]: lang in langs for lang in INTERESTS}}

    def titled(self, title: str) -> list[Json]:
        """Return the campaigns with this title."""
        return [each for each in self.campaigns.values() if each["settings"]["title"] == title]

    # What the API offers: one method for each path and verb of mailchimp-facts.json.

    def get_root(self, query: Json) -> Json:
        return {"account_id": "ac0001", "account_name": "Cabinet Lettre de Chine",
                "email": "cabinet@lettre.example", "total_subscribers": len(self._subscribed())}

    def get_list(self, query: Json, list_id: str) -> Json:
        self._list(list_id)
        return {"id": list_id, "name": "Lettre de Chine", "subscribe_url_long": FORM,
                "double_optin": self.double_optin,
                "stats": {"member_count": len(self._subscribed())}}

    def get_members(self, query: Json, list_id: str) -> Json:
        self._list(list_id)
        return self._page("members", asked_for([*self.members.values()], query), query)

    def get_member(self, query: Json, list_id: str, subscriber_hash: str) -> Json:
        self._list(list_id)
        if subscriber_hash not in self.members:
            raise not_found()
        return copy.deepcopy(self.members[subscriber_hash])

    def put_member(self, query: Json, list_id: str, subscriber_hash: str, body: Json) -> Json:
        self._list(list_id)
        if subscriber_hash != member_id(body["email_address"]):
            raise ProblemError(400, "Invalid Resource", "The hash is not that of the address.")
        known = self.members.get(subscriber_hash)
        self._check_person(body["email_address"], known, body)
        self._check_interests(body)
        self._check_merge_fields(query, body)
        status = body.get("status", known["status"] if known else body["status_if_new"])
        if status == "pending" and (not known or "status" in body):
            self.confirmations.append(body["email_address"])
        member = self.members.setdefault(subscriber_hash, {
            "id": subscriber_hash, "email_address": body["email_address"], "language": "",
            "interests": {}, "timestamp_signup": ""})
        member["status"] = status
        member |= {name: body[name] for name in ("language", "timestamp_signup") if name in body}
        member["interests"] = {**member["interests"], **body.get("interests", {})}
        # What it has no field for, it drops without a word.
        tags = {each["tag"] for each in self.merge_fields}
        member["merge_fields"] = {**member.get("merge_fields", {}), **{
            tag: value for tag, value in body.get("merge_fields", {}).items() if tag in tags}}
        return copy.deepcopy(member)

    def post_delete_permanent(self, query: Json, list_id: str, subscriber_hash: str) -> None:
        self._list(list_id)
        if subscriber_hash not in self.members:
            raise not_found()
        del self.members[subscriber_hash]
        self.forgotten.add(subscriber_hash)

    def get_merge_fields(self, query: Json, list_id: str) -> Json:
        self._list(list_id)
        return page("merge_fields", self.merge_fields, query)

    def get_categories(self, query: Json, list_id: str) -> Json:
        self._list(list_id)
        return self._page("categories", self.categories, query)

    def get_interests(self, query: Json, list_id: str, interest_category_id: str) -> Json:
        self._list(list_id)
        return self._page("interests", [each for each in self.interests
                                        if each["category_id"] == interest_category_id], query)

    def get_folders(self, query: Json) -> Json:
        return self._page("folders", self.folders, query)

    def post_folder(self, query: Json, body: Json) -> Json:
        folder = {"id": self._identity("fd"), "name": body["name"], "count": 0}
        self.folders.append(folder)
        return folder

    def get_campaigns(self, query: Json) -> Json:
        for each in self.campaigns.values():
            each["_unlisted"] = each.get("_unlisted", 0) - (not query.get("offset"))
        listed = [each for key, each in self.campaigns.items()
                  if key not in self.unlisted and each["_unlisted"] < 0
                  and query.get("folder_id") in (None, each["settings"]["folder_id"])]
        answer = page("campaigns", listed, query, self.page_limit)
        return {**answer, "campaigns": [self._shown(each) for each in answer["campaigns"]]}

    def post_campaign(self, query: Json, body: Json) -> Json:
        identity = self._identity("ca")
        number = int(identity[2:])
        campaign = {
            "id": identity, "web_id": number, "type": body["type"], "status": "save",
            "create_time": f"2018-07-01T09:{number % 60:02}:00+00:00", "send_time": "",
            "emails_sent": 0, "recipients": {}, "_unlisted": self.looks_before_listed,
            "settings": {"folder_id": "", "title": "", "inline_css": True, "auto_footer": True,
                         "template_id": 0, "to_name": ""},
            "tracking": {"opens": True, "html_clicks": True, "text_clicks": True}}
        self.campaigns[identity] = campaign
        self.contents[identity] = {"html": "", "plain_text": ""}
        self._change(campaign, body)
        return self._shown(campaign)

    def get_campaign(self, query: Json, campaign_id: str) -> Json:
        campaign = self._campaign(campaign_id)
        campaign["_looks"] = max(0, campaign["_looks"] - 1)
        shown = self._shown(campaign)
        if campaign["status"] == "sending":
            campaign["_sending"] = campaign.get("_sending", 0) - 1
            campaign |= {"status": "sending" if campaign["_sending"] > 0 else "sent"}
        return shown

    def patch_campaign(self, query: Json, campaign_id: str, body: Json) -> Json:
        campaign = self._editable(campaign_id)
        self._change(campaign, body)
        return self._shown(campaign)

    def get_content(self, query: Json, campaign_id: str) -> Json:
        self._campaign(campaign_id)
        content = copy.deepcopy(self.contents[campaign_id])
        if self.rewrites_content and content["html"]:
            content["html"] = content["html"].replace("</body>", "<i class=mc></i>\r\n</body>")
        return content

    def put_content(self, query: Json, campaign_id: str, body: Json) -> Json:
        campaign = self._editable(campaign_id)
        # With a template the new content is ignored, and the answer is the same.
        if not campaign["settings"]["template_id"]:
            self.contents[campaign_id] = {"plain_text": "", **body}
        return copy.deepcopy(self.contents[campaign_id])

    def get_checklist(self, query: Json, campaign_id: str) -> Json:
        ready = self._counted(self._campaign(campaign_id))
        item = {"type": "success" if ready else "error", "id": 501, "heading": "List",
                "details": "Ready" if ready else "Your recipients are not ready."}
        return {"is_ready": ready, "items": [item]}

    def post_test(self, query: Json, campaign_id: str, body: Json) -> None:
        self._campaign(campaign_id)
        self.tests.append({"campaign": campaign_id, **body})

    def delete_campaign(self, query: Json, campaign_id: str) -> None:
        self._campaign(campaign_id)
        del self.campaigns[campaign_id], self.contents[campaign_id]

    def post_replicate(self, query: Json, campaign_id: str) -> Json:
        original = self._campaign(campaign_id)
        if original["status"] not in ("save", "sent"):
            raise ProblemError(400, "Bad Request", "This campaign cannot be replicated.")
        identity = self._identity("ca")
        twin = copy.deepcopy(original) | {
            "id": identity, "web_id": int(identity[2:]), "status": "save", "send_time": "",
            "emails_sent": 0}
        twin["settings"]["title"] += " (copy 01)"
        self.campaigns[identity] = twin
        self.contents[identity] = copy.deepcopy(self.contents[campaign_id])
        return self._shown(twin)

    def post_send(self, query: Json, campaign_id: str) -> None:
        self._ready(campaign_id, "This campaign has already been sent.")
        self.deliver(self.campaigns[campaign_id], _now().isoformat(timespec="seconds"), ours=True)

    def post_schedule(self, query: Json, campaign_id: str, body: Json) -> None:
        time = _moment(body["schedule_time"])
        campaign = self._ready(campaign_id, "This campaign cannot be scheduled: .")
        if not time or time.minute % 15 or time.second or time <= _now():
            raise ProblemError(400, "Bad Request", "This campaign cannot be scheduled: .")
        campaign |= {"status": "schedule", "send_time": body["schedule_time"], "_ours": True}

    def let_time_pass(self) -> None:
        """Send all that is scheduled, as if its time had come."""
        for campaign in self.campaigns.values():
            if campaign["status"] == "schedule":
                self.deliver(campaign, campaign["send_time"], campaign.get("_ours", False))

    def deliver(self, campaign: Json, time: str, ours: bool) -> None:
        """Send a campaign to whom its segment holds at this moment."""
        options = campaign["recipients"].get("segment_opts", {})
        reached = [member["email_address"] for member in chosen(self._subscribed(), options)]
        self.deliveries += [(campaign["id"], address) for address in reached]
        self.departures.append(Departure(copy.deepcopy(campaign), self.contents[campaign["id"]][
            "html"], tuple(reached), ours))
        campaign |= {"status": "sending", "send_time": time, "emails_sent": len(reached),
                     "_sending": self.looks_before_sent}

    def get_report(self, query: Json, campaign_id: str) -> Json:
        campaign = self._campaign(campaign_id)
        if campaign["status"] not in ("sending", "sent") or campaign_id in self.unreported:
            raise not_found()
        report = {"id": campaign_id, "campaign_title": campaign["settings"]["title"],
                  "emails_sent": campaign["emails_sent"], "send_time": campaign["send_time"],
                  "abuse_reports": 0, "unsubscribed": 0,
                  "bounces": {"hard_bounces": 0, "soft_bounces": 0, "syntax_errors": 0},
                  "opens": {"opens_total": 0, "unique_opens": 0, "open_rate": 0},
                  "clicks": {"clicks_total": 0, "unique_subscriber_clicks": 0, "click_rate": 0}}
        return {**report, **copy.deepcopy(self.reports.get(campaign_id, {}))}

    def get_clicks(self, query: Json, campaign_id: str) -> Json:
        return self._page("urls_clicked", self.clicks.get(campaign_id, []), query)

    def post_unschedule(self, query: Json, campaign_id: str) -> None:
        campaign = self._campaign(campaign_id)
        if campaign["status"] != "schedule":
            raise ProblemError(400, "Bad Request", "This campaign is not scheduled.")
        campaign |= {"status": "save", "send_time": ""}

    def get_domains(self, query: Json) -> Json:
        return {"domains": copy.deepcopy(self.domains), "total_items": len(self.domains)}

    def _check_person(self, email: str, known: Json | None, body: Json) -> None:
        """Refuse a person in the words in which Mailchimp does."""
        if email in self.refused:
            raise ProblemError(400, "Invalid Resource", self.refused[email].format(email=email))
        if member_id(email) in self.forgotten:
            raise ProblemError(
                400, "Forgotten Email Not Subscribed", f"{email} was permanently deleted and "
                "cannot be re-imported. The contact must re-subscribe to get back on the list.")
        if known and known["status"] in ("unsubscribed", "cleaned") and body.get("status"):
            raise ProblemError(
                400, "Member In Compliance State", f"{email} is in a compliance state due to "
                "unsubscribe, bounce, or compliance review and cannot be subscribed.")

    def _check_interests(self, body: Json) -> None:
        known = {each["id"] for each in self.interests}
        for interest in body.get("interests", {}):
            if interest not in known:
                raise ProblemError(400, "Invalid Resource", f"Invalid interest ID: '{interest}'.")

    def _check_merge_fields(self, query: Json, body: Json) -> None:
        given = body.get("merge_fields", {})
        wrong = [("PLEASE", each["tag"]) for each in self.merge_fields if each.get("required")
                 and each["tag"] not in given and not query.get("skip_merge_validation")]
        wrong += [("INVALID", tag) for tag in given if tag in self.unfit]
        if wrong:
            raise ProblemError(400, "Invalid Resource", "Your merge fields were invalid.",
                               *((tag, reason) for reason, tag in wrong))

    def _list(self, list_id: str) -> None:
        if list_id != AUDIENCE:
            raise not_found()

    def _campaign(self, campaign_id: str) -> Json:
        if campaign_id not in self.campaigns:
            raise not_found()
        return self.campaigns[campaign_id]

    def _editable(self, campaign_id: str) -> Json:
        campaign = self._campaign(campaign_id)
        if campaign["status"] not in ("save", "paused"):
            raise ProblemError(400, "Bad Request", "This campaign has already been sent.")
        return campaign

    def _ready(self, campaign_id: str, otherwise: str) -> Json:
        """Return a campaign that can leave; it needs a content, and people who were counted."""
        campaign = self._campaign(campaign_id)
        if campaign["status"] != "save":
            raise ProblemError(400, "Bad Request", otherwise)
        if not (self._counted(campaign) and self.contents[campaign["id"]]["html"]):
            raise ProblemError(400, "Bad Request", "Your Campaign is not ready to send.")
        return campaign

    def _counted(self, campaign: Json) -> bool:
        """Tell whether the recipients are counted, and there are any."""
        return bool(not campaign["_looks"]
                    and self._reached(campaign["recipients"].get("segment_opts", {})))

    def _page(self, name: str, entries: list[Json], query: Json) -> Json:
        return copy.deepcopy(page(name, entries, query, self.page_limit))

    def _identity(self, prefix: str) -> str:
        return f"{prefix}{next(self.numbers):08d}"

    def _change(self, campaign: Json, body: Json) -> None:
        subject = body.get("settings", {}).get("subject_line", "")
        if len(subject) > 150:
            raise ProblemError(400, "Invalid Resource", "The resource could not be validated.",
                               ("settings.subject_line", "Must be 150 characters or less."))
        campaign["settings"] |= body.get("settings", {})
        campaign["tracking"] |= body.get("tracking", {})
        if "recipients" in body:
            self.address(campaign, body["recipients"])

    def address(self, campaign: Json, recipients: Json) -> None:
        """Give a campaign its recipients; what is not understood is dropped without a word."""
        self._list(recipients["list_id"])
        before = bool(campaign["recipients"].get("segment_opts"))
        options = recipients.get("segment_opts")
        if options is None:
            options = campaign["recipients"].get("segment_opts", {})
        if self.drops_segments or not understood(options, CATEGORY, self.interests):
            options = {}
        kept = campaign["recipients"].get("recipient_count", 0)
        campaign["recipients"] = {"list_id": recipients["list_id"],
                                  **({"segment_opts": options} if options else {})}
        # From one segment to another, Mailchimp keeps the number of the first.
        stale = before and bool(options)
        campaign["recipients"]["recipient_count"] = kept if stale else self._reached(options)
        campaign["_looks"] = self.looks_before_count

    def _reached(self, options: Json) -> int:
        return len(chosen(self._subscribed(), options))

    def _subscribed(self) -> list[Json]:
        return [each for each in self.members.values() if each["status"] == "subscribed"]

    def _shown(self, campaign: Json) -> Json:
        shown = {name: copy.deepcopy(value) for name, value in campaign.items()
                 if not name.startswith("_")}
        if campaign["_looks"]:
            shown["recipients"]["recipient_count"] = 0
        return shown


def member_id(email: str) -> str:
    """Return the id of a member."""
    return hashlib.md5(email.lower().encode()).hexdigest()


def not_found() -> ProblemError:
    """Return what is answered for anything that is not there."""
    return ProblemError(404, "Resource Not Found", "The requested resource could not be found.")


def _now() -> datetime:
    return datetime.now(UTC)


def _moment(time: str) -> datetime | None:
    """Return a time that says its zone, None for anything else."""
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
