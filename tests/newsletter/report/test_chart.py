"""A report as a picture."""

from xml.etree import ElementTree

import pytest
from jinja2 import Environment, FileSystemLoader

from plugins.core.look import Look
from plugins.newsletter.campaigns import Tally
from plugins.newsletter.report.chart import draw
from plugins.newsletter.report.report import Clicks, Followed, IssueReport, Result
from tests.conftest import PROJECT

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Investissements étrangers & données <personnelles> : une loi en remplace trois, 法律 dit "
REPORT = IssueReport("2018-07", (
    Result("fr", "sent", tally=Tally(1204, 10, 4, 1, 3), clicks=Clicks((
        Followed("L’article", "https://lettre.example/a/", 1412),
        Followed(LONG * 2, "https://lettre.example/b/", 353)), 3, 4)),
    Result("en", "draft"),
    Result("zh-Hans", "sent", tally=Tally(300, 0, 0, 2, 0))))


def environment() -> Environment:
    """Return what draws with the theme."""
    env = Environment(loader=FileSystemLoader(PROJECT / "theme" / "templates"), autoescape=True,
                      trim_blocks=True, lstrip_blocks=True)
    env.globals["look"] = Look()
    return env


def drawn(report: IssueReport = REPORT, gettext=str, lang: str = "en") -> ElementTree.Element:
    """Draw a report and read it as XML."""
    return ElementTree.fromstring(draw(report, environment(), gettext, lang))


def words(svg: ElementTree.Element) -> list[str]:
    """Return every text of the picture."""
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


def bars(svg: ElementTree.Element, kind: str) -> list[float]:
    """Return how wide each bar of a kind is."""
    return [float(bar.get("width")) for bar in svg.iter(f"{SVG}rect") if bar.get("class") == kind]


def test_every_count_is_beside_its_words() -> None:
    """Languages that were not sent are left out."""
    assert words(drawn())[:9] == [
        "Issue 2018-07", "Delivered", "fr", "1,190 (98.84%)", "zh-Hans", "300 (100.00%)",
        "Bounces, unsubscribed, complaints (different scale)",
        "bounces (fr)", "14 (1.16%)"]


def test_the_words_are_the_editors(catalogue) -> None:
    """Typeset as French, numbers too."""
    said = words(drawn(gettext=catalogue, lang="fr"))

    assert "1\u202f190 (98,84\u00a0%)" in said
    assert "plaintes (fr)" in said and "Clics (fr)" in said


def test_bars_are_parts_of_what_they_are_measured_by() -> None:
    """What was delivered by what was sent, little things by the greatest, clicks by the most."""
    svg = drawn()

    assert bars(svg, "whole") == [545.6, 552]
    assert bars(svg, "full") == [552, 552]
    assert bars(svg, "part")[-2:] == [552, 138]
    assert max(bars(svg, "alarm")) <= 552


def test_complaints_are_the_only_alarm() -> None:
    """One for each language."""
    assert len(bars(drawn(), "alarm")) == 2


def test_an_issue_without_trouble_and_clicks_is_drawn() -> None:
    """Nothing is divided by nothing."""
    silent = Result("fr", "sent", tally=Tally(0, 0, 0, 0, 0), clicks=Clicks((), 0, 0))

    assert set(bars(drawn(IssueReport("2018-07", (silent,))), "part")) == {0}


def test_a_screen_reader_hears_what_the_picture_shows() -> None:
    """A title, and every line in words."""
    svg = drawn()

    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby").split() \
        == [svg.find(f"{SVG}title").get("id"), svg.find(f"{SVG}desc").get("id")]
    assert svg.find(f"{SVG}title").text == "Issue 2018-07"
    assert "bounces (fr) 14." in svg.find(f"{SVG}desc").text
    assert "L’article 1,412." in svg.find(f"{SVG}desc").text


def test_titles_keep_their_language_and_all_their_words() -> None:
    """A long one takes several rows."""
    titles = [text for text in drawn().iter(f"{SVG}text") if text.get("lang") == "fr"]

    assert len(titles[1].findall(f"{SVG}tspan")) > 1
    assert "".join(titles[1].itertext()).split() == (LONG * 2).split()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_are_the_themes(scheme: str) -> None:
    """From the one place in which emails have them."""
    tokens = getattr(environment().get_template("email/tokens.html").module, scheme)
    style = drawn().find(f"{SVG}style").text
    before, _, dark = style.partition("@media (prefers-color-scheme: dark)")

    for name in ("paper", "ink", "muted", "rule", "vermilion"):
        assert f"--{name}: {tokens[name]};" in (dark if scheme == "dark" else before)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_word_runs_out_of_the_picture_or_into_another(browser, scheme: str) -> None:
    """As Chromium draws it at its own width, in both schemes."""
    page = browser.new_page(viewport={"width": 600, "height": 900}, color_scheme=scheme)
    page.set_content(f"<body style='margin:0'>{draw(REPORT, environment(), str, 'en')}")

    boxes = page.evaluate("""() => [...document.querySelectorAll("text")].map(text => {
        const box = text.getBoundingClientRect()
        return [box.left, box.top, box.right, box.bottom]})""")
    ground = page.evaluate("() => getComputedStyle(document.querySelector('.ground')).fill")
    height = page.evaluate("() => document.querySelector('svg').getBoundingClientRect().height")
    page.close()

    assert all(left >= 24 and right <= 576.5 and bottom + 20 < height
               for left, _, right, bottom in boxes)
    assert not [(one, other) for place, one in enumerate(boxes) for other in boxes[place + 1:]
                if overlap(one, other)]
    assert ground == {"light": "rgb(251, 249, 244)", "dark": "rgb(23, 21, 18)"}[scheme]


def overlap(one: list[float], other: list[float]) -> bool:
    """Tell whether two boxes cover each other; lines of a text may touch."""
    return (min(one[2], other[2]) > max(one[0], other[0])
            and min(one[3], other[3]) > max(one[1], other[1]) + 2)
