"""Put the form receiver together: with local mailboxes, or with the servers of the environment."""

from collections.abc import Callable, Mapping
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette

from plugins.catalogues import Catalogue, load
from plugins.desk.options import Options
from plugins.desk.terminal import Terminal
from plugins.forms.delivery import Deliver
from plugins.forms.form import Form, load_forms
from plugins.forms.handing import deliverer
from plugins.forms.mail import mail_server, to_folder, to_server
from plugins.forms.receiver import receiver
from plugins.forms.store import Store, Submission
from plugins.newsletter.settings import Settings, read_settings, require_account
from plugins.newsletter.subscribe import subscribe
from plugins.problems import ContentError, SettingsError, say
from plugins.typography import typeset_text

SENDER = "forms@{host}"
"""The site's own address, from which it writes to the firm; the firm answers the visitor."""


def local_receiver(options: Options, site: Path, mail: Path, origin: str) -> Starlette:
    """Return the receiver of `serve`: every delivery ends as a file in `mail`."""
    async def send(message: EmailMessage) -> None:
        to_folder(message, mail)

    forms = declared_forms(options)
    deliver = deliverer(forms, catalogue_of=_catalogues(options), send=send,
                        sender=SENDER.format(host=_host(options)))
    return _receiver(options, forms, site, deliver, origin)


def receive(terminal: Terminal, options: Options, port: int, environment: Mapping[str, str]) -> int:
    """Run the receiver alone, for a web server in front of it, until it is stopped.

    Raises SettingsError if the environment does not say where mail and subscriptions go.
    """
    url = environment.get("SMTP_URL", "")
    if not url:
        raise SettingsError(say("SMTP_URL is not set; set it to the mail server that takes the "
                                "messages, as in smtp://user:password@mail.firm.example:587"))
    mail_server(url)
    newsletter = read_settings(options.settings["NEWSLETTER"], list(options.languages),
                               options.settings["DEFAULT_LANG"], environment)
    require_account(newsletter)
    forms = declared_forms(options)
    deliver = deliverer(forms, catalogue_of=_catalogues(options), send=partial(to_server, url=url),
                        sender=SENDER.format(host=_host(options)),
                        subscribe=partial(_subscribe, newsletter))
    terminal.say(say("The receiver listens on http://127.0.0.1:{port}; Ctrl-C ends it.", port=port))
    uvicorn.run(_receiver(options, forms, options.output, deliver, options.site_url), port=port,
                host="127.0.0.1", log_level="warning", access_log=False)
    return 0


def declared_forms(options: Options) -> Mapping[str, Form]:
    """Return the forms of the content folder; raise ContentError if a declaration is wrong."""
    forms, problems = load_forms(options.content / "forms", list(options.languages), typeset_text)
    if problems:
        raise ContentError(*problems)
    return forms


def _receiver(options: Options, forms: Mapping[str, Form], site: Path, deliver: Deliver,
              origin: str) -> Starlette:
    return receiver(
        forms, site=site, store=Store(options.var / "forms.sqlite3"), deliver=deliver,
        templates=options.theme / "templates", catalogue_of=_catalogues(options),
        origins=[origin], base=urlsplit(origin).path.rstrip("/") + "/")


def _subscribe(newsletter: Settings, email: str, lang: str, submission: Submission) -> None:
    # Someone who once left stays as they are: only Mailchimp's own form brings them back.
    subscribe(email, lang, newsletter)


def _catalogues(options: Options) -> Callable[[str], Catalogue]:
    return partial(load, options.theme / "locale")


def _host(options: Options) -> str:
    return urlsplit(options.site_url).hostname or ""
