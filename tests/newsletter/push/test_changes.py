"""How two versions of an email are compared, article by article."""

import pytest

from plugins.newsletter.push.changes import changes

CELL = '<td class="article"><h2><a href="{url}">{title}</a></h2><p>{words}</p></td>'


def email(*articles: tuple[str, str], editorial: str = "Bonjour") -> str:
    """Return an email with an editorial and articles, each a title and a text."""
    cells = "".join(CELL.format(url=f"https://l.example/{title}/", title=title, words=words)
                    for title, words in articles)
    return f'<table><tr><td class="editorial">{editorial}</td>{cells}</tr></table>'


ONE, TWO, OTHER = ("One", "first"), ("Two", "second"), ("Two", "corrected")


@pytest.mark.parametrize(("found", "wanted", "said"), [
    (email(ONE), email(ONE), []),
    (email(ONE), email(ONE).replace("<td", "<td  align='left'"), []),
    (email(ONE), email(ONE).replace("One/", "One/?utm_source=x", 1), []),
    (email(ONE), email(ONE, TWO), ["article added: “Two”"]),
    (email(ONE, TWO), email(ONE), ["article removed: “Two”"]),
    (email(ONE, TWO), email(ONE, OTHER), ["article changed: “Two”"]),
    (email(ONE, TWO), email(TWO, ONE), ["the articles are in another order"]),
    (email(ONE), email(ONE, editorial="Bonsoir"), ["the editorial was changed"]),
    (email(ONE), email(TWO), ["article added: “Two”", "article removed: “One”"]),
    ("", email(ONE), ["article added: “One”", "the editorial was changed"]),
])
def test_each_difference_is_a_sentence(found: str, wanted: str, said: list[str]) -> None:
    """Layout alone, and what counts clicks, are none."""
    assert list(map(str, changes(found, wanted))) == said
