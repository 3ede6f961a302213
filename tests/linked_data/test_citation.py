"""What a file for BibTeX says of a page, read as BibTeX reads it."""

from dataclasses import replace

from plugins.linked_data.citation import Author, Citation

FULL = Citation(
    key="key", lang="fr", title="Loi\u202f: 50\u00a0% & {plus}", publication="Lettre_1",
    address="https://a.example/fr/a%20b/?q=1#x", date="2018-07-03", version="2019-01-01",
    authors=(Author("La rédaction"), Author("Droit & Cie")), addition="贸易法", number="n°\u00a07")


def read(entry: str) -> tuple[str, str, dict[str, str]]:
    """Return type, key and fields of an entry; braces that do not match are an error."""
    kind, _, rest = entry.strip().removeprefix("@").partition("{")
    key, _, rest = rest.partition(",")
    fields = {}
    while (rest := rest.strip(" \n,")) != "}":
        name, _, rest = rest.partition("=")
        rest = rest.strip()
        end = _end(rest)
        fields[name.strip()], rest = rest[1:end], rest[end + 1:]
    return kind, key, fields


def _end(text: str) -> int:
    assert text[0] == "{"
    depth = 0
    for place, char in enumerate(text):
        escaped = text[place - 1] == "\\" and text[place - 2] != "\\"
        depth += 0 if escaped else {"{": 1, "}": -1}.get(char, 0)
        if depth == 0:
            return place
    raise AssertionError(text)


def test_an_entry_says_all_that_is_known_in_the_words_of_latex():
    """Signs that LaTeX takes for commands are escaped, spaces keep their width, names are whole."""
    assert read(FULL.bibtex()) == ("online", "key-fr", {
        "author": r"{La rédaction} and {Droit \& Cie}",
        "title": r"{Loi\,: 50~\% \& \{plus\}}", "titleaddon": "贸易法", "number": "n°~7",
        "organization": r"{Lettre\_1}", "date": "2018-07-03", "version": "2019-01-01",
        "url": "https://a.example/fr/a%20b/?q=1#x", "langid": "french"})


def test_a_person_is_taken_apart_and_a_body_is_not():
    """BibTeX sorts and shortens the names of people."""
    authors = (Author("Claire Durand", person=True), Author("Droit & Cie"))

    assert read(replace(FULL, authors=authors).bibtex())[2]["author"] \
        == r"Claire Durand and {Droit \& Cie}"


def test_what_nobody_knows_is_left_out():
    """Above all the day on which it is read."""
    bare = replace(FULL, date="", version="", authors=(), addition="", number="")

    assert [*read(bare.bibtex())[2]] == ["title", "organization", "url", "langid"]
    assert "urldate" not in FULL.bibtex()


def test_no_sign_is_a_command():
    """Not even one that a title is full of."""
    entry = replace(FULL, title="a\\b ~ ^ # $ _\nc", key="clé/1").bibtex()

    assert r"{{a\textbackslash{}b \textasciitilde{} \textasciicircum{} \# \$ \_ c}}" in entry
    assert read(entry)[1] == "cl-1-fr"
