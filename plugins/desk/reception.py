"""Put the form receiver together: with local mailboxes, or with the servers of the environment."""

import asyncio
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from email_validator import EmailNotValidError, validate_email
from starlette.applications import Starlette

from plugins.catalogues import Catalogue, load
from plugins.desk.answers import place_of
from plugins.desk.options import Options
from plugins.desk.terminal import Terminal
from plugins.forms.delivery import Deliver, Refused
from plugins.forms.form import Form, load_forms
from plugins.forms.handing import Send, Subscribe, deliverer
from plugins.forms.mail import mail_server, to_folder, to_server
from plugins.forms.receiver import receiver
from plugins.forms.return_letter import return_message
from plugins.forms.store import Store, Submission
from plugins.newsletter.errors import RefusedError
from plugins.newsletter.settings import Settings, read_settings
from plugins.newsletter.subscribe import subscribe
from plugins.problems import ContentError, SettingsError, say
from plugins.serving.policy import origin
from plugins.serving.rules import every_answer
from plugins.typography import typeset_text

LOCAL_SENDER = "forms@localhost"
"""The address from which `serve` writes; it never leaves the computer."""


def local_receiver(options: Options, site: Path, mail: Path, origin: str) -> Starlette:
    """Return the receiver of `serve`: every delivery ends as a file in `mail`."""
    async def send(message: EmailMessage) -> None:
        to_folder(message, mail)

    forms = declared_forms(options)
    deliver = deliverer(forms, catalogue_of=_catalogues(options), send=send, sender=LOCAL_SENDER,
                        zone=options.settings["TIMEZONE"])
    return _receiver(options, forms, site, deliver, origin, "")


def receive(terminal: Terminal, options: Options, port: int, environment: Mapping[str, str]) -> int:
    """Run the receiver alone, for a web server in front of it, until it is stopped."""
    app = public_receiver(options, environment)
    terminal.say(say("The receiver listens on http://127.0.0.1:{port}; Ctrl-C ends it.", port=port))
    uvicorn.run(app, port=port, host="127.0.0.1", log_level="warning", access_log=False)
    return 0


def public_receiver(options: Options, environment: Mapping[str, str]) -> Starlette:
    """Return the receiver of the published site, which hands on to mail server and Mailchimp.

    Raises SettingsError if the environment does not say where mail and subscriptions go.
    """
    url = environment.get("SMTP_URL", "")
    if not url:
        raise SettingsError(say("SMTP_URL is not set; set it to the mail server that takes the "
                                "messages, as in smtp://user:password@mail.firm.example:587"))
    mail_server(url)
    newsletter = read_settings(options.settings["NEWSLETTER"], list(options.languages),
                               options.settings["DEFAULT_LANG"], environment)
    if not (newsletter.key and newsletter.audience):
        raise SettingsError(say("the subscriptions cannot be handed on; set MAILCHIMP_API_KEY and "
                                "MAILCHIMP_AUDIENCE_ID"))
    forms, sender = declared_forms(options), sender_address(options.site_url, environment)
    catalogue_of, send = _catalogues(options), partial(to_server, url=url)
    deliver = deliverer(
        forms, catalogue_of=catalogue_of, send=send, sender=sender,
        subscribe=subscriber(newsletter, forms, catalogue_of=catalogue_of, send=send,
                             sender=sender),
        zone=options.settings["TIMEZONE"])
    return _receiver(options, forms, options.output, deliver, options.site_url, options.forms_url)


def sender_address(site_url: str, environment: Mapping[str, str]) -> str:
    """Return the site's own address, from which it writes: FORMS_SENDER, or forms@ its host.

    Raises SettingsError if FORMS_SENDER is not an address.
    """
    chosen = environment.get("FORMS_SENDER", "").strip()
    if not chosen:
        return "forms@" + (urlsplit(site_url).hostname or "").removeprefix("www.")
    try:
        return validate_email(chosen, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise SettingsError(say("FORMS_SENDER is “{value}”; it must be an email address, like "
                                "forms@firm.example", value=chosen)) from None


def subscriber(newsletter: Settings, forms: Mapping[str, Form], *,
               catalogue_of: Callable[[str], Catalogue], send: Send, sender: str) -> Subscribe:
    """Return what makes an address a pending member, and writes the way back to one who left."""
    def make_member(email: str, lang: str, submission: Submission) -> None:
        try:
            subscription = subscribe(email, lang, newsletter)
        except RefusedError as error:
            # Of all refusals, this one alone is about the address: the others may be mended.
            if error.status == 400:
                raise Refused(error.message) from error
            raise
        if subscription.state == "left":
            asyncio.run(write(return_message(forms[submission.form], submission, sender,
                                             subscription.form, catalogue_of(lang).gettext)))

    async def write(message: EmailMessage) -> None:
        # In a loop of its own: subscriptions are delivered in a thread, where none runs.
        await send(message)

    return make_member


def declared_forms(options: Options) -> Mapping[str, Form]:
    """Return the forms that the receiver takes; raise ContentError if a declaration is wrong."""
    forms, problems = load_forms(options.content / "forms", list(options.languages), typeset_text)
    if problems:
        raise ContentError(*problems)
    return {name: form for name, form in forms.items() if not form.outside}


def _receiver(options: Options, forms: Mapping[str, Form], site: Path, deliver: Deliver,
              site_url: str, forms_url: str) -> Starlette:
    base, own = f"{site_url}/", f"{forms_url or site_url}/"
    if origin(base) == origin(own):
        base, own = urlsplit(base).path, urlsplit(own).path
    return receiver(
        forms, site=site, store=Store(options.var / "forms.sqlite3"), deliver=deliver,
        templates=options.theme / "templates", catalogue_of=_catalogues(options),
        origins={origin(url) for url in (site_url, forms_url) if url}, base=base, own=own,
        headers=every_answer(place_of(options)))


def _catalogues(options: Options) -> Callable[[str], Catalogue]:
    return partial(load, options.theme / "locale")
