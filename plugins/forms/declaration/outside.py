"""Say where a form leads that is sent to an address of somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from plugins.forms.declaration.field import Field, Worded, Words


@dataclass(frozen=True)
class Outside:
    """An address that takes what is sent; with `audience`, it is a hosted form of Mailchimp's.

    `account` and `audience` are the `u` and the `id` of its address, `group` the name of its box
    for each language, as in group[1234][1]. `honeypot` is a field that only machines fill in.
    """

    action: str
    account: str = ""
    audience: str = ""
    honeypot: str = ""
    group: Words = field(default_factory=dict)

    @property
    def host(self) -> str:
        """The host of the address, as a visitor is told of it."""
        return urlsplit(self.action).hostname or ""

    @property
    def origin(self) -> str:
        """The origin of the address, to which the pages of the form let it be sent."""
        parts = urlsplit(self.action)
        return f"{parts.scheme}://{parts.netloc}".lower()

    def name_of(self, declared: Field) -> str:
        """Return the name under which a field is sent."""
        if self.audience and declared.type == "email":
            return declared.outside or "EMAIL"
        return declared.outside or declared.name

    def hidden(self, lang: str) -> dict[str, str]:
        """Return what is sent in a language without being asked."""
        ids = {"u": self.account, "id": self.audience} if self.audience else {}
        group = self.group.get(lang, "")
        # Mailchimp's own form sends, for a ticked box, the number that ends its name.
        return ids | ({group: group.rpartition("[")[2].rstrip("]")} if group else {})


def declared_outside(table: Mapping[str, Any], words: Worded) -> Outside:
    """Return the outside address of a table whose keys are all right."""
    account, audience = table.get("u", ""), table.get("id", "")
    # https://mailchimp.com/help/add-a-signup-form-to-your-website/
    trap = f"b_{account}_{audience}" if audience else ""
    return Outside(table["action"], account, audience, table.get("honeypot", trap),
                   words(table, "group"))
