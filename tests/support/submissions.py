"""Submissions to try things on."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

from plugins.forms.records.store import Store
from plugins.forms.records.submission import Consent, Lane, Submission

NOW = datetime(2018, 7, 3, 10, 0, tzinfo=UTC)
EMAIL = "zoe@firm.example"

ORIGIN = "https://lettre.example"
GOOD = {"lang": "en", "name": "Zoé", "email": EMAIL, "topic": "press",
        "message": "A question, please.", "consent": "yes"}
"""What a visitor of that site posts."""

SENT = Submission(
    id="7b0c", form="contact", lang="fr", page="/fr/contact/",
    values={"name": "Zoé", "company": "", "email": EMAIL, "phone": "",
            "topic": "press", "message": "Première ligne\n.\nFrom here", "consent": "yes"},
    consents=(Consent("consent", "2018-07", "J’accepte."),), created=NOW)
WANTED = replace(SENT, id="50b5", form="subscribe", values={"email": EMAIL, "consent": "yes"})


def sent(name: str, /, form: str = "contact", **values: str) -> Submission:
    """Return a submission with this id, sent now, that says what no other says."""
    model = SENT if form == "contact" else WANTED
    return replace(model, id=name, form=form, created=datetime.now(UTC),
                   values={**model.values, "name": f"Zoé {name}", **values})


def kept(store: Store, /, *names: str, form: str = "contact", **values: str) -> None:
    """Keep submissions with these ids."""
    for name in names:
        assert store.add(sent(name, form, **values)).result() is None


def due(store: Store, lane: Lane = "mail") -> str:
    """Return the id of the submission that is to be delivered next, an empty text for none."""
    delivery = store.next_due(lane, datetime.now(UTC))
    return delivery.submission.id if delivery else ""


def rows(store: Store) -> list[tuple[str, ...]]:
    """Return form, language, fields, consents and page of all that is stored."""
    with sqlite3.connect(store.path) as connection:
        return connection.execute(
            "SELECT form, lang, fields, consents, page FROM submissions").fetchall()
