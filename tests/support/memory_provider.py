"""A second provider of newsletters, in memory: the border in its own words, without HTTP.

It keeps campaigns and subscribers in the rows of the fake account, so that the same hands can
meddle with them. Of the package that speaks to Mailchimp it knows nothing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from plugins.core.messages import Message, say
from plugins.newsletter.campaigns import (
    EVERYONE,
    Audience,
    Checklist,
    Draft,
    Facts,
    Listed,
    Listing,
    Part,
    Report,
    State,
    StateName,
    Tally,
)
from plugins.newsletter.digest import fingerprint
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.provider import Need, Patience, ProviderError, UncertainError
from tests.support.fake_account import AUDIENCE, CATEGORY, INTERESTS
from tests.support.fake_mailchimp import FakeMailchimp
from tests.support.spoiled_calls import SpoiledCalls

ENGLISH = {"match": "all", "conditions": [{
    "condition_type": "Interests", "field": f"interests-{CATEGORY}", "op": "interestcontains",
    "value": [INTERESTS["en"]]}]}
RULES = {"english": ENGLISH, "others": {"match": "all", "conditions": [
    {**ENGLISH["conditions"][0], "op": "interestnotcontains"}]}}  # type: ignore[index]
"""Who receives a campaign: the provider's word for it, and how the account keeps it."""

NAMES: Mapping[str, StateName] = {"save": "draft", "paused": "paused", "schedule": "scheduled",
                                  "sending": "sending", "sent": "sent"}


class MemoryProvider:
    """Campaigns in dictionaries; a call that is disturbed is never made again by itself."""

    name = "Postbox"
    sending = say("it is on its way")
    patience = Patience(retries=(0, 0), count=(0, 0), order=(0, 0))
    is_set_up = True
    tracking: Collection[str] = ()

    def __init__(self, fake: FakeMailchimp) -> None:
        self._calls = SpoiledCalls(fake)

    def tracking_in_words(self, names: Collection[str]) -> Message:
        return say("{names}", names=", ".join(names))

    def require_account(self) -> None:
        """There is one."""

    def count_audience(self) -> Audience:
        rows = self._calls.read("/members", lambda account: account.members).values()
        members = [each for each in rows if each["status"] == "subscribed"]
        english = sum(bool(each["interests"].get(INTERESTS["en"])) for each in members)
        return Audience(len(members), {
            "en": Part("en", say("who reads English"), "english", english),
            "fr": Part("fr", say("the others"), "others", len(members) - english)})

    def list_campaigns(self) -> Listing:
        def listed(account: Any) -> list[Listed]:
            for row in account.campaigns.values():
                row["_unlisted"] -= 1
            return [_listed(row) for row in account.campaigns.values() if row["_unlisted"] < 0]

        return Listing(tuple(self._calls.read("/campaigns", listed)))

    def find(self, identity: str) -> Listed:
        return _listed(self._row(identity), is_listed=False)

    def read_draft(self, identity: str) -> Draft:
        row = self._row(identity)
        content = self._calls.read(f"/campaigns/{identity}/content",
                             lambda account: account.get_content({}, identity))
        html, text = content["html"], content["plain_text"]
        return Draft(
            identity, row["settings"]["title"], _state(row),
            row["recipients"].get("recipient_count", 0),
            {**_facts(row), "content": fingerprint(html, text)}, html, text,
            fixed_content=bool(row["settings"]["template_id"]))

    def is_addressed_to_us(self, identity: str) -> bool:
        return bool(self._row(identity)["recipients"].get("list_id") == AUDIENCE)

    def wanted_facts(self, email: Campaign, part: Part) -> Facts:
        return {"subject": email.subject, "preview": email.preview, "from_name": email.from_name,
                "reply_to": email.reply_to, "audience": AUDIENCE, "segment": part.rule,
                "tracking": "", "additions": "", "content": fingerprint(email.html, email.text)}

    def create(self, email: Campaign, part: Part) -> str:
        body = {"type": "regular", **_body(email, part)}
        try:
            return str(self._calls.write("POST", "/campaigns", lambda account:
                                         account.post_campaign({}, body))["id"])
        except UncertainError:
            found = [each.id for each in self.list_campaigns().campaigns
                     if each.title == email.title]
            if len(found) != 1:
                raise
            return found[0]

    def update(self, draft: Draft, email: Campaign, part: Part, recount: bool,
               intend: Callable[[Facts], None]) -> None:
        def change(account: Any) -> None:
            account.patch_campaign({}, draft.id, _body(email, part, draft.title))
            recipients = account.campaigns[draft.id]["recipients"]
            recipients["recipient_count"] = account._reached(recipients.get("segment_opts", {}))

        self._calls.write("PATCH", f"/campaigns/{draft.id}", change)

    def set_content(self, identity: str, html: str, text: str) -> None:
        body = {"html": html, "plain_text": text}
        self._calls.write("PUT", f"/campaigns/{identity}/content",
                    lambda account: account.put_content({}, identity, body))

    def delete(self, identity: str, title: str) -> None:
        row = self._row(identity)
        if (row["settings"]["title"], row["status"]) != (title, "save"):
            raise ProviderError(say("it is another campaign"))
        self._calls.write("DELETE", f"/campaigns/{identity}",
                          lambda account: account.delete_campaign({}, identity))

    def count_recipients(self, identity: str) -> int:
        return int(self._row(identity)["recipients"].get("recipient_count", 0))

    def checklist(self, identity: str) -> Checklist:
        return Checklist(self._calls.read(f"/campaigns/{identity}/send-checklist", lambda account:
                                    account.get_checklist({}, identity))["is_ready"])

    def send_test(self, identity: str, addresses: Sequence[str]) -> None:
        for _ in ("html", "text"):
            self._act(identity, "test", lambda account: account.post_test(
                {}, identity, {"test_emails": list(addresses)}))

    def send(self, identity: str) -> None:
        self._act(identity, "send", lambda account: account.post_send({}, identity))

    def schedule(self, identity: str, time: str) -> None:
        self._act(identity, "schedule", lambda account: account.post_schedule(
            {}, identity, {"schedule_time": time}))

    def unschedule(self, identity: str) -> None:
        self._act(identity, "unschedule", lambda account: account.post_unschedule({}, identity))

    def unauthenticated(self, addresses: Collection[str]) -> list[str]:
        domains = self._calls.read("/domains", lambda account: account.domains)
        return [each["domain"] for each in domains if not each["authenticated"]]

    def report(self, identity: str) -> Report | None:
        return Report(Tally(self._row(identity)["emails_sent"], 0, 0, 0, 0))

    def examine(self, need: Need, languages: Sequence[str]) -> Iterator[tuple[bool, Message]]:
        return iter(())

    def _row(self, identity: str) -> dict[str, Any]:
        return dict(self._calls.read(f"/campaigns/{identity}",
                               lambda account: account.get_campaign({}, identity)))

    def _act(self, identity: str, name: str, do: Callable[[Any], object]) -> None:
        self._calls.write("POST", f"/campaigns/{identity}/actions/{name}", do)


def _state(row: Mapping[str, Any]) -> State:
    return State(NAMES.get(row["status"], "other"), f"~{row['status']}~")


def _listed(row: Mapping[str, Any], is_listed: bool = True) -> Listed:
    return Listed(row["id"], row["settings"]["title"], _state(row), row["create_time"],
                  row["send_time"], row["emails_sent"], is_listed=is_listed)


def _facts(row: Mapping[str, Any]) -> dict[str, str]:
    settings, options = row["settings"], row["recipients"].get("segment_opts")
    rule = next((name for name, kept in RULES.items() if kept == options), "strange")
    return {"subject": settings.get("subject_line", ""),
            "preview": settings.get("preview_text", ""),
            "from_name": settings.get("from_name", ""), "reply_to": settings.get("reply_to", ""),
            "audience": row["recipients"].get("list_id", ""),
            "segment": rule if options else EVERYONE, "additions": "",
            "tracking": ", ".join(name for name, on in row["tracking"].items() if on)}


def _body(email: Campaign, part: Part, title: str = "") -> dict[str, Any]:
    return {"recipients": {"list_id": AUDIENCE, "segment_opts": RULES[part.rule]},
            "settings": {"title": title or email.title, "subject_line": email.subject,
                         "preview_text": email.preview, "from_name": email.from_name,
                         "reply_to": email.reply_to, "inline_css": False, "auto_footer": False},
            "tracking": dict.fromkeys(("opens", "html_clicks", "text_clicks"), False)}
