"""Make documents of every construction, of words that look like Markdown."""

from html import escape

from hypothesis import strategies as st

WORDS = (
    "mot", "élève", "中文", "l’art.", "12", "1.", "2018.", "a)", "–", "-", "+", "#", "##", ">", "|",
    "*", "**", "_", "__", "snake_case", "2*3", "[x]", "[^1]", "[^1]:", "[x](y)", "![a](b)",
    "{: .a}", "{#b}", "{{c}}", "!!!", "facts", "~~~", "```", "`", "<b>", "&amp;", "&", "\\", "\\*",
    ":", "==", "---", "!", "https://example.org/a_b*c", "«", "»", "“", "”", "(", ")", "*[abbr]:",
    "<!--", "-->", "$", "%", "^", "~", "§ 5", "fin.", "@", "\xa0:", "[", "]", "](", "<", "</p>",
    "&lt;", "=", "1)", "i.", ". .", "_a_", "*a*", "'a'", '"a"')

TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
GLUED = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("".join)
PLAIN = st.one_of(TEXT, TEXT, GLUED).map(lambda text: escape(text, quote=False))


def tagged(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return words in an inline element."""
    return st.one_of(*(inner.map(lambda words, tag=tag: f"<{tag}>{words}</{tag}>") for tag in (
        "strong", "em", "b", "i", "sup", "sub", "del", "span", "mark", "u")),
        inner.map(lambda words: f'<a href="https://example.org/x?a=1&amp;b=2">{words}</a>'))


CODE = TEXT.map(lambda words: f"<code>{escape(words)}</code>")
INLINE = st.lists(st.one_of(PLAIN, PLAIN, st.sampled_from((" ", "<br>", " ", "\n")), CODE,
                            tagged(PLAIN), tagged(st.lists(st.one_of(PLAIN, tagged(PLAIN)),
                                                           min_size=1, max_size=3).map("".join))),
                  min_size=1, max_size=5).map("".join)

PARAGRAPH = INLINE.map(lambda words: f"<p>{words}</p>")
HEADING = st.tuples(st.integers(1, 6), INLINE).map(
    lambda made: f"<h{made[0]}>{made[1]}</h{made[0]}>")
PRE = st.lists(TEXT, min_size=1, max_size=3).map(
    lambda lines: f"<pre><code>{escape(chr(10).join(lines))}</code></pre>")


def listed(items: list[str], kind: str) -> str:
    """Return a list."""
    return f"<{kind}>{''.join(f'<li>{item}</li>' for item in items)}</{kind.partition(' ')[0]}>"


def table(rows: list[list[str]], cell: str) -> str:
    """Return a table whose head has this cell."""
    head = "".join(f"<{cell}>{one}</{cell}>" for one in rows[0])
    body = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for row in rows[1:])
    return f"<table><tr>{head}</tr>{body}</table>"


TABLE = st.tuples(st.integers(2, 3).flatmap(lambda width: st.lists(
    st.lists(INLINE, min_size=width, max_size=width), min_size=2, max_size=3)),
    st.sampled_from(("th", "td"))).map(lambda made: table(*made))


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return blocks that hold others."""
    some = st.lists(st.one_of(inner, INLINE), min_size=1, max_size=3)
    return st.one_of(
        st.tuples(st.lists(some.map("".join), min_size=1, max_size=3),
                  st.sampled_from(("ul", "ol", "ol start=7"))).map(lambda made: listed(*made)),
        some.map(lambda blocks: f"<blockquote>{''.join(blocks)}</blockquote>"),
        some.map(lambda blocks: f"<div>{''.join(blocks)}</div>"),
        some.map(lambda blocks: "<table><tr><td colspan=2>a</td></tr><tr><td>b</td>"
                                f"<td>{''.join(blocks)}</td></tr></table>"))


BLOCK = st.recursive(st.one_of(PARAGRAPH, PARAGRAPH, HEADING, PRE, TABLE, st.just("<hr>")), nested,
                     max_leaves=6)
DOCUMENT = st.lists(BLOCK, min_size=1, max_size=5).map("\n".join)
