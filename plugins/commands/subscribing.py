"""Hand subscriptions on to the audience, as the receiver's deliveries ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from plugins.core.messages import SettingsError, say
from plugins.core.project import Options
from plugins.forms.delivery.deliver import Subscribe
from plugins.forms.delivery.plan import no_way_needed, way_back
from plugins.forms.delivery.worker import Refused
from plugins.forms.records.submission import Delivery, Planned, Submission
from plugins.newsletter.mailchimp.errors_part import RefusedError
from plugins.newsletter.mailchimp.members import Asked, Subscription, subscribe
from plugins.newsletter.settings import Patience, Settings, read_settings

HASTE = Patience(timeouts=(5, 20), retries=())
"""A delivery has its own way of trying again."""

NOWHERE = say("the subscriptions cannot be handed on; set MAILCHIMP_API_KEY and "
              "MAILCHIMP_AUDIENCE_ID")


def audience_settings(options: Options, environment: Mapping[str, str]) -> Settings:
    """Return the settings that lead to the audience; raise SettingsError if they lead to none."""
    settings = read_settings(options.settings["NEWSLETTER"], list(options.languages),
                             options.settings["DEFAULT_LANG"], environment)
    if not (settings.key and settings.audience):
        raise SettingsError(NOWHERE)
    return replace(settings, patience=HASTE)


def no_audience(_: Delivery) -> Sequence[Planned]:
    """Refuse for now: the form was declared after the receiver had asked for its settings."""
    raise SettingsError(NOWHERE)


def subscriber(settings: Settings, site: str) -> Subscribe:
    """Return what makes an address a pending member, and plans the mail to one who is none anew.

    `site` is the origin of the site's pages.
    """
    def make_member(delivery: Delivery) -> Sequence[Planned]:
        submission = delivery.submission
        try:
            subscription = subscribe(delivery.address, submission.lang, settings,
                                     _asked(submission, site))
        except RefusedError as error:
            # Of all refusals, this one alone is about the address: the others may be mended.
            if error.status == 400:
                raise Refused(error.message) from error
            raise
        return _following(delivery.address, subscription)

    return make_member


def _following(email: str, subscription: Subscription) -> Sequence[Planned]:
    """Return the mail to an address that Mailchimp does not write to; to each it comes alike."""
    if subscription.state == "subscribed":
        return (no_way_needed(email),)
    if subscription.state == "left" and subscription.form:
        return (way_back(email, subscription.form),)
    return ()


def _asked(submission: Submission, site: str) -> Asked:
    versions = ", ".join(f"{each.field} {each.version}" for each in submission.consents)
    return Asked(submission.created, submission.page and site + submission.page, versions)
