"""What keeps an email from being sent, or should make an editor think."""

import pytest

from tests.newsletter.preflight.conftest import ARTICLE, FOOT, SITE, written

CODES = ('[contact-form-7 id="235"]', "[mc4wp_form id=3]", "[CONTACT-FORM-7 id=»235″]",
         "[contact-form to='a']", "[mc4wp_form]")

MARKS = ("{{ title }}", "{% if x %}", "{filename}", "{static}", "{form}")

GONE = f"{SITE}/fr/articles/projet/"

DRAFT = type(ARTICLE)("projet", "Un projet", GONE)

GOOD = written("")


@pytest.mark.parametrize("written", [*CODES, *MARKS])
@pytest.mark.parametrize("place", ["words", "text", "attribute", "subject", "preview"])
def test_a_leftover_is_refused_wherever_readers_see_it(look, written, place):
    """In both parts, in what a screen reader says, in the list of the mail program."""
    quoted = written.replace('"', "&quot;")
    given = {"words": {"body": f"<p>Voir {quoted}.</p>"}, "text": {"text": f"Voir {written}."},
             "attribute": {"body": f'<p aria-label="{quoted}">Voir</p>'}}.get(
                 place, {place: f"Voir {written}."})

    [found] = look(**given)

    assert found.level == "error" and f"“{written}” " in str(found.message)
    assert found.field == (place if place in given and place in ("subject", "preview") else "")


@pytest.mark.parametrize("address", ["{filename}loi.fr.md", "{static}/images/a.png"])
def test_an_address_that_was_never_completed_is_reported_once(look, address):
    """That it is not a full address says nothing new."""
    [found] = look(f'<a href="{address}">a</a>')

    assert "should have been replaced" in str(found.message)


@pytest.mark.parametrize("code", [*CODES, *MARKS])
@pytest.mark.parametrize("name", ["code", "pre", "kbd", "samp"])
def test_in_code_readers_are_meant_to_see_it(look, code, name):
    """The plain text shows it as well, wrapped or not."""
    quoted = code.replace('"', "&quot;")

    assert look(f"<{name}>{quoted}</{name}>", f"Écrivez {code.replace(' ', chr(10), 1)}.") == []


@pytest.mark.parametrize("words", [
    "[contact-form-7-x id=1]", "[1]", "[sic]", "{a}", "l’ensemble {1\u202f; 2}", "{formulaire}",
    "[contact] form", "100\u00a0% {de}", "[…]",
])
def test_brackets_and_braces_of_an_author_are_left_alone(look, words):
    """Longer names and sets of numbers, too."""
    assert look(f"<p>{words}</p>", words) == []


def test_style_is_no_word(look):
    """Braces are its grammar; an address in it is of no reader's reading."""
    assert look("<style>a { b: {{ c }} }</style>", f"{SITE}/fr/articles/loi/") == []


def test_an_article_that_is_not_published_is_reported_once(look):
    """By its key, at the line of the header: its broken link says nothing new."""
    [found] = look(f'<a href="{GONE}">Un projet</a> <a href="{GONE}?utm_source=lettre">Lire</a>',
                   f"Lire :\n{GONE}", articles=(ARTICLE, DRAFT))

    assert (found.level, found.field) == ("error", "articles")
    assert "the article “projet” has no page on the built site" in str(found.message)


def test_articles_with_a_page_are_fine(look):
    """So is an issue that names none."""
    assert look(f'<a href="{ARTICLE.url}?utm_source=lettre">La loi</a>') == []
    assert look(articles=()) == []


def link(address: str) -> str:
    """Return a paragraph with a link."""
    return f'<p><a href="{address}">Lire</a></p>'


@pytest.mark.parametrize(("body", "message"), [
    (link(f"{SITE}/fr/none/"), "/fr/none/” leads nowhere"),
    (link(f"{SITE}/fr/none/?utm_source=lettre"), "leads nowhere"),
    (link(f"{SITE}/fr/articles/loi"), "/loi” needs “/” at its end"),
    (link(f"{SITE}/fr/articles/loi/#none"), "leads to an anchor that its page does not have"),
    (link("#fn:1"), "“#fn:1” leads to an anchor that the email does not have"),
    (link("/fr/articles/loi/"), "is not a full address"),
    (link("//firm.example/"), "write https://firm.example/"),
    (link("http://127.0.0.1:8000/"), "of your own computer"),
    (link("file:///a.pdf"), "of your own computer"),
    (link("javascript:void(0)"), "begins with “javascript”"),
    (link(""), "“” is not a full address"),
    ('<img src="/a.png" alt="a" width="1" height="1">', "“/a.png” is not a full address"),
    ('<img src="data:image/png;base64,AA" alt="a" width="1" height="1">', "begins with “data”"),
    ('<table background="a.png"></table>', "“a.png” is not a full address"),
])
def test_a_link_that_leads_nowhere_is_refused(look, body, message):
    """Of the site it is known; elsewhere, by the address itself."""
    [found] = look(body)

    assert message in str(found.message)
    assert (found.level, found.file, found.line) == ("error", "email.html", 3)


@pytest.mark.parametrize("address", [
    f"{SITE}/fr/articles/loi/", f"{SITE}/fr/articles/loi/?utm_source=lettre&amp;utm_medium=email",
    f"{SITE}/fr/articles/loi/?utm_source=lettre#capital", f"{SITE}/forms/contact",
    f"{SITE}/fr/numeros/2018-07/", "https://firm.example/none/", "https://elsewhere.example/none",
    "mailto:a@firm.example", "tel:+33100000000", "*|UPDATE_PROFILE|*",
])
def test_a_link_that_leads_somewhere_is_fine(look, address):
    """Other sites are nobody's to promise; what is counted is no part of the address."""
    assert look(link(address)) == []


def test_a_note_of_the_email_is_found(look):
    """Footnotes work in it, there and back."""
    assert look('<sup id="fnref:1"><a href="#fn:1">1</a></sup>'
                '<p id="fn:1"><a href="#fnref:1">Note</a></p>') == []


@pytest.mark.parametrize(("text", "message"), [
    (f"[1] {SITE}/fr/none/", "leads nowhere"),
    ("(voir http://localhost:8000/fr/)", "“http://localhost:8000/fr/” is an address of your own"),
    (f"Voir {SITE}/fr/articles/loi/#none.", "#none” leads to an anchor"),
])
def test_an_address_of_the_plain_text_leads_somewhere_too(look, text, message):
    """What ends the sentence is no part of it."""
    [found] = look(text=text)

    assert message in str(found.message)
    assert found.file == "email.txt"


def test_an_email_for_a_local_site_is_refused_with_one_sentence(look):
    """Every link of it would be wrong for the same reason."""
    site = "http://127.0.0.1:8000"

    found = look(link(f"{site}/fr/") + link(f"{site}/en/"), f"{site}/fr/", site=site, articles=())

    assert [(one.level, one.file) for one in found] == [("error", "campaign.json")]
    assert "built for http://127.0.0.1:8000, which no reader can reach" in str(found[0].message)


@pytest.mark.parametrize(("body", "text", "changes", "place"), [
    ("<p>Bonjour *|FNAME|*</p>", "", {}, ("", "email.html", 3)),
    ('<a href="*|ARCHIVE|*">a</a>', "", {}, ("", "email.html", 3)),
    ("", "a\nBonjour *|FNAME|*", {}, ("", "email.txt", 2)),
    ("", "*|HTML:LIST_ADDRESS_HTML|*", {}, ("", "email.txt", 1)),
    ("", "", {"subject": "Bonjour *|FNAME|*"}, ("subject", "email.html", 0)),
    ("", "", {"preview": "*|UNSUB|*"}, ("preview", "email.html", 0)),
])
def test_a_tag_that_is_none_of_ours_is_refused(look, body, text, changes, place):
    """Mailchimp would fill in something that nobody has looked at."""
    [found] = look(body, text, **changes)

    assert (found.field, found.file, found.line) == place
    assert found.level == "error" and "*|" in str(found.message)


@pytest.mark.parametrize("words", [
    '<a href="*|UPDATE_PROFILE|*">a</a>', "<p>*\u2060|FNAME|*</p>", "<p>5 * 3 | 2</p>",
    "<p>a || b</p>", "<p>**gras**</p>",
])
def test_a_tag_of_the_template_and_what_opens_none_is_fine(look, words):
    """A word joiner has parted the marks that an editor wrote."""
    assert look(words) == []


@pytest.mark.parametrize(("changes", "place"), [
    ({"body": "<p>Bonjour.</p>\n<p>Vous trouverez\n<b>ci</b>-joint la loi.</p>"}, ("", 5)),
    ({"subject": "Ci-joint, la loi"}, ("subject", 0)),
    ({"preview": "Voir la pièce jointe"}, ("preview", 0)),
    ({"body": "<p>Please find attached the law.</p>", "lang": "en"}, ("", 3)),
])
def test_a_promise_is_reported_where_it_is(look, changes, place):
    """As a warning: it may be about something else."""
    [found] = look(**changes)

    assert found.level == "warning" and "promises an attachment" in str(found.message)
    assert (found.field, found.line) == place


@pytest.mark.parametrize(("changes", "place"), [
    ({"body": "<p>Le prix est de XXX\u00a0€.</p>"}, "email.html:3"),
    ({"subject": "Le décret [à compléter]"}, "subject"), ({"preview": "Lorem ipsum"}, "preview"),
    ({"body": "<p>Erreur\u202f! Source du renvoi introuvable.</p>"}, "email.html:3"),
])
def test_a_placeholder_is_told_where_it_stands(look, changes, place):
    """As a warning: code in an email may speak of one."""
    [found] = look(**changes)

    assert found.level == "warning" and "is a placeholder" in str(found.message)
    assert found.place == place
    assert look("<p>Le chapitre XXX, <code>TODO</code></p>") == []


@pytest.mark.parametrize(("body", "lang"), [
    ("<p>Le plan ci-joint au contrat.</p>", "fr"), ("<p>See attached.</p>", "fr"),
    ("<p><code>ci-joint</code></p>", "fr"), ("<p>Elle est en</p><p>pièce jointe</p>", "fr"),
    ("<p>The rights attached to shares.</p>", "en"), ("<p>ci-joint</p>", "en"),
])
def test_other_words_are_left_alone(look, body, lang):
    """Nothing is found across paragraphs, in code or in another language."""
    assert look(body, lang=lang) == []


@pytest.mark.parametrize(("changes", "template"), [
    ({"html": GOOD.replace('href="*|UNSUB|*"', 'href="*|UPDATE_PROFILE|*"')}, "email/issue.html"),
    ({"html": GOOD.replace('<a href="*|UNSUB|*">', "<!-- *|UNSUB|* --><a>")}, "email/issue.html"),
    ({"html": GOOD.replace("*|HTML:LIST_ADDRESS_HTML|*", "")}, "email/issue.html"),
    ({"html": GOOD.replace("*|HTML:LIST_ADDRESS_HTML|*", "<!-- *|HTML:LIST_ADDRESS_HTML|* -->")},
     "email/issue.html"),
    ({"foot": FOOT.replace("*|UNSUB|*", "")}, "email/issue.txt"),
    ({"foot": FOOT.replace("*|LIST:ADDRESS|*", "")}, "email/issue.txt"),
])
def test_a_part_without_the_way_out_or_the_address_is_refused(look, changes, template):
    """In a comment nobody sees them; the template to correct is named."""
    [found] = look(**changes)

    assert (found.level, found.file) == ("error", template)
    assert f"template {template}" in str(found.message)


def test_an_email_with_both_is_fine(look):
    """In both parts."""
    assert look() == []


@pytest.mark.parametrize(("changes", "told_of"), [
    ({"subject": ""}, [("error", "subject")]),
    ({"subject": "…"}, [("error", "subject")]),
    ({"preview": " "}, [("error", "preview")]),
    ({"subject": "é" * 151}, [("error", "subject")]),
    ({"subject": "é" * 61}, [("warning", "subject")]),
    ({"preview": "é" * 141}, [("warning", "preview")]),
    ({"subject": "é" * 60, "preview": "é" * 140}, []),
    ({"subject": "小红书"}, []),
])
def test_what_is_missing_or_too_long_is_reported_at_its_line_of_the_header(look, changes, told_of):
    """Without a preview a mail program shows the first words of the page."""
    assert [(found.level, found.field) for found in look(**changes)] == told_of


@pytest.mark.parametrize(("size", "told_of"), [
    (100_001, [("error", "the email weighs 101 kB and Gmail cuts what exceeds 100 kB; shorten")]),
    (100_000, [("warning", "the email weighs 100 kB; Gmail cuts what exceeds 100 kB")]),
    (80_001, [("warning", "the email weighs 81 kB")]),
    (80_000, []), (0, []),
])
def test_an_email_that_is_cut_or_nearly_is_reported(told, size, told_of):
    """With its size, and the limit."""
    body = "<p>é</p>" + "x" * (size - len(written("<p>é</p>").encode()))

    found = told(body)

    assert [(level, message[:len(start)]) for (level, message), (_, start)
            in zip(found, told_of, strict=True)] == told_of


def test_nothing_speaks_against_a_good_email(told):
    """Its words, links, images and footer are in order."""
    image = (f'<img src="{SITE}/pictures/a.png" alt="Un livre" width="500" height="300">')

    assert told(f'<p>Lisez <a href="{SITE}/fr/articles/loi/">la loi</a>.</p>{image}',
                f"Lisez la loi [1].\n\n[1] {SITE}/fr/articles/loi/",
                files={"pictures/a.png": b"\x89PNG\r\n\x1a\n"}) == []


def test_what_is_in_both_parts_is_reported_once_where_it_comes_first(look):
    """The editor has one thing to correct."""
    [found] = look(f'<p>a</p>\n<p><a href="{SITE}/none/">a</a></p>', f"a [1]\n\n[1] {SITE}/none/.")

    assert (found.file, found.line) == ("email.html", 4)


def test_what_is_in_the_plain_text_alone_is_reported_with_its_line(look):
    """Some readers see nothing else."""
    [found] = look(text=f"a\n\n{SITE}/none/")

    assert (found.file, found.line) == ("email.txt", 3)


def test_what_only_outlook_shows_is_looked_at_too(told):
    """A condition hides it from all the others."""
    for start, end in (("<!--[if mso]>", "<![endif]-->"),
                       ("<!--[if !mso]><!-->", "<!--<![endif]-->"),
                       ("<!--[if !mso]>-->", "<!--<![endif]-->"), ("<![if !mso]>", "<![endif]>")):
        assert [level for level, _ in told(f'{start}<a href="/fr/">a</a>{end}<p>b</p>')] \
            == ["error"], start


def test_what_is_in_a_comment_does_not_count(told):
    """No reader sees it."""
    assert told('<!-- <a href="/fr/">{{ a }}</a> ci-joint -->') == []


FILES = {"a.png": b"\x89PNG\r\n\x1a\n"}

SIZE = 'width="10" height="10"'

OURS = f'src="{SITE}/a.png"'

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(("image", "level", "message"), [
    (f"<img {OURS} {SIZE}>", "error", "a.png has no alternative text"),
    (f'<img {OURS} alt="" {SIZE}>', "error", "a.png has no alternative text"),
    (f'<img {OURS} alt=" " class="wide" {SIZE}>', "error", "a.png has no alternative text"),
    (f'<img {OURS} class="decorative" {SIZE}>', "error", "a.png has no alternative text"),
    (f'<img src="https://elsewhere.example/b.gif?c=d" alt="x" {SIZE}>', "error",
     "b.gif is on another site"),
    (f'<img {OURS} alt="x">', "warning", "a.png does not say how wide and how high"),
    (f'<img {OURS} alt="x" width="10">', "warning", "a.png does not say how wide"),
    (f'<img {OURS} alt="x" width="100%" height="auto">', "warning", "a.png does not say how wide"),
])
def test_what_an_image_lacks_is_reported(told, image, level, message):
    """Many readers see no images, and Outlook shows one as large as its file."""
    [(found, sentence)] = told(image, files=FILES)

    assert (found, message in sentence) == (level, True), sentence


@pytest.mark.parametrize("image", [
    f'<img {OURS} alt="Un livre" {SIZE}>', f'<img {OURS} alt="小红书" {SIZE}>',
    f'<img {OURS} alt="" class="wide decorative" {SIZE}>',
    f'<img {OURS} alt="" role="presentation" {SIZE}>', f'<img {OURS} alt="" role="none" {SIZE}>',
    f"<!-- <img {OURS}> -->",
])
def test_an_image_with_all_it_needs_is_fine(told, image):
    """One that shows nothing says so."""
    assert told(image, files=FILES) == []


def images(*names: str) -> str:
    """Return images of the site that say all else they must."""
    return "".join(f'<img src="{SITE}/images/{name}" alt="Un livre" width="9" height="9">'
                   for name in names)


def png(size: int) -> bytes:
    """Return a file that begins as a PNG does, of a size."""
    return PNG.ljust(size, b"x")


@pytest.mark.parametrize(("data", "level", "message"), [
    (None, "error", "a.png is not on the built site"),
    (b"RIFF0000WEBPVP8 ", "error", "a.png is not a PNG, JPEG or GIF, and Outlook shows no other"),
    (b"\0\0\0 ftypavif", "error", "a.png is not a PNG, JPEG or GIF"),
    (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "error", "a.png is not a PNG, JPEG or GIF"),
    (b"", "error", "a.png is not a PNG, JPEG or GIF"),
    (png(200_001), "warning", "a.png weighs 201 kB, and more than 200 kB keep readers waiting"),
])
def test_a_file_that_some_readers_would_not_see_is_reported(told, data, level, message):
    """It is known by its first bytes, whatever its name says."""
    [(found, sentence)] = told(images("a.png"), files={"images/a.png": data} if data is not None
                               else {})

    assert (found, message in sentence) == (level, True), sentence


def test_many_images_are_reported_as_heavy_together(told):
    """The heaviest is named, and one that is shown twice is loaded once."""
    files = {f"images/{name}.png": png(size) for name, size in
             (("a", 190_000), ("b", 200_000), ("c", 190_000), ("d", 190_000), ("e", 30_001))}
    names = [path.removeprefix("images/") for path in files]

    [(level, message)] = told(images(*names), files=files)

    assert level == "warning"
    assert message.startswith("the images weigh 801 kB together, and more than 800 kB keep")
    assert message.endswith("the heaviest is b.png")
    assert told(images(*names[:4], *names[:4]), files=files) == []


@pytest.mark.parametrize("data", [png(200_000), b"GIF89a", b"\xff\xd8\xff\xe0"])
def test_what_every_mail_program_shows_is_fine(told, data):
    """PNG, GIF and JPEG are the three."""
    assert told(images("a.png"), files={"images/a.png": data}) == []
