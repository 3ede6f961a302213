"""Tell what a form would better say, though it can be sent as it is."""

from collections.abc import Iterator
from pathlib import Path

from plugins.core.messages import Message, Problem, say
from plugins.forms.declaration.form import Form
from plugins.forms.declaration.schema import Place, line_of

FILLED_IN = {"email": "email", "tel": "tel"}
"""By which autofill token a browser knows what a field of a type asks of its visitor."""


def form_advice(form: Form) -> Iterator[Problem]:
    """Yield a warning for each thing that a visitor, a browser or the law would miss."""
    text = Path(form.path).read_text("utf-8-sig")
    for place, message in _missed(form):
        yield Problem(form.path, line_of(text, place), message, "warning")


def _missed(form: Form) -> Iterator[tuple[Place, Message]]:
    if not form.purpose:
        yield ("purpose",), say("visitors are not told what their data are for (GDPR, art. 13); "
                                "add “purpose” in each language")
    for number, field in enumerate(form.fields):
        token = FILLED_IN.get(field.type)
        if token and not field.autocomplete:
            yield ("fields", number, "type"), say(
                "browsers cannot fill in “{name}” for their visitor; add autocomplete: “{token}”, "
                "or “off” if it is somebody else’s", name=field.name, token=token)
