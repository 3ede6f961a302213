"""Tell from what a visitor posts whether it was asked as the form asks it now."""

import hashlib
import re
from collections.abc import Mapping

from plugins.forms.declaration.form import Form

SEEN = "seen"
"""The hidden field with the digest of the form that the visitor saw."""

SECONDS = "seconds"
"""For how long the page was open, as the script says."""

LENGTH = 12
LONGEST = 86_400


def digest(form: Form, lang: str) -> str:
    """Return what changes with all that a visitor reads, chooses from and agrees to in `lang`."""
    asked = [(field.name, field.type, field.label[lang], field.help.get(lang), field.version,
              field.required, field.min, field.max, field.pattern, field.when,
              [(option.value, option.label[lang]) for option in field.options])
             for field in form.fields if field.type != "hidden"]
    shown = repr((asked, form.purpose.get(lang), form.retention))
    return hashlib.sha256(shown.encode()).hexdigest()[:LENGTH]


def is_as_seen(form: Form, lang: str, data: Mapping[str, str]) -> bool:
    """Tell whether the visitor saw the form as it is; a form written by hand does not say."""
    return data.get(SEEN) in (None, digest(form, lang))


def seconds_open(data: Mapping[str, str]) -> int | None:
    """Return for how many seconds the visitor had the page open, a day at most, None if unsaid."""
    said = data.get(SECONDS, "")
    return min(int(said), LONGEST) if re.fullmatch(r"[0-9]{1,9}", said) else None


def without_consents(form: Form, values: Mapping[str, str]) -> dict[str, str]:
    """Return values in which nothing is agreed to: that is for the visitor to do again."""
    agreed = {field.name: "" for field in form.fields if field.type == "consent"}
    return {**values, **agreed}
