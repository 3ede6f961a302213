"""A third language is configuration, a catalogue and content: no code."""

import re
import shutil

from babel.messages.pofile import read_po, write_po

from tests.conftest import PROJECT, TOPICS, Site


def test_chinese_is_added_without_a_line_of_code(site: Site, tmp_path):
    """Two articles, one of them in all three languages; the other editions go on as before."""
    theme = tmp_path / "theme"
    shutil.copytree(PROJECT / "theme", theme)
    add_catalogue(theme)
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


def add_catalogue(theme) -> None:
    """Write a catalogue in which every word has a translation."""
    french = theme / "locale" / "fr" / "LC_MESSAGES" / "messages.po"
    chinese = theme / "locale" / "zh-Hans" / "LC_MESSAGES" / "messages.po"
    with french.open("rb") as source:
        catalogue = read_po(source, locale="zh_Hans")
    for message in catalogue:
        if message.id:
            message.string = (message.id if isinstance(message.id, str)
                              else (message.id[1],) * catalogue.num_plurals)
    chinese.parent.mkdir(parents=True)
    with chinese.open("wb") as target:
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
