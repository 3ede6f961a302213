"""Find notes, whoever wrote them: a call and a note that lead to each other.

Word (`_ftn1`), its web pages, LibreOffice (`sdfootnote1sym`), Google Docs (`ftnt1`) and mammoth
differ in names alone. Each call becomes `<sup class="footnote"><a href="#fn-1">`, the notes
`<ol class="footnotes"><li id="fn-1">` at the end of the text.
"""

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

NAMED = re.compile(r"_?(?:word-)?(?:ftn|edn|ftnt|sd(?:foot|end)note|(?:foot|end)note-?|fn[-:]?)\d+"
                   r"(?:sym)?")
"""How programs name the place of a note."""

CALL = re.compile(r"[\[(]?(?:\d{1,3}|[ivxlc]{1,6}|\*{1,3})[\])]?")
"""What a call shows."""

BOX = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d+")


def gather_notes(tree: BeautifulSoup) -> None:
    """Change a tree until its calls and notes are as above; others' links are left alone."""
    numbers: dict[str, int] = {}
    bodies: list[Tag] = []
    places = _Places(tree)
    for call in tree.find_all("a", href=re.compile(r"[^#]*#.+")):
        name = str(call["href"]).partition("#")[2]
        if call.parent is None or call.find_parent(class_=["footnote", "footnotes"]):
            continue
        if name not in numbers:
            body = _body(places, call, name)
            if body is None:
                continue
            bodies.append(body.extract())
            numbers[name] = len(bodies)
        _write_call(tree, call, numbers[name])
    if bodies:
        _write_notes(tree, bodies)


class _Places:
    """The elements of a tree by the names that links give them, and their order."""

    def __init__(self, tree: BeautifulSoup) -> None:
        self.named: dict[str, Tag] = {}
        self.order: dict[int, int] = {}
        for place, each in enumerate(tree.find_all(True)):
            self.order[id(each)] = place
            for name in (each.get("id"), each.get("name") if each.name == "a" else None):
                if name:
                    self.named.setdefault(str(name), each)

    def is_before(self, one: Tag, other: Tag) -> bool:
        """Tell whether an element begins before another one."""
        return self.order[id(one)] < self.order[id(other)]


def _body(places: _Places, call: Tag, name: str) -> Tag | None:
    """Return the block of the note that a link calls; None if it calls none."""
    target = places.named.get(name)
    if target is None or target.parent is None or not CALL.fullmatch(call.get_text().strip()):
        return None
    body = target if target.name in ("li", "div", "p", "aside") else target.find_parent(
        ["li", "p", "aside"])
    if not isinstance(body, Tag) or call in body.descendants:
        return None
    box = body.find_parent("div", id=BOX)
    body = box if isinstance(box, Tag) else body
    back = [link for link in body.find_all("a", href=True) if link is target
            or str(link["href"]).partition("#")[2] in _names(call)]
    if (not back and not NAMED.fullmatch(name)) or places.is_before(body, call):
        return None
    for link in back:
        _take_out(link)
    return body


def _names(call: Tag) -> list[str]:
    """Return the names under which a note may lead back to its call."""
    around = [call, *(each for each in call.parents if each.name in ("sup", "span"))]
    inside = [*call.find_all(id=True), *call.find_all("a", attrs={"name": True})]
    beside = [each for each in (call.find_previous_sibling(),) if each and each.name == "a"]
    return [str(each[key]) for each in (*around, *inside, *beside) for key in ("id", "name")
            if each.get(key)]


def _take_out(link: Tag) -> None:
    """Take the way back out of a note, and the brackets and the raised figure around it."""
    outer = link.find_parent("sup")
    gone = outer if isinstance(outer, Tag) and outer.get_text() == link.get_text() else link
    following = gone.next_sibling
    gone.extract()
    if isinstance(following, NavigableString):
        following.replace_with(NavigableString(following.lstrip(" \u00a0\t.")))


def _write_call(tree: BeautifulSoup, call: Tag, number: int) -> None:
    outer = call
    while isinstance(outer.parent, Tag) and outer.parent.name in ("sup", "span", "a") \
            and outer.parent.get_text().strip() == call.get_text().strip():
        outer = outer.parent
    before = outer.previous_sibling
    if isinstance(before, NavigableString) and before.strip():
        before.replace_with(NavigableString(before.rstrip(" \u00a0")))
    sup, link = tree.new_tag("sup", attrs={"class": "footnote"}), tree.new_tag("a")
    link["href"], link.string = f"#fn-{number}", str(number)
    sup.append(link)
    outer.replace_with(sup)


def _write_notes(tree: BeautifulSoup, bodies: list[Tag]) -> None:
    for each in tree.find_all(["ol", "ul", "div"]):
        if not each.get_text().strip() and not each.find("img"):
            each.extract()
    for each in tree.find_all("hr"):  # the line above the notes
        if not any(isinstance(after, Tag) or str(after).strip() for after in each.next_siblings):
            each.extract()
    notes = tree.new_tag("ol", attrs={"class": "footnotes"})
    for number, body in enumerate(bodies, 1):
        item = tree.new_tag("li", attrs={"id": f"fn-{number}"})
        for each in (body, *body.find_all("p")):
            each.attrs.pop("id", None)
        held = [body] if body.name == "p" else list(body.children)
        item.extend(held)
        notes.append(item)
    tree.append(notes)
