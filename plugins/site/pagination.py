"""Divide a long list into pages of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.site.addresses import Addresses


@dataclass(frozen=True)
class Pagination:
    """Where a page of a list stands among the others; an address is empty where there is none."""

    number: int
    pages: tuple[tuple[int, str], ...]

    @property
    def count(self) -> int:
        return len(self.pages)

    @property
    def previous(self) -> str:
        return self.pages[self.number - 2][1] if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self.pages[self.number][1] if self.number < self.count else ""


def paginate(items: Sequence[Any], address: str, addresses: Addresses, size: int
             ) -> Iterator[tuple[str, Sequence[Any], Pagination]]:
    """Yield the address, the items and the place of each page; an empty list has one page.

    A last page of less than a quarter of `size` joins the one before it.
    """
    count = max(1, -(-(len(items) - size // 4) // size))
    pages = tuple((number, addresses.page(address, number)) for number in range(1, count + 1))
    for number, own in pages:
        end = len(items) if number == count else number * size
        yield own, items[(number - 1) * size:end], Pagination(number, pages)
