"""What became of an issue that was sent."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from jinja2 import Environment, FileSystemLoader

from plugins.commands.terminal import columns
from plugins.core.look import Look
from plugins.newsletter.campaigns import FollowedLink, Tally
from plugins.newsletter.outbox import OutboxError
from plugins.newsletter.report.report import (
    Clicks,
    Followed,
    IssueReport,
    Result,
    draw,
    page,
    report_issue,
    sort_clicks,
)
from plugins.newsletter.report.wording import report_rows, report_values
from tests.conftest import PROJECT
from tests.newsletter.conftest import ISSUE, House

SITE = "https://lettre.example"
NUMBERS = {
    "bounces": {"hard_bounces": 7, "soft_bounces": 4, "syntax_errors": 1}, "abuse_reports": 1,
    "unsubscribed": 3, "opens": {"opens_total": 900, "unique_opens": 600},
    "clicks": {"clicks_total": 500, "unique_subscriber_clicks": 240}}


def sent(house: House, lang: str, number: int = 1204, tracking: tuple[str, ...] = (),
         **numbers: Any) -> str:
    """Let the draft of a language have been sent; return its id."""
    campaign = house.draft(lang)
    campaign.update(status="sent", send_time="2018-07-05T07:00:00+00:00", emails_sent=number)
    campaign["tracking"] |= dict.fromkeys(tracking, True)
    house.fake.account.reports[campaign["id"]] = {**NUMBERS, **numbers}
    return str(campaign["id"])


def report(house: House, *langs: str, issue: str = ISSUE) -> IssueReport:
    """Ask for the report."""
    return report_issue(house.newsletter(), issue, SITE, langs)


def lines(house: House, *langs: str, issue: str = ISSUE) -> list[str]:
    """Return the report as an English editor reads it."""
    rows = report_rows(report(house, *langs, issue=issue), house.newsletter(), "en")
    return list(columns(rows, str, "en"))


@pytest.fixture
def pushed(house: House) -> Iterator[House]:
    """A desk whose drafts are in Mailchimp."""
    house.push()
    house.fake.requests.clear()
    yield house


def test_a_report_has_what_came_to_whom(pushed: House) -> None:
    """Delivered is what was sent without what came back; an impossible address is a hard bounce."""
    sent(pushed, "fr")

    assert lines(pushed, "fr")[:8] == [
        "fr: sent on 2018-07-05 09:00 (Paris), 2018-07-05 15:00 (Shanghai) (subscribers: 1204)",
        "  sent          1,204",
        "  delivered     1,192  99.00%",
        "  hard bounces      8   0.66%",
        "  soft bounces      4   0.33%",
        "  complaints        1   0.08%  OK: Gmail wants less than 0.10%",
        "  unsubscribed      3   0.25%",
        "  clicks are not tracked"]


def test_a_report_is_typeset_as_the_editor_writes(pushed: House, catalogue) -> None:
    """French numbers in French columns."""
    sent(pushed, "fr")

    rows = report_rows(report(pushed, "fr"), pushed.newsletter(), "fr")
    said = list(columns(rows, catalogue, "fr"))

    assert "  distribués          1\u202f192  99,00\u00a0%" in said
    assert "  plaintes                1   0,08\u00a0%  " \
           "OK\u00a0: Gmail demande moins de 0,10\u00a0%" in said


def test_complaints_above_a_limit_say_what_to_do_once(pushed: House) -> None:
    """The language with most of them decides."""
    sent(pushed, "fr")
    sent(pushed, "en", 300)

    said = lines(pushed)

    assert ("  complaints        1   0.35%  far too many: Gmail wants no sender to reach 0.30%"
            in said)
    assert sum("before the next issue is sent" in line for line in said) == 1


def test_languages_are_added_up(pushed: House) -> None:
    """With rates of their own."""
    sent(pushed, "fr")
    sent(pushed, "en", 800, abuse_reports=3)

    said = lines(pushed)
    total = said[said.index("together:"):]

    assert "  sent          2,004" in total
    assert "  complaints        4   0.20%  too many: Gmail wants less than 0.10%" in total


def test_one_language_has_no_sum(pushed: House) -> None:
    """It would say everything twice."""
    sent(pushed, "fr")

    assert "together:" not in lines(pushed, "fr")
    assert "together:" not in lines(pushed)


def test_opens_are_reported_only_if_they_were_tracked(pushed: House) -> None:
    """As the campaign itself says, whatever the settings are by now."""
    sent(pushed, "fr", tracking=("opens",))
    sent(pushed, "en")

    assert [result.tally.opened for result in report(pushed).results] == [600, None]
    assert "  opened          600  50.34%" in lines(pushed, "fr")


def test_clicks_are_reported_by_article(house: House) -> None:
    """With the titles of the outbox, and the rest in two sums."""
    article = {"key": "a", "title": "L’article", "url": f"{SITE}/fr/articles/a/"}
    house.build("fr", articles=[article])
    house.push()
    campaign = sent(house, "fr", tracking=("html_clicks",))
    house.fake.account.clicks[campaign] = [
        {"id": "1", "url": f"{SITE}/fr/articles/a/?utm_source=x", "total_clicks": 41},
        {"id": "2", "url": f"{SITE}/fr/", "total_clicks": 3},
        {"id": "3", "url": "https://npc.example/", "total_clicks": 2}]

    said = lines(house, "fr")

    assert "  followed a link    240  20.13%" in said
    assert said[said.index("  clicks") + 1:][:3] == [
        "                      41  L’article",
        "                       3  our other pages",
        "                       2  other sites"]


def test_the_outbox_may_have_forgotten_the_issue(pushed: House) -> None:
    """Then the addresses take the place of the titles."""
    campaign = sent(pushed, "fr", tracking=("text_clicks",))
    pushed.fake.account.clicks[campaign] = [
        {"id": str(number), "url": f"{SITE}/fr/articles/{number}/", "total_clicks": number}
        for number in range(12)]
    for path in sorted(pushed.outbox.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()

    clicks = report(pushed, "fr").results[0].clicks

    assert len(clicks.articles) == 12
    assert clicks.articles[-1].title == "lettre.example/fr/articles/11"


def test_a_broken_record_in_the_outbox_is_reported(pushed: House) -> None:
    """Titles that may be another issue's are worse than none."""
    (pushed.outbox / ISSUE / "fr" / "campaign.json").write_text("{")

    with pytest.raises(OutboxError, match="campaign.json: it cannot be read"):
        report(pushed)


@pytest.mark.parametrize(("status", "state", "said"), [
    ("save", "draft", "not sent, a draft; “./inv newsletter.plan 2018-07” shows"),
    ("paused", "draft", "not sent, a draft"),
    ("schedule", "scheduled", "scheduled for 2018-07-05 09:00 (Paris)"),
    ("archived", "other", "in the state “archived” in Mailchimp; look at it there")])
def test_what_was_not_sent_says_what_to_do(
    pushed: House, status: str, state: str, said: str
) -> None:
    """There is nothing to count, and no report is asked for."""
    pushed.draft("fr").update(status=status, send_time="2018-07-05T07:00:00+00:00")

    found = report(pushed, "fr")

    assert (found.results[0].state, found.total, found.exit_code) == (state, None, 1)
    assert lines(pushed, "fr")[0].startswith(f"fr: {said}")
    assert not [each for each in pushed.fake.requests if "reports" in each.path]


def test_an_issue_that_mailchimp_does_not_have_is_not_sent(pushed: House) -> None:
    """The sentence leads to those it has."""
    assert lines(pushed, "fr", issue="2018-7") == [
        "fr: not sent; Mailchimp has no campaign “china-letter/2018-7/fr”. "
        "“./inv newsletter.status” shows those it has"]
    assert report(pushed, issue="2018-7").exit_code == 1


def test_an_order_without_an_answer_is_uncertain(pushed: House) -> None:
    """Though Mailchimp still shows a draft: nobody should try once more."""
    pushed.journal.record_order(f"china-letter/{ISSUE}/fr", pushed.draft("fr")["id"], "", "d")

    found = report(pushed, "fr")

    assert (found.results[0].state, found.exit_code) == ("uncertain", 1)
    assert lines(pushed, "fr")[0].startswith("fr: uncertain: on ")
    assert f"newsletter.reconcile {ISSUE} --lang fr" in lines(pushed, "fr")[0]


def test_two_campaigns_with_the_title_are_named(pushed: House) -> None:
    """Which of them is meant, only a person knows; the other language is reported all the same."""
    account = pushed.fake.account
    twin = account.post_replicate({}, pushed.draft("fr")["id"])["id"]
    account.campaigns[twin]["settings"]["title"] = f"china-letter/{ISSUE}/fr"
    sent(pushed, "en")

    found = report(pushed)

    assert twin in lines(pushed)[0] and "2 campaigns called" in lines(pushed)[0]
    assert found.total.sent == 1204
    assert found.exit_code == 1


def test_what_is_being_sent_is_reported_as_far_as_it_got(pushed: House) -> None:
    """The sentence says that it goes on."""
    sent(pushed, "fr")
    pushed.draft("fr").update(status="sending", _sending=9)

    assert lines(pushed, "fr")[0] == "fr: being sent now; the figures so far"
    assert report(pushed, "fr").exit_code == 0


def test_a_report_that_is_not_there_yet_is_waited_for(pushed: House) -> None:
    """Mailchimp answers 404 until it has one."""
    pushed.fake.account.unreported.add(sent(pushed, "fr"))

    found = report(pushed, "fr")

    assert found.total is None
    assert "has no report yet" in str(next(report_rows(found, pushed.newsletter(), "en"))[0])


def test_a_report_writes_nothing(pushed: House) -> None:
    """It only asks."""
    sent(pushed, "fr", tracking=("html_clicks",))
    before = sorted(pushed.folder.rglob("*"))

    report(pushed)

    assert pushed.fake.writes == []
    assert sorted(pushed.folder.rglob("*")) == before


def test_programs_get_plain_numbers_under_steady_names(pushed: House) -> None:
    """What is not tracked is null."""
    campaign = sent(pushed, "fr")

    values = report_values(report(pushed), pushed.newsletter())
    french, english = values["languages"]

    assert list(values) == ["issue", "total", "languages"]
    assert list(french) == list(english) == [
        "lang", "title", "state", "sentence", "campaigns", "sent_at", "tally", "clicks"]
    assert (french["state"], french["campaigns"], french["sent_at"]) \
        == ("sent", [campaign], "2018-07-05T07:00:00+00:00")
    assert french["tally"] == values["total"] == {
        "sent": 1204, "hard_bounces": 8, "soft_bounces": 4, "complaints": 1, "unsubscribed": 3,
        "opened": None, "clicked": None, "bounces": 12, "delivered": 1192,
        "delivered_rate": 1192 / 1204, "bounce_rate": 12 / 1204, "complaint_rate": 1 / 1192,
        "complaints_for_gmail": "fine", "unsubscribe_rate": 3 / 1192}
    assert (english["state"], english["tally"], english["clicks"]) == ("draft", None, None)


ARTICLES = {f"{SITE}/fr/articles/a/": "L’article A", f"{SITE}/fr/articles/b/": "L’article B"}


def entry(url: str, clicks: int = 1) -> FollowedLink:
    """Return what a provider says of one address."""
    return FollowedLink(url, clicks)


@pytest.mark.parametrize("url", [
    f"{SITE}/fr/articles/a/", f"{SITE}/fr/articles/a", f"{SITE}/fr/articles/a/#note-1",
    f"{SITE}/fr/articles/a/?utm_source=letter&utm_medium=email",
    "https://LETTRE.example/fr/articles/a/?x=1#y"])
def test_an_article_is_known_whatever_hangs_on_its_address(url: str) -> None:
    """UTM parameters, a fragment, a slash."""
    clicks = sort_clicks([entry(url, 7)], ARTICLES, SITE)

    assert clicks.articles[0] == Followed("L’article A", f"{SITE}/fr/articles/a/", 7)


@pytest.mark.parametrize("url", [
    f"{SITE}/fr/articles/ab/", f"{SITE}/fr/", f"{SITE}/en/articles/a/", "https://a.example/",
    "https://lettre.example.evil.example/fr/articles/a/", "https://[broken/fr/articles/a/"])
def test_another_address_is_not_taken_for_the_article(url: str) -> None:
    """It counts elsewhere, and the article says 0."""
    clicks = sort_clicks([entry(url, 7)], ARTICLES, SITE)

    assert [article.clicks for article in clicks.articles] == [0, 0]
    assert clicks.own_pages + clicks.elsewhere == 7


def test_all_links_to_an_article_are_summed_in_the_order_of_the_issue() -> None:
    """Title, picture and plain text each have an address of their own."""
    clicks = sort_clicks(
        [entry(f"{SITE}/fr/articles/b/?utm_content=text", 2), entry(f"{SITE}/fr/articles/b/", 3),
         entry(f"{SITE}/fr/articles/a/", 1)], ARTICLES, SITE)

    assert [(each.title, each.clicks) for each in clicks.articles] \
        == [("L’article A", 1), ("L’article B", 5)]


def test_other_pages_of_ours_and_other_sites_are_summed_apart() -> None:
    """What is not an article has no line of its own."""
    clicks = sort_clicks(
        [entry(f"{SITE}/fr/contact/", 2), entry(f"{SITE}/fr/"), entry("https://npc.example/", 5)],
        ARTICLES, SITE)

    assert (clicks.own_pages, clicks.elsewhere) == (3, 5)


def test_without_the_titles_every_page_of_ours_has_its_address() -> None:
    """Chinese in an address can be read."""
    clicks = sort_clicks(
        [entry(f"{SITE}/fr/articles/%E6%B3%95/?utm_source=x", 2), entry("https://npc.example/", 5)],
        {}, SITE)

    assert clicks.articles == (
        Followed("lettre.example/fr/articles/法", "lettre.example/fr/articles/法", 2),)
    assert (clicks.own_pages, clicks.elsewhere) == (0, 5)


def test_a_site_in_a_folder_is_not_all_of_its_host() -> None:
    """Its neighbours are other sites."""
    clicks = sort_clicks([entry("https://host.example/letter/a/"),
                          entry("https://host.example/letters/")], {}, "https://host.example/letter")

    assert [each.title for each in clicks.articles] == ["host.example/letter/a"]
    assert clicks.elsewhere == 1


def test_what_cannot_be_read_as_an_address_stays_as_it_is() -> None:
    """A report is never lost over one link."""
    assert page("https://[broken") == "https://[broken"


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
