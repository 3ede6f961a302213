"""Links of old texts lead to the new ones, and what would harm a reader leads nowhere."""

import pytest

from plugins.importer.plan.links import Trail, find_leads
from plugins.importer.plan.places import Place
from plugins.importer.plan.uploads import Upload, Uploads
from plugins.importer.wordpress.export import Export, Item

HOME = "https://www.ancien.example"
FILE = "articles/2018-07-03-un.fr.md"
UPLOADS = Uploads({"2018/07/photo.png": Upload("/x/photo.png", "images/photo.png"),
                   "2018/07/note.pdf": Upload("/x/note.pdf", "images/note.pdf")})


def trail(home=HOME, refused=()):
    """Return a trail from a site with one text and two uploads."""
    place = Place("article", "un", "fr", "un", FILE, "fr/articles/un/")
    draft = Place("article", "x", "fr", "x", "articles/2018-07-03-x.fr.md", "fr/articles/x/")
    export = Export(home, home, items=(
        Item("", 1, 12, "post", link=f"{home}/2018/07/un-été/"),
        Item("", 1, 13, "post", slug="à-venir", link=f"{home}/?p=13"), Item("", 1, 15, "post", link="http://[x"),
        Item("", 1, 14, "attachment", link=f"{home}/2018/07/un-été/photo/", parent=12)))
    leads = find_leads(export, {12: place, 13: draft, 15: draft}, UPLOADS, {
        "/category/vin/": "/fr/mots-cles/vin/", "/": "/fr/"})
    return Trail(leads.without(frozenset(refused)), f"{home}/ici/")


@pytest.mark.parametrize("href", [
    "https://www.ancien.example/2018/07/un-été/", "http://ancien.example/2018/07/un-%C3%A9t%C3%A9",
    "/2018/07/un-%c3%a9t%c3%a9/", "/?p=12", "https://ancien.example/?page_id=12", "?p=12",
    "//ancien.example/2018/07/Un-Été/", "../2018/07/un-été/", "/2018/07/un-été/?utm_source=x",
    "/index.php?p=12&lang=fr", "/2018/07/un-été/photo/", "/2018/07/un-été/index.html"])
def test_every_spelling_of_an_old_address_leads_to_the_text(href):
    """Without www, without https, escaped or not, by number."""
    assert trail().address(href) == "{filename}/" + FILE


@pytest.mark.parametrize("href, address", [
    ("/2018/07/un-été/#note", "{filename}/" + FILE + "#note"), ("#note", "#note"),
    ("/category/vin/", "/fr/mots-cles/vin/"), ("/", "/fr/"), (HOME, "/fr/"),
    (f"/?p={'9' * 5000}", "/fr/"),
    ("/wp-content/uploads/2018/07/note.pdf", "{static}/images/note.pdf"),
    ("/wp-content/uploads/2018/07/photo-300x200.png", "{static}/images/photo.png"),
    ("https://ailleurs.example/a b?c=d#e", "https://ailleurs.example/a%20b?c=d#e"),
    ("mailto:a@firm.example", "mailto:a@firm.example"), ("tel:+33199000000", "tel:+33199000000"),
    ("https://ailleurs.example/?p=12", "https://ailleurs.example/?p=12")])
def test_other_addresses_stay_or_lead_to_what_took_their_place(href, address):
    """Nothing of another site is ours."""
    assert trail().address(href) == address


@pytest.mark.parametrize("href", [
    "javascript:alert(1)", "JaVa\nScript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc",
    "http://localhost/x", "http://[x", "mailto:nobody", "https://",
    "/wp-content/uploads/2018/07/absent.pdf"])
def test_what_no_reader_may_follow_is_no_link(href):
    """Only its words stay."""
    assert trail().address(href) == ""


def test_what_the_export_does_not_have_is_told(tmp_path):
    """Its address stays, and so does the name of an upload that nobody has copied."""
    told = trail()
    assert told.address("/absent/") == f"{HOME}/absent/"
    told.address("/wp-content/uploads/2018/07/absent.pdf")
    assert (list(told.lost), list(told.missing)) == ([f"{HOME}/absent/"], ["2018/07/absent.pdf"])


@pytest.mark.parametrize("refused, href, address", [
    (FILE, "/?p=12", ""), (f"{FILE}#x", "/?p=12#x", "{filename}/" + FILE),
    (f"{FILE}#x", "/?p=12#y", "{filename}/" + FILE + "#y"),
    ("images/note.pdf", "/wp-content/uploads/2018/07/note.pdf", "")])
def test_no_text_leads_to_what_is_refused(refused, href, address):
    """A draft, a place that its page does not have, a damaged file."""
    assert trail(refused=[refused]).address(href) == address


def test_a_site_below_a_folder_has_its_addresses_there():
    """What is beside it is another site's."""
    told = trail("https://firm.example/blog")
    assert told.address("https://firm.example/blog/2018/07/un-été/") == "{filename}/" + FILE
    assert told.address("https://firm.example/2018/07/un-été/").startswith("https://firm.example/")


@pytest.mark.parametrize("src, address", [
    (f"{HOME}/wp-content/uploads/2018/07/photo-1024x683.png?x=1", "{static}/images/photo.png"),
    ("/wp-content/uploads/sites/3/2018/07/photo-scaled.png", "{static}/images/photo.png"),
    ("https://i0.wp.com/ailleurs.example/x.png", ""), ("data:image/png;base64,xx", ""),
    ("/wp-content/uploads/2018/07/note.pdf", ""), ("../../../../etc/passwd.png", "")])
def test_a_picture_is_the_one_from_which_its_thumbnail_was_made(src, address):
    """What is elsewhere is no picture of ours."""
    assert trail().picture(src) == address


@pytest.mark.parametrize("href", ["/à-venir/", "/2026/01/%C3%A0-venir", "/?p=13"])
def test_a_link_to_a_draft_by_the_address_it_would_have_is_one_to_the_draft(href):
    """Readers cannot follow it yet, and that is told; the export does have something there."""
    draft = "articles/2018-07-03-x.fr.md"
    told = trail(refused=[draft])
    assert told.address(href) == ""
    assert (list(told.unreachable), list(told.lost)) == ([draft], [])


def test_a_place_that_a_page_does_not_have_is_told():
    """The link leads to the page."""
    told = trail(refused=[f"{FILE}#x"])
    told.address("/?p=12#x"), told.address("/?p=12#y"), told.address("/?p=12")
    assert list(told.placeless) == [f"{FILE}#x"]
