"""Put the form receiver together: with local mailboxes, or with the servers of the environment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from email.message import EmailMessage
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette

from plugins.catalogues import load
from plugins.desk.answers import place_of
from plugins.desk.options import Options
from plugins.desk.terminal import Terminal
from plugins.forms import settings as receiving
from plugins.forms.delivery import Deliver, Refused
from plugins.forms.events import note, to_stderr
from plugins.forms.form import Form, load_forms
from plugins.forms.handing import Subscribe, deliverer
from plugins.forms.letters import House
from plugins.forms.mail import to_folder, to_server
from plugins.forms.planning import planner, way_back
from plugins.forms.receiver import receiver
from plugins.forms.store import Store
from plugins.forms.submission import Delivery, Planned, Submission
from plugins.forms.upkeep import Stands, keep_up
from plugins.newsletter import settings as lettering
from plugins.newsletter.errors import RefusedError
from plugins.newsletter.subscribe import Asked, stands, subscribe
from plugins.preview.server import listening
from plugins.problems import ContentError, SettingsError, say
from plugins.serving.policy import origin
from plugins.serving.rules import every_answer
from plugins.typography import typeset_text

LOCAL_SENDER = "forms@localhost"
"""The address from which `serve` writes; it never leaves the computer."""

HASTE = lettering.Patience(timeouts=(5, 20), retries=())
"""A delivery has its own way of trying again."""

SLOW = 10
"""Seconds after which a connection that asks nothing is closed."""


def local_receiver(options: Options, site: Path, mail: Path, address: str) -> Starlette:
    """Return the receiver of `serve`: every delivery ends as a file in `mail`."""
    async def send(message: EmailMessage, _: str) -> None:
        to_folder(message, mail)

    forms = declared_forms(options)
    deliver = deliverer(forms, _house(options, LOCAL_SENDER, address), send=send,
                        **_words(options))
    return _receiver(options, forms, site, deliver, address, "")


def receive(terminal: Terminal, options: Options, port: int, environment: Mapping[str, str]) -> int:
    """Run the receiver alone, for a web server in front of it, until it is stopped."""
    app = public_receiver(options, environment)
    with listening(port) as listener:
        number = listener.getsockname()[1]
        terminal.say(say("The receiver listens on http://127.0.0.1:{port}; Ctrl-C ends it.",
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
    forms = declared_forms(options)
    if not any(form.delivery != "outside" for form in forms.values()):
        raise SettingsError(say("no form of the site is for this receiver; declare one in "
                                "content/forms, with the delivery “mail” or “subscription”"))
    settings = receiving.read_settings(environment, options.site_url)
    newsletter = _newsletter(options, environment) \
        if any(form.delivery == "subscription" for form in forms.values()) else None
    deliver = deliverer(
        forms, _house(options, settings.sender, options.site_url),
        send=partial(to_server, url=settings.smtp), **_words(options),
        subscribe=subscriber(newsletter, origin(options.site_url)) if newsletter else None)
    return _receiver(options, forms, options.output, deliver, options.site_url, options.forms_url,
                     settings, partial(stands, settings=newsletter) if newsletter else None)


def subscriber(newsletter: lettering.Settings, site: str) -> Subscribe:
    """Return what makes an address a pending member, and plans the way back for one who left.

    `site` is the origin of the site's pages.
    """
    def make_member(delivery: Delivery) -> Sequence[Planned]:
        submission = delivery.submission
        try:
            subscription = subscribe(
                delivery.address, submission.lang, newsletter, _asked(submission, site))
        except RefusedError as error:
            # Of all refusals, this one alone is about the address: the others may be mended.
            if error.status == 400:
                raise Refused(error.message) from error
            raise
        left = subscription.state == "left"
        return (way_back(delivery.address, subscription.form),) if left else ()

    return make_member


def declared_forms(options: Options) -> Mapping[str, Form]:
    """Return the forms of the content folder; raise ContentError if a declaration is wrong."""
    forms, problems = load_forms(options.content / "forms", list(options.languages), typeset_text)
    if problems:
        raise ContentError(*problems)
    return forms


def database(options: Options) -> Path:
    """Return where the submissions are kept."""
    return options.var / "forms.sqlite3"


def _newsletter(options: Options, environment: Mapping[str, str]) -> lettering.Settings:
    settings = lettering.read_settings(
        options.settings["NEWSLETTER"], list(options.languages), options.settings["DEFAULT_LANG"],
        environment)
    if not (settings.key and settings.audience):
        raise SettingsError(say("the subscriptions cannot be handed on; set MAILCHIMP_API_KEY and "
                                "MAILCHIMP_AUDIENCE_ID"))
    return replace(settings, patience=HASTE)


def _asked(submission: Submission, site: str) -> Asked:
    versions = ", ".join(f"{each.field} {each.version}" for each in submission.consents)
    return Asked(submission.created, submission.page and site + submission.page, versions)


def _receiver(options: Options, forms: Mapping[str, Form], site: Path, deliver: Deliver,
              site_url: str, forms_url: str, settings: receiving.Settings | None = None,
              subscribed: Stands | None = None) -> Starlette:
    base, own = f"{site_url}/", f"{forms_url or site_url}/"
    if origin(base) == origin(own):
        base, own = urlsplit(base).path, urlsplit(own).path
    further = settings.origins if settings else frozenset()
    store = Store(database(options), planner(forms), settings.limits if settings else None)
    return receiver(
        forms, site=site, deliver=deliver, **_words(options), store=store,
        chores=partial(keep_up, store, forms, subscribed),
        origins={origin(url) for url in (site_url, forms_url) if url} | further,
        base=base, own=own, headers=every_answer(place_of(options)),
        proxies=settings.proxies if settings else ())


def _house(options: Options, sender: str, site_url: str) -> House:
    return House(sender, origin(site_url), options.settings["TIMEZONE"])


def _words(options: Options) -> dict[str, Any]:
    """Return what the receiver draws with: the theme's templates, and the words of a language."""
    return {"templates": options.theme / "templates",
            "catalogue_of": cache(partial(load, options.theme / "locale"))}
