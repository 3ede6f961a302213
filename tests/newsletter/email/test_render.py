"""Tests of the email that an issue becomes."""

import gettext
import json
import re
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Comment
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from plugins.core.i18n import day, load, month
from plugins.core.look import Look
from plugins.core.messages import Failure
from plugins.newsletter import digest
from plugins.newsletter.email.render import Letterhead, render
from plugins.newsletter.issue import PAGES, Issue, IssueArticle
from plugins.newsletter.preflight.email import SIZE_LIMIT
from plugins.typography.marks import mark_chinese
from tests.support.contrast import colour, contrast
from tests.support.golden import same_as_golden

THEME = Path(__file__).parents[3] / "theme"
GOLDEN = Path(__file__).parent / "golden"
SITE = "https://lettre.example"
ARTICLE = IssueArticle(
    key="xiaohongshu", title="小红书: the other little red book",
    url=f"{SITE}/en/articles/xiaohongshu/", summary="", category="Market brief",
    body='<p>Once <a href="https://www.xiaohongshu.com/">a site</a> for tips.</p><p>More.</p>',
    date=date(2018, 7, 3))
ISSUE = Issue(
    key="2018-07", lang="en", date=date(2018, 7, 3), title="The other little red book",
    subject="Xiao Hong Shu & the other little red book", preview="What a brand should know.",
    editorial='<p>From <em>a book</em> to <span lang="zh-Hans">小红书</span>.</p>\n'
              f'<p class="form-link" data-form-link="contact"><a href="{SITE}/en/contact/">'
              "Write to us</a></p>",
    articles=(ARTICLE, replace(ARTICLE, key="law", title="A law <in> force", summary="In short.",
                               url=f"{SITE}/en/articles/law/", category="Digital law")),
    url=f"{SITE}/en/issues/2018-07/", site=SITE, number=2)
NUMERO = replace(
    ISSUE, lang="fr", title="L’autre petit livre rouge", subject="L’autre petit livre rouge",
    preview="Ce qu’une marque doit savoir.", url=f"{SITE}/fr/numeros/2018-07/",
    editorial='<p>D’<em>un livre</em> à <span lang="zh-Hans">小红书</span>\u202f; on y vend'
              '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.</p>'
              '<div class="footnote"><ol><li id="fn:1"><p>De 15 à 20\u00a0%.</p></li></ol></div>',
    articles=(replace(ARTICLE, title="Xiao Hong Shu\u00a0: le contrat", category="Brève de marché",
                      url=f"{SITE}/fr/articles/xiaohongshu/",
                      body='<p>Jadis <a href="https://www.xiaohongshu.com/">un site</a>.</p>'),))
SENDER = ("China Letter", "letter@lettre.example")
FIRM = {"name": "Cabinet Lettre de Chine", "registration": "RCS Paris 000 000 000"}
PUBLICATION = {"name": "China Letter", "tagline": "Chinese business law, read from France"}
TAG = re.compile(r"\*\|[^|]*\|\*")


@cache
def environment(lang="en", templates=THEME / "templates"):
    """Return what renders in a language; to compile its templates takes the longest."""
    words = gettext.NullTranslations() if lang == "en" else load(THEME / "locale", lang)
    env = Environment(loader=FileSystemLoader([templates, THEME / "templates"]), autoescape=True,
                      undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
                      extensions=["jinja2.ext.i18n"])
    env.install_gettext_translations(words, newstyle=True)
    env.globals["look"] = Look()
    env.filters.update(day=lambda value: day(value, lang, words),
                       month=lambda value: month(value, lang),
                       mark=lambda text: Markup(mark_chinese(str(escape(str(text))), lang)))
    return env


def rendered(issue=ISSUE, env=None, **changes):
    values = {"newsletter": "china-letter", "sender": SENDER, "firm": FIRM,
              "publication": PUBLICATION, "utm": {}, **changes}
    home = f"{SITE}/{issue.lang}/"
    links = {"home": home, "mark": f"{SITE}/icons/192.png",
             **{key: f"{home}{key}/" for key in PAGES}}
    return render(issue, env or environment(issue.lang), Letterhead(links=links, **values))


def read(html):
    return BeautifulSoup(html, "html.parser")


def test_a_reader_finds_the_articles_as_headings_and_links():
    """Each title is a heading and leads to the article; so does the link below its summary."""
    page = read(rendered().html)

    assert [h.get_text() for h in page.select("h1")] == ["The other little red book"]
    assert [(h.get_text(), h.a["href"]) for h in page.select("h2")] == [
        (article.title, article.url) for article in ISSUE.articles]
    assert [a["href"] for a in page.select(".read a")] == [a.url for a in ISSUE.articles]


def test_an_issue_without_title_is_headed_by_its_subject():
    """The heading is never empty."""
    email = rendered(replace(ISSUE, title=""))

    assert read(email.html).h1.get_text() == ISSUE.subject
    assert f"{ISSUE.subject}\n====" in email.text


def test_every_part_says_its_language():
    """Gmail drops <html>, so the block inside says the language too; Chinese says it is Chinese."""
    page = read(rendered().html)

    assert (page.html["lang"], page.select_one("body > div")["lang"]) == ("en", "en")
    assert page.h2.find("span", lang="zh-Hans").get_text() == "小红书"
    assert "SC" in page.h2.find("span", lang="zh-Hans")["style"]


def test_layout_tables_say_nothing_to_a_screen_reader():
    """Every table of the template is presentation, and every link has an absolute address."""
    page = read(rendered().html)

    assert {table.get("role") for table in page.select("table")} == {"presentation"}
    assert all(re.match(r"https://|\*\|", a["href"]) for a in page.select("a"))
    assert [image["src"] for image in page.select("img")] == [f"{SITE}/icons/192.png"]
    assert not page.select("script, link, form")


@pytest.mark.parametrize(("issue", "line"), [
    (ISSUE, "Issue no.\u00a02\u00a0·\u00a03 July 2018"),
    (NUMERO, "Numéro\u00a02\u00a0·\u00a03 juillet 2018"),
])
def test_the_issue_says_its_number_and_its_day(issue, line):
    """In both parts, under the masthead."""
    email = rendered(issue)

    assert read(email.html).select_one(".dateline").get_text() == line
    assert f"\n\n{line}\n\n" in email.text


def test_the_style_is_on_the_elements():
    """A mail program that drops <style> still shows the sheet; dark rules are for the others."""
    page = read(rendered().html)
    [style] = page.select("style")

    assert "max-width: 600px" in page.select_one(".column")["style"]
    assert "prefers-color-scheme: dark" in style.text and "[data-ogsc] h1" in style.text
    assert page.head.find(True).get("charset") == "utf-8"
    assert [c for c in page.find_all(string=lambda s: isinstance(s, Comment)) if "600" in c]


def test_the_footer_holds_what_the_law_asks_for():
    """Who publishes, the postal address, the legal notice, and the ways out."""
    foot = read(rendered().html).select_one(".foot")

    assert "Publisher: Cabinet Lettre de Chine. RCS Paris 000 000 000." in foot.get_text()
    assert "*|HTML:LIST_ADDRESS_HTML|*" in foot.get_text()
    assert [a["href"] for a in foot.select("a")] == [
        "*|UPDATE_PROFILE|*", "*|UNSUB|*", f"{SITE}/en/legal/", f"{SITE}/en/privacy/",
        f"{SITE}/en/accessibility/"]


def test_a_form_is_a_link_to_its_page():
    """An email holds no form."""
    page = read(rendered().html)

    assert page.select_one(".form-link a")["href"] == f"{SITE}/en/contact/"


def test_an_article_shows_its_category_its_day_and_its_image():
    """The image is no wider than the column, also where Outlook draws it or nobody fetches it."""
    body = ARTICLE.body + f'<img src="{SITE}/a.png" alt="A book" width="1020" height="400">'
    [cell] = read(rendered(replace(ISSUE, articles=(replace(ARTICLE, body=body),))).html).select(
        "td.article")

    assert cell.select_one(".category").get_text() == "Market brief\u00a0·\u00a03 July 2018"
    assert (cell.img["src"], cell.img["alt"]) == (f"{SITE}/a.png", "A book")
    assert (cell.img["width"], cell.img["height"]) == ("510", "200")
    assert "max-width: 510px" in cell.img["style"]


def test_merge_tags_come_from_the_template_only():
    """The tags that leave are ours, in both parts."""
    email = rendered()

    assert set(TAG.findall(email.html)) == {
        "*|UNSUB|*", "*|UPDATE_PROFILE|*", "*|HTML:LIST_ADDRESS_HTML|*"}
    assert set(TAG.findall(email.text)) == {"*|UNSUB|*", "*|UPDATE_PROFILE|*", "*|LIST:ADDRESS|*"}


@pytest.mark.parametrize("written", [
    "*|FNAME|*", "*&#124;FNAME|*", "&#42;&#x7C;FNAME|*", "*&vert;FNAME|*", "*|IF:FNAME|*",
])
@pytest.mark.parametrize("field", ["title", "subject", "preview", "editorial"])
def test_a_merge_tag_in_an_issue_is_text(field, written):
    """Mailchimp prints what an editor wrote, in the subject as in the text."""
    email = rendered(replace(ISSUE, **{field: f"See {written} there"}))

    assert "FNAME" not in "".join(TAG.findall(email.html + email.text))
    assert "*|" not in email.campaign["subject"] + email.campaign["preview"]


@pytest.mark.parametrize("field", ["title", "summary", "body", "category"])
def test_a_merge_tag_in_an_article_is_text(field):
    """The reader sees the tag as it was written."""
    article = replace(ARTICLE, **{field: "<p>*|FNAME|*</p>" if field == "body" else "*|FNAME|*"})
    email = rendered(replace(ISSUE, articles=(article,)))

    assert "*|FNAME|*" not in email.html + email.text
    assert "*|FNAME|*" in read(email.html).get_text().replace("\u2060", "")


@pytest.mark.parametrize("content", ["5 * 3 | 2", "a || b", "**bold**", "|*", "* |"])
def test_stars_and_bars_that_open_no_tag_stay(content):
    """Only the two opening marks together are parted."""
    email = rendered(replace(ISSUE, title=content))

    assert read(email.html).h1.get_text() == content


def test_a_merge_tag_of_the_template_that_is_not_allowed_stops(tmp_path):
    """A theme cannot bring in a tag that nobody has looked at."""
    (tmp_path / "email").mkdir()
    (tmp_path / "email" / "issue.txt").write_text("Dear *|FNAME|*", encoding="utf-8")

    with pytest.raises(Failure, match=r"“\*\|FNAME\|\*” is not allowed.*\*\|UNSUB\|\*"):
        rendered(env=environment(templates=tmp_path))


def test_an_email_that_gmail_would_cut_is_built_all_the_same():
    """It may have been sent long ago; what looks at it before it is sent refuses it."""
    long = replace(ISSUE, editorial=f"<p>{'word ' * 300}</p>" * 100)

    assert len(rendered(long).html.encode()) > SIZE_LIMIT


def test_an_ordinary_email_is_light():
    """Two articles leave most of the limit free."""
    size = len(rendered().html.encode())

    assert size < 40_000 < SIZE_LIMIT


def test_the_campaign_says_what_mailchimp_must_know():
    """Its title is constant, whatever becomes of the subject."""
    campaign = json.loads(rendered().files()["campaign.json"])

    assert campaign["title"] == "china-letter/2018-07/en"
    assert (campaign["from_name"], campaign["reply_to"]) == SENDER
    assert (campaign["site"], campaign["web"]) == (SITE, ISSUE.url)
    assert campaign["images"] == [f"{SITE}/icons/192.png"]
    assert campaign["links"][:4] == [ISSUE.url, f"{SITE}/en/", f"{SITE}/en/contact/", ARTICLE.url]
    assert campaign["articles"][1] == {
        "key": "law", "title": "A law <in> force", "url": f"{SITE}/en/articles/law/"}


def test_the_digest_is_in_the_email_and_in_the_campaign():
    """What was pushed can be known again by what Mailchimp gives back."""
    email = rendered()

    assert digest.read(email.html) == email.campaign["digest"]
    assert re.fullmatch("[0-9a-f]{64}", email.campaign["digest"])


@pytest.mark.parametrize("changes", [
    {"subject": "Another"}, {"preview": "Another"}, {"editorial": "<p>Another</p>"},
    {"title": "Another"}, {"articles": ISSUE.articles[:1]},
])
def test_any_change_that_a_reader_may_see_changes_the_digest(changes):
    """Subject and preview text count as well as both parts."""
    email = rendered(replace(ISSUE, **changes))

    assert email.campaign["digest"] != rendered().campaign["digest"]


def test_the_sender_counts_in_the_digest():
    """An email from somebody else is another email."""
    email = rendered(sender=("China Letter", "other@lettre.example"))

    assert email.campaign["digest"] != rendered().campaign["digest"]


@pytest.mark.parametrize("html, value", [
    ('<meta content="abc" name="newsletter-digest" />', "abc"),
    ("<META NAME='newsletter-digest' CONTENT='abc'>", "abc"),
    ("<meta name='newsletter-digest'>", None), ("<p>newsletter-digest</p>", None), ("", None),
])
def test_a_digest_is_found_however_the_head_is_written(html, value):
    """Mailchimp may write attributes in another order; without a digest there is none."""
    found = digest.read(html)

    assert found == value


def test_the_message_holds_both_parts():
    """A mail program shows the same texts that Mailchimp would send."""
    email = rendered()
    message = message_from_bytes(email.eml, policy=policy.default)

    assert (message["From"], message["Subject"]) == (
        "China Letter <letter@lettre.example>", ISSUE.subject)
    assert message["Date"].datetime.date() == ISSUE.date
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain", "text/html"]
    assert [part.get_content().replace("\r\n", "\n").strip() for part in message.iter_parts()] == [
        email.text.strip(), email.html.strip()]


def test_the_same_issue_makes_the_same_bytes():
    """Two builds leave one outbox."""
    first, second = rendered().files(), rendered().files()

    assert first == second
    assert list(first) == ["email.html", "email.txt", "email.eml", "campaign.json"]


def test_the_colours_are_those_of_the_website():
    """Email and web are drawn with one set of tokens."""
    tokens = environment().get_template("email/tokens.html").module
    css = Look().style((THEME / "static" / "site.css").read_text(encoding="utf-8"))

    for name in ("paper", "raised", "ink", "muted", "rule", "vermilion"):
        values = [value.upper() for value in re.findall(rf"--{name}: (#\w+);", css)]
        assert values[:2] == [tokens.light[name], tokens.dark[name]]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("text, ground", [
    ("ink", "sheet"), ("muted", "sheet"), ("vermilion", "sheet"), ("muted", "paper"),
    ("ink", "paper"), ("on_vermilion", "vermilion"),
])
def test_text_is_legible(mode, text, ground):
    """Every pair of text and ground reaches 4.5:1 (WCAG 2.2, 1.4.3)."""
    colours = getattr(environment().get_template("email/tokens.html").module, mode)

    assert contrast(colour(colours[text]), colour(colours[ground])) >= 4.5


def test_links_to_our_site_carry_what_the_firm_counts_by():
    """Neither others' links nor images do, and what is kept of the email names bare addresses."""
    email = rendered(utm={"utm_source": "letter", "utm_medium": "email"})
    hrefs = [a["href"] for a in read(email.html).select("a")]
    query = "?utm_source=letter&utm_medium=email&utm_campaign=2018-07"

    assert f"{ARTICLE.url}{query}" in hrefs and "https://www.xiaohongshu.com/" in hrefs
    assert f"\n{ARTICLE.url}{query}\n" in email.text
    assert all(href.endswith(query) for href in hrefs if href.startswith(SITE))
    assert "utm_" not in json.dumps(email.campaign)


@pytest.mark.parametrize("name", ["email.html", "email.txt"])
@pytest.mark.parametrize("issue", [ISSUE, NUMERO], ids=lambda issue: issue.lang)
def test_a_whole_email_is_as_a_person_has_read_it(issue, name):
    """Every change of an email shows here; GOLDEN=write takes it over, to be read in the diff."""
    found = rendered(issue).files()[name]

    same_as_golden(GOLDEN / f"{issue.lang}.{name}", found.decode())
