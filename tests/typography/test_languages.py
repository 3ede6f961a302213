"""Each element is typeset in its own language; plain text knows no markup."""

import pytest

from plugins.typography import typeset, typeset_text

N, T = "\u00a0", "\u202f"


@pytest.mark.parametrize(("written", "lang", "printed"), [
    ('"a" !', "fr", f"«{N}a{N}»{T}!"),
    ('"a" !', "fr-FR", f"«{N}a{N}»{T}!"),
    ('"a" !', "en", "“a”!"),
    ('"a" !', "en-GB", "“a”!"),
    ('Il dit: <i lang="en">"no" !</i>', "fr", f'Il dit{N}: <i lang="en">“no”!</i>'),
    ('He said : <i lang="fr">"non"!</i>', "en", f'He said: <i lang="fr">«{N}non{N}»{T}!</i>'),
    ('"<i lang=en>law</i>"', "fr", f"«{N}<i lang=en>law</i>{N}»"),
    ('<i lang="zh-Hans">信</i>!', "fr", f'<i lang="zh-Hans">信</i>{T}!'),
    ("<i lang='en'>a <b lang='fr'>b!</b> c !</i> d!", "fr",
     f"<i lang='en'>a <b lang='fr'>b{T}!</b> c!</i> d{T}!"),
    ('<div lang="en"><p>"a"</p></div><p>"b"</p>', "fr",
     f'<div lang="en"><p>“a”</p></div><p>«{N}b{N}»</p>'),
    ('<p lang="en">"a"<p>"b"', "fr", f'<p lang="en">“a”<p>«{N}b{N}»'),
    ('<p lang="fr">oui!</p>!', "zh-Hans", f'<p lang="fr">oui{T}!</p>!'),
    ('<q\n title="lang=en" LANG=en>"a"</q>', "fr", '<q\n title="lang=en" LANG=en>“a”</q>'),
    ('"mot"<sup id="fnref:1"><a href="#fn:1">1</a></sup>, suite', "fr",
     f'«{N}mot{N}»<sup id="fnref:1"><a href="#fn:1">1</a></sup>, suite'),
])
def test_an_element_follows_its_own_language(written, lang, printed):
    """French in English is French, English in French is English; what closes gives back."""
    assert typeset(written, lang) == printed


@pytest.mark.parametrize(("written", "lang"), [
    ('"a" ! 信', "zh-Hans"), ('"a" ...', "zh"), ('"a" ...', "de"), ('"a" ...', ""),
    ('<p lang="de">"a" ...</p>', "fr"), ('<p lang="">"a" ...</p>', "en"),
    ('<code><i lang="fr"></i></code>', "en"),
])
def test_a_language_without_rules_is_left_alone(written, lang):
    """Chinese has marks of its own; German is nobody's here."""
    assert typeset(written, lang) == written


@pytest.mark.parametrize(("written", "printed"), [
    ("L'avis < 5 & \"x\" !", f"L’avis < 5 & «{N}x{N}»{T}!"),
    ("a <b>!", "a <b>!"),
    ("&nbsp; R&D ?", f"&nbsp; R&D{T}?"),
    ("<p>l'avis</p>", "<p>l’avis</p>"),
])
def test_a_title_is_plain_text(written, printed):
    """In a title `<` and `&` are characters like others."""
    assert typeset_text(written, "fr") == printed
