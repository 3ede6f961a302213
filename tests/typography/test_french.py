"""French is typeset as French; ␣ stands for U+00A0 and ¦ for U+202F in these tables."""

import pytest

from plugins.typography import typeset


def spaced(text):
    """Return `text` with the no-break spaces that a reader of this file could not see."""
    return text.replace("␣", "\u00a0").replace("¦", "\u202f")


@pytest.mark.parametrize(("written", "printed"), [
    # The apostrophe.
    ("l'avis d'un juge aujourd'hui", "l’avis d’un juge aujourd’hui"),
    ("l'<em>avis</em>", "l’<em>avis</em>"),
    ("l&#39;avis", "l’avis"),
    ("les années '90", "les années ’90"),
    ("l'équipe d'info@exemple.fr", "l’équipe d’info@exemple.fr"),
    # Quotations.
    ('un "mot" juste', "un «␣mot␣» juste"),
    ('"Mot."', "«␣Mot.␣»"),
    ('l\'"affaire"', "l’«␣affaire␣»"),
    ('&quot;mot&quot;', "«␣mot␣»"),
    ('"<em>mot</em>"', "«␣<em>mot</em>␣»"),
    ('<em>"mot</em>"', "<em>«␣mot</em>␣»"),
    ('il dit " mot " et', "il dit «␣mot␣» et"),
    ('("mot")', "(«␣mot␣»)"),
    ('"a <code>b</code>"', "«␣a <code>b</code>␣»"),
    ('en "2018"', "en «␣2018␣»"),
    # A quotation inside one.
    ('"Il dit "non" hier"', "«␣Il dit “non” hier␣»"),
    ('« il dit "non" »', "«␣il dit “non”␣»"),
    ("\"il dit 'non' hier\"", "«␣il dit “non” hier␣»"),
    ('« un » et "deux"', "«␣un␣» et «␣deux␣»"),
    # Guillemets that the author wrote.
    ("«mot»", "«␣mot␣»"),
    ("« mot »", "«␣mot␣»"),
    ("«  mot\n»", "«␣mot␣»"),
    ("&laquo; mot &raquo;", "«␣mot␣»"),
    ("«<b>mot</b>»", "«␣<b>mot</b>␣»"),
    # High marks.
    ("Quoi ?", "Quoi¦?"),
    ("Quoi?", "Quoi¦?"),
    ("Quoi ?!", "Quoi¦?!"),
    ("Non!!!", "Non¦!!!"),
    ("ici ; là", "ici¦; là"),
    ("ici; là", "ici¦; là"),
    ("Quoi&nbsp;?", "Quoi¦?"),
    ("Quoi␣!", "Quoi¦!"),
    ("(Quoi ?)", "(Quoi¦?)"),
    ("« Quoi ? »", "«␣Quoi¦?␣»"),
    ('"Quoi"?', "«␣Quoi␣»¦?"),
    ("en 2018 ?", "en 2018¦?"),
    ("etc. ?", "etc.¦?"),
    ("<code>x</code> ?", "<code>x</code>¦?"),
    ("https://exemple.fr ?", "https://exemple.fr¦?"),
    # The colon.
    ("Objet : avis", "Objet␣: avis"),
    ("Objet: avis", "Objet␣: avis"),
    ("Objet¦: avis", "Objet␣: avis"),
    ("<strong>Nom:</strong> X", "<strong>Nom␣:</strong> X"),
    ("Nom :", "Nom␣:"),
    ("il dit : « oui »", "il dit␣: «␣oui␣»"),
    # The end of an inner tag.
    ("<em>mot </em>!", "<em>mot</em>¦!"),
    ("<em>mot </em>, suite", "<em>mot</em>, suite"),
    ("<em>mot&nbsp;</em>?", "<em>mot</em>¦?"),
    ("<em>mot</em>!", "<em>mot</em>¦!"),
    ("<a href='x'>mot</a> : suite", "<a href='x'>mot</a>␣: suite"),
    # Amounts.
    ("10 %", "10␣%"),
    ("10 €", "10␣€"),
    ("10 <abbr>km</abbr>", "10␣<abbr>km</abbr>"),
    ("5 kg", "5␣kg"),
    ("30 m²", "30␣m²"),
    ("500 CNY", "500␣CNY"),
    ("3,5 millions d'euros", "3,5␣millions d’euros"),
    ("10 000 euros", "10¦000␣euros"),
    ("1 250 000,50 €", "1¦250¦000,50␣€"),
    ("(10 000)", "(10¦000)"),
    ("à 10 h 30", "à 10␣h␣30"),
    # Words that announce.
    ("n° 5", "n°␣5"),
    ("l'art. 5", "l’art.␣5"),
    ("art. L. 121-1", "art.␣L.␣121-1"),
    ("articles L. 441-6 et R. 123-4", "articles␣L.␣441-6 et R.␣123-4"),
    ("art. L. 1, article D. 12 ou articles A. 3", "art.␣L.␣1, article␣D.␣12 ou articles␣A.␣3"),
    ("vol. 2", "vol.␣2"),
    ("l'article 12, alinéa 3", "l’article␣12, alinéa␣3"),
    ("Article\n12", "Article␣12"),
    ("art. 5, al. 2", "art.␣5, al.␣2"),
    ("titre II, chapitre 3, section 1", "titre␣II, chapitre␣3, section␣1"),
    ("paragraphe 2 de l'annexe 1, pages 3 et 4", "paragraphe␣2 de l’annexe␣1, pages␣3 et 4"),
    ("<em>article</em> 12", "<em>article</em>␣12"),
    # Days.
    ("le 29 décembre 2019", "le 29␣décembre 2019"),
    ("du 1er au 31 Mai", "du 1er au 31␣Mai"),
    ("le 1<sup>er</sup> juillet", "le 1<sup>er</sup>␣juillet"),
    ("le 1er\njanvier", "le 1er␣janvier"),
    ("§ 3", "§␣3"),
    ("p. 12", "p.␣12"),
    ("M. Li et Mme Hu", "M.␣Li et Mme␣Hu"),
    ("Mlle Hu, Dr Li", "Mlle␣Hu, Dr␣Li"),
    ("Me Dupont", "Me␣Dupont"),
    ("M. <b>Li</b>", "M.␣<b>Li</b>"),
    ("n°\n5", "n°␣5"),
    # Points, dashes, stray spaces.
    ("Et...", "Et…"),
    ("Et....", "Et…"),
    ("Et….", "Et…"),
    ("Et ... puis", "Et… puis"),
    ("[...]", "[…]"),
    ("ici -- là -- et", "ici – là – et"),
    ("«-- mot --»", "«␣– mot –␣»"),
    ("mot , suite .", "mot, suite."),
    ("( mot )", "(mot)"),
    ("Quoi...?", "Quoi…¦?"),
])
def test_french_takes_the_marks_and_spaces_of_french(written, printed):
    """What a typist leaves becomes what a printer sets."""
    assert typeset(spaced(written), "fr") == spaced(printed)


@pytest.mark.parametrize("written", [
    # Set already, with whatever reference.
    "l’avis «␣mot␣»¦! Objet␣: 10␣%", "Quoi&#8239;?", "mot&nbsp;: suite",
    "&laquo;&nbsp;mot&nbsp;&raquo;",
    "«␣“mot”␣»", "10&nbsp;000", "10&nbsp;%",
    # No space, no mark: nothing to do.
    "10%", "10€", "n°5", "5kg", "10h30", "a,b", "un mot. Un autre.", "10 ans", "5 hommes",
    "5 l’autre",
    # Times, ratios, addresses, names of programs.
    "à 10:30", "3:1", "::1", "fe80::1", "2001:db8::8a2e:370:7334", "std::vector", "a:b", "x::y z",
    "http://exemple.fr/a?b=c;d!e", "https://exemple.fr/l'avis...x", "mailto:a'b@exemple.fr",
    "o'brien@exemple.fr", "www.exemple.fr/?q='a'&b", "/var/l'avis/x...y", "../a'b", r"C:\x'y",
    "a?b", "a;b",
    "a!b", "a != b", "a ?b", "--dry-run", "x --dry-run", "a--b", "-- ",
    # Numbers that are names.
    "loi 2017-55", "SIREN 123 456 789", "SIRET 123 456 789 00012", "RCS Paris B 123 456 789",
    "TVA FR 12 123 456 789", "01 23 45 67 89", "+33 1 23 45 67 89", "+86 10 1234 5678", "2018 100",
    "0 123", "12 345 6", "10 0000", "1 000a",
    # Emoticons.
    "oui :-)", "oui ;)", "oui :)", "oui :-/", "(:-)",
    # Places that something else will fill.
    "{{ l'avis ? }}", "{% if a ! %}", "{# l'avis #}", "*|FNAME|*", "*|IF:l'avis ?|*",
    '[form id="5" a=\'b\']',
    '[contact-form-7 404 "Not found"]', "{filename}/a'b.md", "{name!r}", "{name:>10}",
    # Decimals and points elsewhere.
    "a .5", "a .fr", "1...10", "a..b", ".../a", "( )", "?", " !", ": x", "; x", "(!)", "«»", "« »",
    # A quote without its pair, a prime, a quote that is no quote.
    'un "mot', 'mot" juste', "27\" et 5' 10\"", 'a"b', '""', "a ' b", "''mot''", "a=\"b\"",
    # References stay references.
    "&amp;eacute; &lt;b&gt;", "&copy ;", "&amp ;", "&#39 ;", "a &lt; b",
    # Words that are others.
    "Me voici", "tome. 5", "rp. 12", "la p. suivante", "part. 5", "AM. Li", "article premier",
    "articles nouveaux", "à ce titre il", "particle 12", "sections du titre", "page suivante",
    "un alinéa de 3 lignes",
    "L. Dupont", "L. 5", "vitamine D. 20 ans", "32 décembre", "en 2019 décembre", "2,5 mai",
    "29 marsouins", "mai 68",
    "décembre 2018", "le 5 du mois", "L.441-6", "J. L. 1",
    "10 mots", "3 mini",
    # Code, what is not text, Chinese.
    "<code>l'avis ?</code>", "<kbd>a !</kbd>", "<samp>a ;</samp>",
    "<pre>\"a\"\n ... <b>'</b></pre>",
    "<script>'a' ? 'b' : 'c'</script>", "<style>a { b: 'c' ; }</style>",
    "<textarea>l'avis ?</textarea>",
    "<!-- l'avis ? -->", "<![CDATA[ l'avis ? ]]>", "<math><mo>!</mo> '</math>",
    "<svg><text>'</text></svg>",
    "<a title=\"l'avis ?\">x</a>", "<img alt='l\"avis\" !'>", "<i lang=zh-Hans>信 ! '</i>",
    # Two blocks are two texts.
    'un "mot</p><p>mot" deux', "mot<br>, suite", "<li>a </li><li>! b</li>", "<td>10</td><td>%</td>",
    # Not HTML at all.
    "", "<", "<a", "</", "<b><", "&", "<!--", "<a href='", "<p <p <p", "</p></b>x<i>",
])
def test_what_is_right_or_is_no_french_sentence_stays_as_it_is(written):
    """Where nothing was left by the author, or the characters are not prose, nothing changes."""
    written = spaced(written)

    assert typeset(written, "fr") == written
