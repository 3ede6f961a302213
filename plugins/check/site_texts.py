"""Say what a rule may look at that is about more than one text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from plugins.content.text import Text


@dataclass(frozen=True)
class Contents:
    """All texts of the site, and what their words may lead to.

    `root` is the content folder, `statics` are its folders of images and files. `published` are
    the paths of the texts that readers can reach, `addresses` are the addresses of all by path,
    `lists` those of the press's own pages, with the name of each. `leads` says whether there is
    a page or file at an address; None, where the texts alone do not tell. `needed` are the keys
    of the pages that must exist, each with the form that needs it, or nothing for the emails. Files
    that could not be read are `unreadable`.
    """

    texts: Sequence[Text]
    languages: Sequence[str]
    root: str = "content"
    statics: Sequence[str] = ()
    published: frozenset[str] = frozenset()
    addresses: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    leads: Callable[[str], bool | None] = lambda address: None
    needed: Mapping[str, str] = field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()

    @cached_property
    def by_path(self) -> Mapping[str, Text]:
        """The texts by their files."""
        return {text.path: text for text in self.texts}

    @cached_property
    def by_address(self) -> Mapping[str, Text]:
        """The texts by the addresses of their pages."""
        return {self.addresses[text.path]: text for text in self.texts
                if text.path in self.addresses}

    @cached_property
    def versions(self) -> Mapping[tuple[str, str], Mapping[str, Text]]:
        """The texts by kind and key, then by language."""
        found: dict[tuple[str, str], dict[str, Text]] = {}
        for text in self.texts:
            found.setdefault((text.kind, text.key), {}).setdefault(text.lang, text)
        return found
