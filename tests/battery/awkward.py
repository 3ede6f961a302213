"""Content that is lawful and that no theme likes to show."""

from pathlib import Path

LONG_WORD = "Rechtsschutzversicherungsgesellschaften" * 4
COLUMNS = 14
TAGS = 100

TABLE = "\n".join(
    ["| " + " | ".join(f"{word} {number}" for number in range(1, COLUMNS + 1)) + " |"
     if word else "|" + "---|" * COLUMNS for word in ("Heading", "", "Cell", "Another cell")])

BODY = f"""\
A [link whose text is {LONG_WORD}](https://long.example/{LONG_WORD}) and a note[^1]; another[^two].

## {LONG_WORD}

{TABLE}

## One table with alignment

| left | centre | right |
|:-----|:------:|------:|
| a | b | c |

- one
    - two
        - three
            - four
                1. five
                    - six

> A quotation
>
> > of a quotation.

## Code

```python
{"very_long_name = " * 30}"it's a 'quoted' value…"
```

Inline `{"code_without_a_space_" * 12}` and <https://address.example/{"segment/" * 30}>.

### A third level

Term of art
:   Its meaning.

#### A fourth level

Chinese: 《中华人民共和国个人信息保护法》, {"中" * 80}.

* * *

![A seal, one pixel wide in thought]({{static}}/images/xiaohongshu.png)

[^1]: The first note, with `code` and a [link](https://note.example/).
[^two]: The second note.

    It has two paragraphs.
"""

PARAGRAPH = "Un paragraphe de plus, sans rien de particulier, pour que la page soit longue.\n\n"

LONG_FRENCH = f"""\
L’article « long » : un titre, deux questions ? Trois ! {LONG_WORD}

## Une première question ?

{PARAGRAPH * 40}
## Une seconde question ?

Fin : voir l’article 12 ; voir aussi n° 5.
"""

ARTICLES = {
    "2024-09-02-awkward.en.md": (
        f"title: Awkward & <more> “quoted” {LONG_WORD[:28]}\ncategory: company-law\n"
        "summary: Tables, notes, code; & < > “quotes”.\n"
        "tags: " + ", ".join(f"many-{number}" for number in range(TAGS)) + "\n"
        "authors: editors\nslug: awkward\n", BODY),
    "2024-09-03-chinese-only.en.md": (
        "title: 中华人民共和国公司法\ncategory: digital-law\nsummary: 公司法。\n"
        "slug: chinese-only\n",
        "公司法第四十七条。\n"),
    "2024-09-03-chinese-only.fr.md": (
        "title: 中华人民共和国公司法\ncategory: digital-law\nsummary: 公司法。\n"
        "slug: chinois-seul\n",
        "公司法第四十七条。\n"),
    "2024-09-04-bare.fr.md": ("title: Nu\ncategory: market-brief\nslug: nu\n", "Un mot.\n"),
    "2024-09-05-long.fr.md": (
        "title: L’article « long » : deux questions ? Trois !\ncategory: market-brief\n"
        "summary: Long.\nslug: long\n", LONG_FRENCH),
}


def add_awkward_content(content: Path) -> None:
    """Write the awkward articles, and the hundred tags of one of them, into a content folder."""
    topics = content / "topics.toml"
    topics.write_text(topics.read_text("utf-8") + "".join(
        f'\n[tags.many-{number}]\nname.fr = "Mot n° {number} {"très " * (number % 7)}long"\n'
        f'name.en = "Tag no. {number} {"very " * (number % 7)}long"\n'
        f'slug.fr = "mot-{number}"\nslug.en = "tag-{number}"\n' for number in range(TAGS)),
        encoding="utf-8")
    for name, (header, body) in ARTICLES.items():
        (content / "articles" / name).write_text(f"{header}\n{body}", encoding="utf-8")
