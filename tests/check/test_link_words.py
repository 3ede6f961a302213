"""The words of a link say where it leads."""

import pytest

from plugins.check.links import poor_link_words


@pytest.mark.parametrize(("body", "level"), [
    ("[](https://a.example)", "error"),
    ("[ ](https://a.example)", "error"),
    ("[![](a.png)](https://a.example)", "error"),
    ('<a href="https://a.example"></a>', "error"),
    ("[ici](https://a.example)", "warning"),
    ("[Cliquez ici !](https://a.example)", "warning"),
    ("[**Read more…**](https://a.example)", "warning"),
    ("[ici][1]\n\n[1]: https://a.example", ""),
    ("[la loi](https://a.example)", ""),
    ("[ici, à Paris](https://a.example)", ""),
    ("[![La tour](a.png)](https://a.example)", ""),
    ("<https://a.example>", ""),
    ("`[](x)`", ""),
    ("![](a.png)", ""),
])
def test_words_that_say_nothing_are_told(lines_of, body: str, level: str):
    """A link without any is an error: it cannot be named at all."""
    found = lines_of(poor_link_words, "x\n" + body)

    assert found == ([(5, level)] if level else [])
