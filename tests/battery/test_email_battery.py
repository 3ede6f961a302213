"""Each check of the emails sees the fault that it is there for: an email that is wrong all over."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.battery import test_email_windows, test_emails, test_goldens
from tests.battery.email_window import WAYS
from tests.battery.emails import Email
from tests.battery.findings import found_by
from tests.battery.pages import Published
from tests.support import golden

pytestmark = pytest.mark.thorough

WHITE = ("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E"
         "%3Crect width='9' height='9' fill='white'/%3E%3C/svg%3E")

HTML = f"""\
<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<title>Tout est faux</title>
<style>
@media (prefers-color-scheme: dark) {{ .night {{ background: #000; color: #333; }} }}
[data-ogsc] .night {{ color: #EEE; }}
.hidden-by-style {{ display: none; }}
</style>
</head>
<body style="background: #FFF; color: #000;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td class="sheet" style="background: #FFF; font-size: 16px;">
<h1 class="h" style="position: sticky">Le <b>numéro</h1>
<p style="color: #AAA">Trop pâle</p><p class="night">Trop sombre</p>
<p style="background: url(&quot;{WHITE}&quot;)">Noir sur une image blanche</p>
<p style="font-size: 9px">Trop petit</p>
<p style="height: 20px; overflow: hidden">Coupé<br>coupé<br>coupé</p>
<p style="margin: 0; line-height: 20px">Dessous</p>
<p style="margin: -20px 0 0; line-height: 20px">Par-dessus</p>
<p style="white-space: nowrap; font-size: 20px">Une ligne qui ne va jamais à la ligne suivante</p>
<div><a href="/a" style="font-size: 12px">a</a> <a href="/b" style="font-size: 12px">b</a></div>
<div style="width: 560px">Plus large qu’un téléphone</div>
<a href="/c"><img src="https://lettre.example/theme/none.png" alt="" width="20" height="20"></a>
<h2 id="h" class="hidden-by-style">Un article</h2>
<p id="h"><a href="*|UNSUB|*" style="display: none">Se désabonner</a>
<!--[if mso]><table><tr><td><![endif]-->
</td></tr></table>
</body>
</html>
"""


@pytest.fixture(scope="module")
def spoiled() -> list[Email]:
    """Return an email that a hasty hand has made."""
    return [Email("2018-07.fr", HTML, "*|UNSUB|*\n", "https://lettre.example")]


@pytest.mark.parametrize(("check", "words"), [
    (test_emails.test_the_nu_html_checker_has_nothing_to_say_of_an_email,
     ["Duplicate ID", "word.html"]),
    (test_emails.test_html_validate_has_nothing_to_say_of_an_email, ["no-dup-id"]),
])
def test_what_is_wrong_in_the_html_is_found(spoiled: list[Email], tmp_path: Path, check: Callable,
                                            words: list[str]):
    """The checkers that read files."""
    found = found_by(check, test_emails.written(spoiled, tmp_path))

    assert [each for each in words if each not in found] == []


@pytest.mark.parametrize(("check", "words"), [
    (test_emails.test_mail_programs_show_all_but_what_we_know, "“position” has no full support"),
    (test_emails.test_what_is_accepted_still_occurs, "no longer matters for"),
    (test_goldens.test_the_sample_emails_are_as_a_person_has_read_them, "+<title>Tout est faux"),
])
def test_what_is_new_or_gone_is_found(spoiled: list[Email], monkeypatch: pytest.MonkeyPatch,
                                      check: Callable, words: str):
    """The checks that compare with what a person has read."""
    for module in (golden, test_emails):
        monkeypatch.setattr(module, "WRITE", False)

    assert words in found_by(check, spoiled)


def test_what_is_accepted_without_a_reason_is_found():
    """One that is blank is none."""
    known = {"position": test_emails.Accepted(clients={"a": "none"}, reason=" "),
             "border": test_emails.Accepted(clients={"a": "none"}, reason="Space parts, too.")}

    [finding] = test_emails.unfounded(known)

    assert "“position” has no reason" in str(finding)


@pytest.mark.parametrize(("way", "words"), [
    ("light-600", ["Trop pâle", "9 px: “Trop petit”", "“Dessous” and “Par-dessus”", "clipped text",
                   "target size", ".seal", "a[href=", "is not on the site"]),
    ("light-320", ["reflow"]), ("dark-600", ["Trop sombre", "is not dark"]),
    ("inverted-600", ["Noir sur une image"]), ("outlook-dark-600", ["Trop sombre"]),
    ("without-style-600", ["a[href="]), ("without-images-320", ["a link without words"]),
    ("large-text-600", ["reflow"]),
])
def test_what_is_wrong_in_a_window_is_found(
        spoiled: list[Email], sample: Published, browser: Browser, tmp_path: Path, way: str,
        words: list[str]):
    """The checks that look at an email as people do."""
    [chosen] = [each for each in WAYS if str(each) == way]
    found = found_by(test_email_windows.test_an_email_is_read_with_ease, spoiled, sample,
                     browser, tmp_path, chosen)

    assert [each for each in words if each not in found] == []
