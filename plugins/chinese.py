"""Mark Chinese words as Chinese, so that they are pronounced and drawn as such."""

import re

HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]"
                 r"(?:[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff5e"
                 r"\U00020000-\U0003134f\u00b7]*"
                 r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff09\u300b\U00020000-\U0003134f])?")
"""A run of Chinese characters with the Chinese punctuation inside it."""

PIECE = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+|<", re.S)

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                  "source", "track", "wbr"})

OTHER = ("zh", "ja", "ko")


def mark_chinese(html: str, lang: str) -> str:
    """Return `html` with each run of Chinese in `<span lang="zh-Hans">`.

    Text that stands in an element with a `lang` of its own, and code, are left alone; so is all
    of an edition that is itself written in Chinese characters.
    """
    if lang.split("-")[0] in OTHER or not HAN.search(html):
        return html
    open_marks: list[str] = []
    pieces = []
    for piece in PIECE.findall(html):
        if piece.startswith("<") and len(piece) > 1:
            _follow(piece, open_marks)
        elif not open_marks:
            piece = HAN.sub(r'<span lang="zh-Hans">\g<0></span>', piece)
        pieces.append(piece)
    return "".join(pieces)


def _follow(tag: str, open_marks: list[str]) -> None:
    """Keep the stack of elements opened since (and with) one in which nothing is marked."""
    name = re.match(r"</?([A-Za-z][\w-]*)", tag)
    if not name or name[1].lower() in VOID or tag.endswith("/>"):
        return
    element = name[1].lower()
    if tag.startswith("</"):
        if element in open_marks:
            while open_marks.pop() != element:
                pass
    elif open_marks or " lang=" in tag or element in ("code", "pre", "kbd", "samp", "script"):
        open_marks.append(element)
