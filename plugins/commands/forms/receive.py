"""Put the form receiver together: with local mailboxes, or with the servers of the environment."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette

from plugins.build.server_files import hosts_of
from plugins.commands.forms.submissions import database, declared_forms
from plugins.commands.terminal import Terminal
from plugins.core.i18n import load
from plugins.core.messages import SettingsError, say
from plugins.core.project import Options
from plugins.forms.declaration.load import ReloadingForms
from plugins.forms.delivery.deliver import Sender, Subscribe, deliverer
from plugins.forms.delivery.plan import NO_PAGE, planner, request_again, way_back
from plugins.forms.delivery.smtp import MailSessions, to_folder
from plugins.forms.delivery.worker import Chore, Ended, Later, Refused
from plugins.forms.log import note, to_stderr
from plugins.forms.page.draw import Theme, theme_of
from plugins.forms.receiver.app import ReceiverContext, receiver
from plugins.forms.receiver.health import health_of
from plugins.forms.receiver.responses import Responder, SitePages
from plugins.forms.receiver.settings import read_settings
from plugins.forms.records.arrivals import UNLIMITED
from plugins.forms.records.retention import keep_up
from plugins.forms.records.store import Store
from plugins.forms.records.submission import Delivery, Planned
from plugins.newsletter.mailchimp.members import Members, SignupRequest, Subscription
from plugins.newsletter.mailchimp.settings import MailchimpSettings, read_mailchimp_settings
from plugins.newsletter.provider import RefusedError, UncertainError
from plugins.newsletter.settings import read_newsletter_settings
from plugins.preview.server import listening
from plugins.site.serving.headers import every_answer, origin
from plugins.watch.watch import HASTE, Watch

LOCAL_SENDER = "forms@localhost"
"""The address from which `serve` writes; it never leaves the computer."""

SLOW = 10
"""Seconds after which a connection that asks nothing is closed."""

NOWHERE = say("subscriptions cannot be passed to Mailchimp; set MAILCHIMP_API_KEY and "
              "MAILCHIMP_AUDIENCE_ID")

BACK = say("the address was unsubscribed or erased earlier, or emails to it came back; only "
           "Mailchimp’s own form takes it again, and a mail to it says where that is")


def local_receiver(options: Options, site: Path, mail: Path, address: str) -> Starlette:
    """Return the receiver of `serve`: every delivery ends as a file in `mail`."""
    async def send(message: EmailMessage, _: str) -> None:
        to_folder(message, mail)

    forms, theme = _reloading_forms(options), _theme(options)
    # What is tried out is never handed on by the published receiver, nor the other way round.
    store = Store(database(options, options.var / "preview"), planner(forms), UNLIMITED)
    return receiver(ReceiverContext(
        forms, store, deliverer(forms, _sender(options, LOCAL_SENDER, address), theme, send),
        Responder(_site_pages(options, site, address), theme), frozenset({origin(address)}),
        chores=(Chore(partial(keep_up, store, forms)),)))


def run_receiver(terminal: Terminal, options: Options, port: int,
                 environment: Mapping[str, str]) -> int:
    """Run the receiver alone, for a web server in front of it, until it is stopped."""
    app = public_receiver(options, environment)
    if missing := SitePages(options.output, ()).unbuilt(declared_forms(options).values()):
        terminal.aside(missing)  # a build settles it while the receiver runs
    with listening(port) as listener:
        number = listener.getsockname()[1]
        terminal.say(say("The receiver is listening on http://127.0.0.1:{port}; press Ctrl-C to "
                         "stop.",
                         port=number))
        to_stderr()
        note("started", port=number)
        # Whom a proxy names is for the receiver to judge.
        server = uvicorn.Server(uvicorn.Config(
            app, log_config=None, access_log=False, proxy_headers=False, server_header=False,
            timeout_keep_alive=SLOW, timeout_graceful_shutdown=SLOW))
        server.run([listener])
        note("stopped")
    return 0


def public_receiver(options: Options, environment: Mapping[str, str]) -> Starlette:
    """Return the receiver of the published site, which hands on to mail server and Mailchimp.

    Raises SettingsError if the environment does not say where the deliveries of the forms go.
    """
    forms, theme = _reloading_forms(options), _theme(options)
    kinds = {form.delivery for form in forms.values()}
    if not kinds:
        raise SettingsError(say("this receiver has no form to serve; declare one in "
                                "content/forms, with the delivery “mail” or “subscription”"))
    settings = read_settings(environment, options.site_url)
    members = Members(audience_settings(options, environment)) if "subscription" in kinds else None
    store = Store(database(options), planner(forms), settings.limits)
    send = MailSessions(settings.smtp)
    deliver = deliverer(
        forms, _sender(options, settings.sender, options.site_url), theme, send,
        subscriber(members, origin(options.site_url)) if members else no_audience)
    own = {origin(url) for url in (options.site_url, options.forms_url) if url}
    # Asked from a thread of the watch.
    watch = Watch(options, environment, forms, lambda: asyncio.run(health_of(store)))
    return receiver(ReceiverContext(
        forms, store, deliver,
        Responder(_site_pages(options, options.output, options.site_url, options.forms_url), theme),
        settings.origins | own, settings.proxies,
        (Chore(partial(keep_up, store, forms,
                       members.is_subscribed_or_pending if members else None)),
         *watch.chores(send))))


def _reloading_forms(options: Options) -> ReloadingForms:
    return ReloadingForms(options.content / "forms", partial(declared_forms, options))


def _site_pages(options: Options, folder: Path, site_url: str, forms_url: str = "") -> SitePages:
    base, own = f"{site_url}/", f"{forms_url or site_url}/"
    if origin(base) == origin(own):
        base, own = urlsplit(base).path, urlsplit(own).path
    return SitePages(folder, tuple(options.languages), base, own, every_answer(hosts_of(options)))


def _sender(options: Options, address: str, site_url: str) -> Sender:
    return Sender(address, origin(site_url), options.settings["TIMEZONE"])


def _theme(options: Options) -> Theme:
    return theme_of(options.templates, partial(load, options.theme / "locale"))


def audience_settings(options: Options, environment: Mapping[str, str]) -> MailchimpSettings:
    """Return the settings that lead to the audience; raise SettingsError if they lead to none."""
    newsletter, default = options.settings["NEWSLETTER"], options.settings["DEFAULT_LANG"]
    read_newsletter_settings(newsletter, list(options.languages), default)  # or say what is wrong
    settings = read_mailchimp_settings(newsletter, list(options.languages), default, environment)
    if not (settings.key and settings.audience):
        raise SettingsError(NOWHERE)
    return replace(settings, patience=HASTE)


def no_audience(_: Delivery) -> Sequence[Planned]:
    """Refuse for now: the form was declared after the receiver had asked for its settings."""
    raise SettingsError(NOWHERE)


def subscriber(members: Members, site: str) -> Subscribe:
    """Return what makes an address a pending member, and plans what else helps its owner.

    `site` is the origin of the site's pages.
    """
    def ask(delivery: Delivery) -> Sequence[Planned]:
        submission = delivery.submission
        try:
            if delivery.kind == "confirmation":
                return _ask_again(members, delivery.address)
            return _following(delivery.address, members.subscribe(
                delivery.address, submission.lang, SignupRequest(
                    submission.created, submission.page and site + submission.page,
                    submission.agreed)))
        except RefusedError as error:
            # A key or a right may be back at any time; what Mailchimp does not understand stays so
            # until somebody has changed the audience.
            if error.status == 400:
                raise Refused(error.message) from error
            raise

    return ask


def _ask_again(members: Members, email: str) -> Sequence[Planned]:
    try:
        members.ask_again(email)
    except UncertainError as error:  # it may have come: twice a day would be once too often
        raise Ended(error.message) from error
    return ()


def _following(email: str, subscription: Subscription) -> Sequence[Planned]:
    """Return what helps who is not asked to confirm for the first time; to each it comes alike.

    Raises Later or Ended if Mailchimp does not take the address.
    """
    match subscription.state:
        case "subscribed":
            return (way_back(email, NO_PAGE),)
        case "unconfirmed":
            return tuple(request_again(email, subscription.form))
        case "left":
            raise Ended(BACK, (way_back(email, subscription.form),) if subscription.form else ())
        case "later":
            raise Later(subscription.reason)
        case "refused":
            raise Ended(subscription.reason)
    return ()
