"""A third language is configuration, a catalogue of the site and content: no code."""

import asyncio
import re
import shutil
from dataclasses import replace
from email.message import EmailMessage
from functools import cache, partial
from html import unescape
from pathlib import Path

import pytest
from babel.messages.pofile import write_po

from plugins.core.i18n import DESK, PLACE, SITE, catalogue_file, load, read_catalogue
from plugins.forms.declaration.answer import check
from plugins.forms.declaration.load import load_forms
from plugins.forms.delivery.deliver import Sender, deliverer
from plugins.forms.delivery.plan import NO_PAGE
from plugins.forms.page.draw import Theme, theme_of
from plugins.forms.receiver.request import DAMAGED, TOO_LONG, WRONG_ADDRESS, new_stamp
from plugins.forms.receiver.responses import Responder, SitePages
from plugins.forms.records.submission import Delivery
from tests.conftest import PROJECT, TOPICS, Site
from tests.support.submissions import EMAIL, NOW, SENT, WANTED

LOCALE = PROJECT / "theme" / "locale"
LANG = "zh-Hans"
ISSUE = "date: 2018-07-05\nsubject: 信\npreview: P\narticles: all\n\n* all\n"


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    """Return a theme that speaks Chinese to readers, and has no Chinese for commands."""
    theme = shutil.copytree(PROJECT / "theme", tmp_path / "theme")
    add_catalogue(theme)
    return theme


def test_chinese_is_added_without_a_line_of_code(site: Site, theme: Path, tmp_path: Path):
    """Two articles, one of them in all three languages; the other editions go on as before."""
    add_wordings(site)
    three = site.with_options(settings={
        **site.options.settings, "THEME": str(theme),
        "LANGUAGES": {**site.options.settings["LANGUAGES"], "zh-Hans": {"name": "中文"}},
        "NEWSLETTER": {**site.options.settings["NEWSLETTER"], "from": {
            **site.options.settings["NEWSLETTER"]["from"], "zh-Hans": ("信", "xin@a.example")}}})
    conf = tmp_path / "conf.py"
    conf.write_text(f"import sys\nsys.path.insert(0, {str(PROJECT)!r})\nfrom pelicanconf import *\n"
                    f"LANGUAGES = {three.options.settings['LANGUAGES']!r}\n"
                    f"NEWSLETTER = {three.options.settings['NEWSLETTER']!r}\n"
                    f"THEME = {str(theme)!r}\n")
    three = three.with_options(conf=conf)
    for lang in ("fr", "en", "zh-Hans"):
        three.article(f"2018-07-03-all.{lang}.md", "Text.", "title: 小红书")
        three.write(f"issues/2018-07.{lang}.md", ISSUE)
    three.article("2018-07-04-one.zh-Hans.md", "只有中文。")

    assert three.errors() == []

    page = three.page("zh-Hans/articles/all")
    assert page.html["lang"] == "zh-Hans"
    assert [link["href"] for link in page.select("nav.languages a")] \
        == ["/fr/articles/all/", "/en/articles/all/"]
    assert "2018年7月3日" in page.text
    assert [link["href"] for link in three.page("fr/articles/all").select("nav.languages a")] \
        == ["/en/articles/all/", "/zh-Hans/articles/all/"]
    assert (three.options.output / "zh-Hans" / "articles" / "one" / "index.html").is_file()
    assert not (three.options.output / "fr" / "articles" / "one").exists()
    files = {name: file.decode() for name, file in three.files().items()
             if name.endswith((".html", ".xml", ".txt"))}
    assert {name: found for name in files if f"/{LANG}/" in name
            and (found := english(files[name], SITE, DESK))} == {}
    assert {name: found for name in files if (found := english(files[name], DESK))} == {}


def test_a_visitor_is_answered_in_chinese(site: Site, theme: Path, tmp_path: Path):
    """Each error of each form, each refusal and each letter."""
    add_wordings(site)
    words = theme_of(theme / "templates", partial(load, theme / "locale"))
    forms, problems = load_forms(site.options.content / "forms", ["fr", "en", LANG])
    assert problems == []
    responder = Responder(SitePages(tmp_path, (LANG,)), words)
    wrong = ({}, {name: "x" for form in forms.values() for name in (
        field.name for field in form.fields)}, {"message": "x" * 9999})
    answers = [responder.again(422, check(form, LANG, values), new_stamp(b"key", form.id, NOW))
               for form in forms.values() for values in wrong]
    answers += [responder.notice(400, LANG, refusal)
                for refusal in (DAMAGED, TOO_LONG, WRONG_ADDRESS)]

    said = [bytes(answer.body).decode() for answer in answers] + asyncio.run(letters(forms, words))

    assert all("字" in text for text in said)
    assert [found for text in said if (found := english(text, SITE, DESK))] == []


async def letters(forms, words: Theme) -> list[str]:
    """Return every letter that forms lead to, each part of it."""
    mails = list[EmailMessage]()

    async def send(mail: EmailMessage, _: str) -> None:
        mails.append(mail)

    deliver = deliverer(forms, Sender("site@lettre.example"), words, send)
    for kind, sent, detail in (("mail", SENT, ""), ("subscription", WANTED, ""),
                               ("return", WANTED, NO_PAGE), ("return", WANTED, "https://b.example")):
        await deliver(Delivery(1, kind, EMAIL, detail, 0, NOW, replace(sent, lang=LANG)))
    return [part.get_content() for mail in mails for part in mail.walk()
            if part.get_content_maintype() == "text"]


def english(text: str, *names: str) -> list[str]:
    """Return the English sentences of some catalogues that a text holds."""
    flat = " ".join(unescape(text).split())
    return [sentence for sentence in sentences(names) if sentence in flat]


@cache
def sentences(names: tuple[str, ...]) -> list[str]:
    """Return what each sentence of the catalogues says without its places, if it is long enough."""
    pieces = [max(PLACE.sub("\0", form).split("\0"), key=len).strip()
              for name in names for word in read_catalogue(catalogue_file(LOCALE, "fr", name), "fr")
              for form in ([word.id] if isinstance(word.id, str) else word.id)]
    return [piece for piece in pieces if piece.count(" ") >= 3]


def add_catalogue(theme: Path) -> None:
    """Write a catalogue of the site in which every word has a translation."""
    catalogue = read_catalogue(catalogue_file(LOCALE, "fr", SITE), LANG)
    for word in catalogue:
        if word.id:
            form = word.id if isinstance(word.id, str) else word.id[1]
            chinese = " ".join(["字", *(place[0] for place in PLACE.finditer(form))])
            word.string = (chinese if isinstance(word.id, str)
                           else (chinese,) * catalogue.num_plurals)
    path = catalogue_file(theme / "locale", LANG, SITE)
    path.parent.mkdir(parents=True)
    with path.open("wb") as target:
        write_po(target, catalogue)


def add_wordings(site: Site) -> None:
    """Give the declarations and pages of the content a Chinese wording."""
    topics = TOPICS
    for line in TOPICS.splitlines():
        if line.startswith(("name.en", "slug.en")):
            topics = topics.replace(line, f"{line}\n{line.replace('.en', '.zh-Hans')}")
    site.write("topics.toml", topics)
    for path in [site.options.content / "firm.toml",
                 *(site.options.content / "forms").glob("*.toml")]:
        text = path.read_text(encoding="utf-8")
        for wording in re.findall(r'\w+\.en = (?:"{3}[\s\S]*?"{3}|"[^"]*"|\[[^\]]*\])', text):
            between = "\n" if f"\n{wording}" in text else ", "
            text = text.replace(wording, wording + between + wording.replace(".en", ".zh-Hans", 1))
        path.write_text(text, encoding="utf-8")
    for page in list((site.options.content / "pages").glob("*.en.md")):
        shutil.copy(page, page.with_name(page.name.replace(".en.md", ".zh-Hans.md")))
