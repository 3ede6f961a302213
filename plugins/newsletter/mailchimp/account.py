"""Be the newsletter's provider: an account at Mailchimp, asked in the newsletter's own types."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from functools import cached_property

from plugins.core.messages import Message, say
from plugins.newsletter.campaigns import (
    EVERYONE,
    Audience,
    Checklist,
    Draft,
    Facts,
    FollowedLink,
    Listed,
    Listing,
    Part,
    Remark,
    Report,
)
from plugins.newsletter.mailchimp import audience, campaign
from plugins.newsletter.mailchimp.client import Client, Json, require_account
from plugins.newsletter.mailchimp.settings import MailchimpSettings
from plugins.newsletter.outbox import Campaign
from plugins.newsletter.provider import (
    Need,
    NotFoundError,
    Patience,
    ProviderError,
    UncertainError,
)

KINDS = ("html", "plaintext")
"""The parts of an email of which Mailchimp sends tests."""


class Mailchimp:
    """An account at Mailchimp, with one audience and one folder for its campaigns."""

    name = "Mailchimp"
    sending = say("Mailchimp is sending it, or has sent it")

    def __init__(self, settings: MailchimpSettings, fault: Message | None = None) -> None:
        """Take the settings, and what is wrong with the environment, of which they lack that."""
        self._settings = settings
        self._fault = fault

    @cached_property
    def _client(self) -> Client:
        return Client(self._settings)

    @property
    def patience(self) -> Patience:
        return self._settings.patience

    @property
    def is_set_up(self) -> bool:
        return bool(self._settings.key and self._settings.audience)

    @property
    def tracking(self) -> Collection[str]:
        return self._settings.tracking

    def tracking_in_words(self, names: Collection[str]) -> Message:
        return campaign.tracking_in_words(names)

    def require_account(self) -> None:
        require_account(self._settings)

    def count_audience(self) -> Audience:
        return audience.count_audience(self._client)

    def list_campaigns(self) -> Listing:
        folder = self._folder_id()
        return Listing(self._campaigns(folder), "" if folder else self._settings.folder)

    def _campaigns(self, folder: str) -> tuple[Listed, ...]:
        # Those of our folder, and once more all, for an editor may move one: Mailchimp cannot
        # filter on a title, and its search is not exact.
        entries = [*(self._client.campaigns(folder) if folder else ()), *self._client.campaigns()]
        return tuple({entry["id"]: campaign.listed_campaign(entry, self._settings.root)
                      for entry in entries}.values())

    def _folder_id(self) -> str:
        # The first of several: Mailchimp may make one late that it has not answered for, and
        # nothing depends on it but the order in its pages.
        return next((str(each["id"]) for each in self._client.folders()
                     if each.get("name") == self._settings.folder), "")

    def _require_folder(self) -> str:
        found = self._folder_id()
        if found:
            return found
        try:
            return str(self._client.create_folder(self._settings.folder)["id"])
        except UncertainError:
            found = self._folder_id()
            if not found:
                raise
            return found

    def find(self, identity: str) -> Listed:
        return campaign.listed_campaign(
            self._client.campaign(identity), self._settings.root, is_listed=False)

    def read_draft(self, identity: str) -> Draft:
        answer = self._client.campaign(identity)
        try:
            content = self._client.content(identity)
        except NotFoundError:
            content = {}  # It was never given any.
        return campaign.draft(answer, content, self._settings.root)

    def is_addressed_to_us(self, identity: str) -> bool:
        return campaign.audience_of(self._client.campaign(identity)) == self._settings.audience

    def wanted_facts(self, email: Campaign, part: Part) -> Facts:
        return campaign.wanted_facts(email, part, self._settings)

    def create(self, email: Campaign, part: Part) -> str:
        folder = self._require_folder()
        body = campaign.creation(email, part, self._settings, folder)
        try:
            return str(self._client.create_campaign(body)["id"])
        except UncertainError as doubt:
            return self._look_for(email.title, folder, doubt)

    def _look_for(self, title: str, folder: str, doubt: UncertainError) -> str:
        for wait in self.patience.retries:
            time.sleep(wait)
            found = [each.id for each in self._campaigns(folder) if each.title == title]
            if len(found) == 1:
                return found[0]
        raise doubt

    def update(self, draft: Draft, email: Campaign, part: Part, recount: bool,
               intend: Callable[[Facts], None]) -> None:
        if recount and draft.facts["segment"] != EVERYONE and part.rule:
            intend({**self.wanted_facts(email, part), "segment": EVERYONE})
            self._client.update_campaign(draft.id, campaign.widening(email, self._settings))
        self._client.update_campaign(draft.id, campaign.change(email, part, self._settings))

    def set_content(self, identity: str, html: str, text: str) -> None:
        self._client.set_content(identity, html, text)

    def delete(self, identity: str, title: str) -> None:
        found = self.find(identity)
        if (found.title, found.state.name) != (title, "draft"):
            raise ProviderError(say(
                "“{title}” is not deleted: it is no longer the draft that was made under that name",
                title=title))
        with suppress(UncertainError):
            self._client.delete_campaign(identity)
        with suppress(NotFoundError):  # whatever was answered, only this says that it is done
            self.find(identity)
            raise UncertainError(say("Mailchimp still has “{title}” after it was told to delete it",
                                     title=title))

    def count_recipients(self, identity: str) -> int:
        return campaign.recipient_count(self._client.campaign(identity))

    def checklist(self, identity: str) -> Checklist:
        answer = self._client.checklist(identity)
        return Checklist(answer["is_ready"], tuple(
            Remark(item["type"], item.get("heading", ""), item.get("details", ""))
            for item in answer.get("items") or [] if item.get("type") in ("warning", "error")))

    def send_test(self, identity: str, addresses: Sequence[str]) -> None:
        for kind in KINDS:
            self._client.send_test(identity, kind, addresses)

    def send(self, identity: str) -> None:
        self._client.send(identity)

    def schedule(self, identity: str, time: str) -> None:
        self._client.schedule(identity, time)

    def unschedule(self, identity: str) -> None:
        self._client.unschedule(identity)

    def unauthenticated(self, addresses: Collection[str]) -> list[str]:
        verified = {str(entry.get("domain", "")).lower() for entry in self._client.domains()
                    if entry.get("authenticated")}
        used = {address.rpartition("@")[2].lower() for address in addresses}
        return sorted(used - verified)

    def report(self, identity: str) -> Report | None:
        tracking = campaign.tracked_in(self._client.campaign(identity))
        try:
            counted = campaign.tally(self._client.report(identity), tracking)
        except NotFoundError:
            return None
        if counted.clicked is None:
            return Report(counted)
        # Mailchimp has listed the same link twice (mailchimp-client-lib-codegen#95).
        entries = {entry["id"]: entry for entry in self._client.clicks(identity)}.values()
        return Report(counted, tuple(
            FollowedLink(str(entry["url"]), int(entry["total_clicks"])) for entry in entries))

    def examine(self, need: Need, languages: Sequence[str]) -> Iterator[tuple[bool, Message]]:
        settings = self._settings
        match need:
            case "key" if self._fault:
                yield False, self._fault
            case "key" if settings.key:  # whether Mailchimp accepts it is another matter
                yield True, say("set, and well formed")
            case "key":
                yield False, say("there is none; set MAILCHIMP_API_KEY in the environment")
            case "account":
                yield True, _quoted(self._client.account().get("account_name", ""))
            case "audience" if settings.audience:
                yield True, _quoted(self._list.get("name", ""))
                yield True, say("Mailchimp’s own form for it, “signup” below “[firm]” in "
                                "firm.toml: {form}", form=self._list.get("subscribe_url_long", "?"))
            case "audience":
                yield False, say("none is named; set MAILCHIMP_AUDIENCE_ID in the environment, or "
                                 "“audience” below “[newsletter]”")
            case "double_optin" if self._list.get("double_optin"):
                yield True, say("switched on")
            case "double_optin":
                yield False, say("switched off, so that anyone can subscribe anyone else; turn it "
                                 "on in Mailchimp, under Audience, Settings, Audience name and "
                                 "defaults")
            case "groups":
                yield from self._examine_groups(languages)
            case "fields":
                yield from self._examine_fields()
            case "folder" if self._folder_id():
                yield True, _quoted(settings.folder)
            case "folder":
                yield True, say("“{name}” is not there yet; the first push creates it",
                                name=settings.folder)

    def _examine_groups(self, languages: Sequence[str]) -> Iterator[tuple[bool, Message]]:
        """Yield a remark for the category, and one for each language: all that are missing."""
        category = audience.category_id(self._client)
        yield True, say("category “{name}”", name=self._settings.category)
        entries = self._client.interests(category)
        for lang in languages:
            try:
                audience.interest_id(self._settings, lang, entries)
                yield True, say("group “{name}”", name=self._settings.interests[lang])
            except ProviderError as error:
                yield False, error.message

    def _examine_fields(self) -> Iterator[tuple[bool, Message]]:
        """Yield a remark for each field in which a subscription by a form is noted, if it is there.
        """
        kinds = {each["tag"]: each.get("type") for each in self._client.merge_fields()}
        for tag in audience.NOTES:
            if tag not in kinds:
                yield True, say("there is no {tag}; a text field of this name would be filled in",
                                tag=tag)
            elif kinds[tag] == "text":
                yield True, say("{tag} is filled in", tag=tag)
            else:
                yield False, say("{tag} is of the type “{kind}” and stays empty; replace it by a "
                                 "text field of the same name in Mailchimp, under Audience, "
                                 "Settings, Audience fields", tag=tag, kind=kinds[tag])

    @cached_property
    def _list(self) -> Json:
        return audience.audience_of(self._client)


def _quoted(name: object) -> Message:
    """Return a name in quotation marks."""
    return say("“{name}”", name=name)
