"""Write exports of WordPress (WXR 1.2) by hand: items of every kind, as the real program prints."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

HOME = "https://ancien.example"

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.4.3" created="2024-07-01 09:00" -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/"
>

<channel>
\t<title>Lettre</title>
\t<link>{home}</link>
\t<description>Le droit, expliqué</description>
\t<pubDate>Mon, 01 Jul 2024 09:00:00 +0000</pubDate>
\t<language>fr-FR</language>
\t<wp:wxr_version>1.2</wp:wxr_version>
\t<wp:base_site_url>{home}</wp:base_site_url>
\t<wp:base_blog_url>{home}</wp:base_blog_url>
"""

TAIL = "</channel>\n</rss>\n"


def cdata(text: str) -> str:
    """Return a text as an export wraps it."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def term(taxonomy: str, slug: str, name: str = "", number: int = 1, parent: str = "",
         description: str = "") -> str:
    """Return a declared term."""
    return "".join([
        f"\t<wp:term>\n\t\t<wp:term_id>{number}</wp:term_id>\n",
        f"\t\t<wp:term_taxonomy>{cdata(taxonomy)}</wp:term_taxonomy>\n",
        f"\t\t<wp:term_slug>{cdata(slug)}</wp:term_slug>\n",
        f"\t\t<wp:term_parent>{cdata(parent)}</wp:term_parent>\n",
        f"\t\t<wp:term_name>{cdata(name)}</wp:term_name>\n" if name else "",
        f"\t\t<wp:term_description>{cdata(description)}</wp:term_description>\n"
        if description else "", "\t</wp:term>\n"])


def category(slug: str, name: str, number: int = 1, parent: str = "") -> str:
    """Return a declared category, as exports of everything have it."""
    return (f"\t<wp:category>\n\t\t<wp:term_id>{number}</wp:term_id>\n"
            f"\t\t<wp:category_nicename>{cdata(slug)}</wp:category_nicename>\n"
            f"\t\t<wp:category_parent>{cdata(parent)}</wp:category_parent>\n"
            f"\t\t<wp:cat_name>{cdata(name)}</wp:cat_name>\n\t</wp:category>\n")


def tag(slug: str, name: str, number: int = 1) -> str:
    """Return a declared tag."""
    return (f"\t<wp:tag><wp:term_id>{number}</wp:term_id><wp:tag_slug>{cdata(slug)}</wp:tag_slug>"
            f"<wp:tag_name>{cdata(name)}</wp:tag_name></wp:tag>\n")


def author(login: str, name: str, email: str = "") -> str:
    """Return a declared author."""
    return (f"\t<wp:author><wp:author_id>1</wp:author_id><wp:author_login>{cdata(login)}"
            f"</wp:author_login><wp:author_email>{cdata(email)}</wp:author_email>"
            f"<wp:author_display_name>{cdata(name)}</wp:author_display_name>"
            f"<wp:author_first_name>{cdata('')}</wp:author_first_name>"
            f"<wp:author_last_name>{cdata('')}</wp:author_last_name></wp:author>\n")


def php(value: object) -> str:
    """Return a value as PHP serialises it: integers, texts and arrays."""
    if isinstance(value, bool):
        return f"b:{int(value)};"
    if isinstance(value, int):
        return f"i:{value};"
    if isinstance(value, Mapping):
        inside = "".join(php(key) + php(each) for key, each in value.items())
        return f"a:{len(value)}:{{{inside}}}"
    if isinstance(value, list | tuple):
        return php(dict(enumerate(value)))
    return f's:{len(str(value).encode())}:"{value}";'


@dataclass
class Post:
    """An item of an export; `terms` are (taxonomy, slug, name), `meta` pairs."""

    number: int
    title: str
    content: str = ""
    kind: str = "post"
    status: str = "publish"
    slug: str = ""
    link: str = ""
    day: str = "2018-07-03 10:00:00"
    utc: str = "2018-07-03 08:00:00"
    modified: str = ""
    author: str = "redaction"
    excerpt: str = ""
    parent: int = 0
    order: int = 0
    password: str = ""
    sticky: bool = False
    attachment: str = ""
    comments: int = 0
    terms: Sequence[tuple[str, str, str]] = ()
    meta: Sequence[tuple[str, str]] = ()
    lang: str = ""
    pair: str = ""
    more: str = field(default="", repr=False)

    def xml(self, home: str = HOME) -> str:
        """Return the item as the program prints it; `lang` and `pair` are Polylang's."""
        slug = self.slug or f"texte-{self.number}"
        place = f"/en/{slug}/" if self.lang == "en" else f"/{slug}/"
        terms = [*self.terms,
                 *([("language", self.lang, {"fr": "Français", "en": "English"}.get(
                     self.lang, self.lang))] if self.lang else []),
                 *([("post_translations", self.pair, self.pair)] if self.pair else [])]
        modified = self.modified or self.utc
        return "".join([
            f"\t<item>\n\t\t<title>{cdata(self.title)}</title>\n",
            f"\t\t<link>{escape(self.link or home + place)}</link>\n",
            "\t\t<pubDate>Tue, 03 Jul 2018 08:00:00 +0000</pubDate>\n",
            f"\t\t<dc:creator>{cdata(self.author)}</dc:creator>\n",
            f'\t\t<guid isPermaLink="false">{home}/?p={self.number}</guid>\n',
            "\t\t<description></description>\n",
            f"\t\t<content:encoded>{cdata(self.content)}</content:encoded>\n",
            f"\t\t<excerpt:encoded>{cdata(self.excerpt)}</excerpt:encoded>\n",
            f"\t\t<wp:post_id>{self.number}</wp:post_id>\n",
            f"\t\t<wp:post_date>{cdata(self.day)}</wp:post_date>\n",
            f"\t\t<wp:post_date_gmt>{cdata(self.utc)}</wp:post_date_gmt>\n",
            f"\t\t<wp:post_modified>{cdata(modified)}</wp:post_modified>\n",
            f"\t\t<wp:post_modified_gmt>{cdata(modified)}</wp:post_modified_gmt>\n",
            "\t\t<wp:comment_status>closed</wp:comment_status>\n",
            "\t\t<wp:ping_status>closed</wp:ping_status>\n",
            f"\t\t<wp:post_name>{cdata(slug)}</wp:post_name>\n",
            f"\t\t<wp:status>{cdata(self.status)}</wp:status>\n",
            f"\t\t<wp:post_parent>{self.parent}</wp:post_parent>\n",
            f"\t\t<wp:menu_order>{self.order}</wp:menu_order>\n",
            f"\t\t<wp:post_type>{cdata(self.kind)}</wp:post_type>\n",
            f"\t\t<wp:post_password>{cdata(self.password)}</wp:post_password>\n",
            f"\t\t<wp:is_sticky>{int(self.sticky)}</wp:is_sticky>\n",
            f"\t\t<wp:attachment_url>{cdata(self.attachment)}</wp:attachment_url>\n"
            if self.attachment else "",
            *(f'\t\t<category domain="{taxonomy}" nicename="{slug}">{cdata(name)}</category>\n'
              for taxonomy, slug, name in terms),
            *(f"\t\t<wp:postmeta>\n\t\t<wp:meta_key>{cdata(key)}</wp:meta_key>\n"
              f"\t\t<wp:meta_value>{cdata(value)}</wp:meta_value>\n\t\t</wp:postmeta>\n"
              for key, value in self.meta),
            *(f"\t\t<wp:comment>\n\t\t\t<wp:comment_id>{number}</wp:comment_id>\n"
              f"\t\t\t<wp:comment_content>{cdata('Bravo')}</wp:comment_content>\n\t\t</wp:comment>\n"
              for number in range(self.comments)),
            self.more, "\t</item>\n"])


def pair(number: int, lang: str, title: str, content: str = "", other: int = 0, **more: object
         ) -> Post:
    """Return a post of Polylang's in a language; `other` is the number of its translation."""
    name = f"pll_{min(number, other or number)}"
    return Post(number, title, content, lang=lang, pair=name if other else "", **more)  # type: ignore[arg-type]


def pairs(*groups: Mapping[str, int], taxonomy: str = "post_translations") -> str:
    """Return the terms in which Polylang keeps groups of translations, number by language."""
    return "".join(term(taxonomy, f"pll_{min(group.values())}", f"pll_{min(group.values())}",
                        min(group.values()), description=php(group)) for group in groups)


def languages(*codes: str) -> str:
    """Return the terms in which Polylang keeps the languages of the site."""
    names = {"fr": "Français", "en": "English", "de": "Deutsch", "zh": "中文"}
    return "".join(term("language", code, names[code], number,
                        description=php({"locale": f"{code}_{code.upper()}", "rtl": 0,
                                         "flag_code": code}))
                   for number, code in enumerate(codes, 900))


def export(*posts: Post, head: str = "", home: str = HOME) -> str:
    """Return a whole export; `head` are its terms and authors."""
    return HEAD.format(home=home) + head + "".join(post.xml(home) for post in posts) + TAIL


def write_export(folder: Path, *posts: Post, head: str = "", name: str = "export.xml") -> Path:
    """Write an export into a folder and return its path."""
    path = folder / name
    path.write_text(export(*posts, head=head), encoding="utf-8")
    return path


def numbers(items: Iterable[object]) -> list[int]:
    """Return the numbers of items."""
    return [item.number for item in items]  # type: ignore[attr-defined]
