"""HTML of any origin becomes Markdown that our check accepts."""

import pytest

from plugins.importer.markdown import Converted, to_markdown


def converted(html: str) -> Converted:
    """Return HTML as Markdown; links lead where they did, pictures are in the folder of images."""
    return to_markdown(html, "fr", lambda href: href,
                       lambda src, alt: "{static}/images/" + src.rpartition("/")[2])


@pytest.mark.parametrize(("html", "markdown"), [
    ("<p>Un <strong>mot</strong>, <em>un autre</em>.</p>", "Un **mot**, *un autre*."),
    ("<h1>A</h1><h3>B</h3><h2>C</h2>", "## A\n\n### B\n\n### C"),
    ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n    - b\n- c"),
    ("<ol start='4'><li>a</li><li>b</li></ol>", "4. a\n5. b"),
    ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    ("<pre><code class='language-py'>x = 1\n  y</code></pre>", "```py\nx = 1\n  y\n```"),
    ("<p>a<br>b<br><br>c</p>", "a\\\nb\n\nc"),
    ("<p><a href='https://example.org/a b'>x [y]</a></p>",
     "[x \\[y\\]](https://example.org/a%20b)"),
    ("<figure><img src='/u/a.png' alt='Un graphique'><figcaption>Source</figcaption></figure>",
     '![Un graphique]({static}/images/a.png "Source")'),
    ("<p><a href='https://example.org/'><img src='a.png' alt='Un [sic] *b*'></a></p>",
     "[![Un \\[sic\\] \\*b\\*]({static}/images/a.png)](https://example.org/)"),
    ("<p><img src='a.png' alt='  Un\n graphique '></p>", "![Un graphique]({static}/images/a.png)"),
    ("<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>3<br>4</td></tr></table>",
     "| a | b |\n| --- | --- |\n| 1\\|2 | 3<br>4 |"),
    ("<p><img src='a.png' alt='A'> <img src='b.png' alt='B'></p>",
     "![A]({static}/images/a.png)\n\n![B]({static}/images/b.png)"),
    ("<figure><img src='a.png' alt='A'><figcaption>Le <em>port</em></figcaption></figure>",
     '![A]({static}/images/a.png "Le port")'),
    ("<table><tr><th>a</th><th>b</th><th>c</th></tr><tr><td>1</td><td align='right'>2</td>"
     "<td style='text-align: center'>3</td></tr></table>",
     "| a | b | c |\n| --- | ---: | :---: |\n| 1 | 2 | 3 |"),
    ("<table><tr><td><b><a href='https://example.org/'>a</a></b></td><td><b>b</b></td></tr>"
     "<tr><td>1</td><td>2</td></tr></table>",
     "| [a](https://example.org/) | b |\n| --- | --- |\n| 1 | 2 |"),
    # What stays as it is.
    ("<p><img src='a.png' alt='A'> et <img src='b.png' alt='B'></p>",
     "![A]({static}/images/a.png) et ![B]({static}/images/b.png)"),
    ("<table><tr><th>a</th><th style='text-align:right'>b</th></tr><tr><td class='bright'>1</td>"
     "<td style='text-align:left'>2</td></tr></table>",
     "| a | b |\n| --- | --- |\n| 1 | 2 |"),
    ("<p>L’article 12, al. 2 – « le texte » [...] – s’applique : voir a_b.</p>",
     "L’article 12, al. 2 – « le texte » [...] – s’applique : voir a_b."),
    ("<p>2018. Une année (n° 5), 中文。</p>", "2018. Une année (n° 5), 中文。"),
])
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    """Each construction is written as editors write it."""
    assert converted(html).markdown == f"{markdown}\n"


@pytest.mark.parametrize(("html", "markdown"), [
    ("<p>1. a</p>", "1\\. a"),
    ("<p># a</p>", "\\# a"),
    ("<p>- a</p>", "\\- a"),
    ("<p>+ a</p>", "\\+ a"),
    ("<p>> a</p>", "\\> a"),
    ("<p>| a</p>", "\\| a"),
    ("<p>!!! facts</p>", "\\!!! facts"),
    ("<p>a {: .x}</p>", "a \\{: .x}"),
    ("<p>[^1]: a</p>", "\\[^1\\]: a"),
    ("<p>*a* _b_ `c` &lt;b></p>", "\\*a\\* \\_b\\_ \\`c\\` &lt;b>"),
    ("<p>&amp;eacute;</p>", "&amp;eacute;"),
    # What means nothing to Markdown there.
    ("<p>a # b - c + d > e ! f. 12) R&amp;D</p>", "a # b - c + d > e ! f. 12) R&D"),
    ("<p>-5 °C, #12, l’art. 1.5</p>", "-5 °C, #12, l’art. 1.5"),
])
def test_a_sign_that_markdown_would_take_for_its_own_is_escaped(html: str, markdown: str) -> None:
    """Readers see the sign that was there."""
    assert converted(html).markdown == f"{markdown}\n"


@pytest.mark.parametrize(("html", "told"), [
    ("<table><caption>Durées</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr>"
     "</table>", "a legend is a paragraph now"),
    ("<figure><img src='a.png' alt='A'><figcaption>Le <a href='https://example.org/'>port</a>"
     "</figcaption></figure>", "a legend is a paragraph now"),
    ("<figure><img src='a.png' alt='A'><figcaption>Le <em>port</em></figcaption></figure>",
     "the words below a picture have no emphasis here"),
    ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td align='right'>2</td></tr><tr>"
     "<td>1</td><td>2</td></tr></table>", "words of a table were set to the right"),
    ("<table><tr><td colspan='2'>a</td></tr><tr><td>1</td><td align='right'>2</td></tr></table>",
     "words of a table were set to the right"),
    ("<h2>a <a href='file:///c:/b.doc'>b</a></h2>", "the link to “file:///c:/b.doc” leads"),
    # What is kept whole.
    ("<figure><img src='a.png' alt='A'><figcaption>Le port</figcaption></figure>", ""),
    ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td align='right'>2</td></tr></table>", ""),
    ("<table><tr><td colspan='2' align='left'>a</td></tr><tr><td>1</td><td>2</td></tr></table>",
     ""),
])
def test_what_a_legend_a_table_or_a_heading_loses_is_told_once(html: str, told: str) -> None:
    """An editor sees what the old page had."""
    losses = [str(loss.what) for loss in converted(html).losses]
    assert [loss[:len(told)] for loss in losses] == ([told] if told else [])
