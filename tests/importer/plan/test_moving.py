"""A whole site moves in, again and again; the check finds no error, the build shows it."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.check.run import check
from plugins.core.messages import Failure, errors
from plugins.importer.plan import texts as plan_texts
from plugins.importer.plan.moving import Imported, Request, move_in
from plugins.importer.report import counts, parts
from tests.conftest import Site
from tests.support.wordpress import HOME, Post, export, pair, php
from tests.support.wordpress_site import HEAD, POSTS, SUBSCRIPTION, write_site


@pytest.fixture(autouse=True)
def convert_here(request, monkeypatch):
    """Have texts converted in this process, but for the test of the whole."""
    if request.function is not test_what_is_imported_has_no_error_and_can_be_built:
        monkeypatch.setattr(plan_texts, "CHUNK", 1000)


def moved(site: Site, *more: Post, posts=POSTS, dry_run=False, lang="") -> Imported:
    """Import the site into a content folder; posts with a number that there is replace it."""
    numbers = {post.number for post in more}
    kept = [post for post in posts if post.number not in numbers]
    path, uploads = write_site(site.options.var.parent / "wp",
                               text=export(*kept, *more, head=HEAD))
    return move_in(site.options, Request((path,), uploads, lang, dry_run), lambda step: None)


def told(done: Imported) -> str:
    """Return all that the report says."""
    return "\n".join(str(line) for part in parts(done)
                     for line in (part.heading, *part.lines))


def content(site: Site) -> dict[str, bytes]:
    """Return every file of the content folder."""
    folder = site.options.content
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def fates(done: Imported) -> dict[str, int]:
    """Count what became of the files."""
    return {fate: sum(each.fate == fate for each in done.decisions)
            for fate in {each.fate for each in done.decisions}}


def test_what_is_imported_has_no_error_and_can_be_built(site):
    """Every kind of item, texts with hostile content among them."""
    done = moved(site)
    assert [str(problem) for problem in errors(check(site.options))] == []
    assert not site.build().failed
    page = site.page("fr/articles/breve-une")
    assert page.h1.get_text() == "Brève une : le « petit livre »".replace(" :", "\u00a0:").replace(
        "« ", "«\u00a0").replace(" »", "\u00a0»")
    assert not page.find_all("script", string="volé")
    assert done.breaks == ()


def test_texts_keep_what_their_headers_can_say(site):
    """Dates, topics, summaries, what search engines are told."""
    moved(site)
    texts = {name: data.decode() for name, data in content(site).items() if name.endswith(".md")}
    first = texts["articles/2018-07-03-breve-une.fr.md"]
    assert "title: Brève une : le « petit livre »\ncategory: breves\ntags: vin\n" in first
    assert "summary: Court résumé de la brève, en une phrase.\nslug: breve-une\n" in first
    assert "pinned: yes\n" in first
    assert "modified: 2019-01-02\n" in first
    assert "![Une page ouverte]({static}/images/une.png)\n\nUn premier" in first
    assert "![Un port]({static}/images/photo-ete.png \"Le port.\")" in first
    other = texts["articles/2018-07-03-breve-une.en.md"]
    assert "summary: What a search shows of it.\nslug: brief-one\n" in other
    assert "search-title: Brief one for searchers\n" in other
    assert "noindex: yes\n" in texts["articles/2018-07-03-breve-deux.fr.md"]
    assert "category: capital\n" in texts["articles/2018-07-03-breve-deux.fr.md"]


def test_forms_without_a_language_have_that_of_the_texts_they_stand_in(site):
    """MC4WP keeps none; two that ask for the same are one form in two languages."""
    moved(site, pair(4, "en", "Only in English", "<p>Alone.</p>", slug="only-in-english"),
          *(pair(number, lang, "Lettre", f"<p>Lettre.</p>[mc4wp_form id={mark}{form}″]",
                 slug=f"texte-{number}")
            for number, lang, mark, form in ((80, "fr", " »", 72), (81, "en", "”", 73))),
          Post(73, "Letter", SUBSCRIPTION.replace("Adresse :", "Address:"), kind="mc4wp-form"))

    form = content(site)["forms/abonnement.toml"].decode()
    assert 'label.fr = "Adresse"\nlabel.en = "Address"\n' in form
    assert 'ids = ["72", "73"]' in form


def test_what_was_not_public_is_a_draft(site):
    """Nobody reads what was private, even after a build; what lies ahead waits for its day."""
    moved(site)
    drafts = [name for name, data in content(site).items() if b"\nstatus: draft\n" in data]
    assert drafts == [f"articles/2018-07-03-{key}.fr.md"
                      for key in ("brouillon", "texte-10", "texte-8", "texte-9")]
    assert b"status" not in content(site)["articles/2027-07-03-plus-tard.fr.md"]
    site.build()
    assert not any(secret.encode() in data for data in site.files().values()
                   for secret in ("Secret.", "Mot de passe.", "Relecture.", "Demain."))


def test_nothing_is_written_outside_or_of_programs(site):
    """A slug or an upload is a name."""
    before = content(site)
    moved(site)
    new = content(site).keys() - before.keys() - {"redirects.csv", "authors.toml"}
    assert all(name.startswith(("articles/", "pages/", "images/", "forms/")) for name in new)
    assert not any(".." in name or name.endswith(".php") for name in new)
    assert "articles/2018-07-03-hostile.fr.md" in new


def test_a_second_import_changes_nothing(site):
    """Not a byte, and not a file more."""
    moved(site)
    before = content(site)
    done = moved(site)
    assert content(site) == before
    assert fates(done).keys() == {"same"}
    assert done.added == ()


def test_a_second_import_changes_nothing_when_its_memory_is_lost(site):
    """What equals the conversion is ours."""
    moved(site)
    before = content(site)
    (site.options.var / "imports/wordpress.json").unlink()
    assert fates(moved(site)).keys() == {"same"}
    assert content(site) == before


def test_what_changed_in_the_export_changes_here(site):
    """And nothing else."""
    moved(site)
    before = content(site)
    done = moved(site, pair(15, "fr", "Citée", "<p>Un autre texte.</p>", slug="citee",
                            terms=[("category", "societes", "")], utc="2018-12-31 23:30:00"))
    changed = [name for name, data in content(site).items() if before.get(name) != data]
    assert changed == ["articles/2019-01-01-citee.fr.md"]
    assert fates(done)["changed"] == 1


def test_a_draft_that_is_published_there_moves_to_its_day(site):
    """And so do a new slug and all that leads to it; the old file is gone."""
    moved(site)
    done = moved(
        site, pair(7, "fr", "Un brouillon", "<p>Fini.</p>", slug="brouillon", terms=[
            ("category", "breves", "")], day="2018-08-01 10:00:00", utc="2018-08-01 08:00:00"),
        pair(15, "fr", "Citée", "<p>Un texte.</p>", slug="citee-autrement",
             terms=[("category", "societes", "")], utc="2018-12-31 23:30:00",
             meta=[("_wp_old_slug", "citee")]))
    files = content(site)
    assert "articles/2018-08-01-brouillon.fr.md" in files
    assert "articles/2019-01-01-citee-autrement.fr.md" in files
    assert not {"articles/2018-07-03-brouillon.fr.md", "articles/2019-01-01-citee.fr.md"} & {*files}
    assert b"[un brouillon]({filename}/articles/2018-08-01-brouillon.fr.md)" in files[
        "articles/2018-07-03-breve-deux.fr.md"]
    assert b"\n/citee/,/fr/articles/citee-autrement/\n" in files["redirects.csv"]
    assert "articles/2019-01-01-citee.fr.md is articles/2019-01-01-citee-autrement.fr.md now" \
        in told(done)
    assert errors(check(site.options)) == []


def test_an_edited_file_stays_when_its_text_is_called_otherwise_there(site):
    """Its name is the editor's, too; what was deleted does not come back under another name."""
    moved(site)
    path = site.options.content / "articles/2019-01-01-citee.fr.md"
    path.write_text(path.read_text() + "\nEt moi.\n")
    (site.options.content / "pages/equipe.fr.md").unlink()
    before = content(site).keys()
    moved(site, pair(15, "fr", "Citée", "<p>Un texte.</p>", slug="autre"),
          pair(22, "fr", "Équipe", "<p>Nous.</p>", kind="page", slug="qui-sommes-nous"))
    assert content(site).keys() == before


def test_an_editors_edit_stays_and_is_told(site):
    """Where the export has changed as well, both are shown."""
    moved(site)
    one = site.options.content / "articles/2019-01-01-citee.fr.md"
    two = site.options.content / "pages/equipe.fr.md"
    one.write_text(one.read_text().replace("Un texte.", "Mon texte."))
    two.write_text(two.read_text() + "\nEt moi.\n")
    (site.options.content / "articles/2018-07-03-sans-titre.fr.md").unlink()
    before = content(site)
    done = moved(site, pair(15, "fr", "Citée <em>et</em> &amp; longue", "<p>Leur texte.</p>",
                            slug="citee", terms=[("category", "societes", "")],
                            utc="2018-12-31 23:30:00"))
    after = content(site)
    assert [name for name, data in before.items() if after[name] != data] == ["redirects.csv"]
    assert b"/articles/sans-titre/" not in after["redirects.csv"]
    assert after.keys() == before.keys()
    said = told(done)
    assert "articles/2019-01-01-citee.fr.md is otherwise here than in the export:" in said
    assert "-Mon texte." in said
    assert "+Leur texte." in said
    assert "pages/equipe.fr.md was edited here; the export has not changed" in said
    assert "articles/2018-07-03-sans-titre.fr.md was deleted here" in said


def test_a_dry_run_says_everything_and_writes_nothing(site):
    """The numbers are those of the import."""
    before = content(site)
    tried = moved(site, dry_run=True)
    assert content(site) == before
    assert str(counts(tried)) == str(counts(moved(site)))


def test_declarations_are_added_to_and_keep_what_they_have(site):
    """Comments and order stay byte for byte."""
    topics = site.options.content / "topics.toml"
    topics.write_text("# mine\n" + topics.read_text())
    before, firm = topics.read_bytes(), (site.options.content / "firm.toml").read_bytes()
    moved(site)
    assert topics.read_bytes().startswith(before + b"\n[")
    assert b'[categories.breves]\nname.fr = "Br\xc3\xa8ves"\nname.en = "Briefs"\n' \
        in topics.read_bytes()
    assert (site.options.content / "firm.toml").read_bytes() == firm + (
        b'\n[menu]\nfr = ["breves", "equipe"]\nen = ["nous-ecrire"]\n'
        b'\n[foot]\nfr = ["nous-ecrire", "legal", "privacy", "accessibility"]\n')


def test_every_old_address_leads_on_and_the_check_says_that_each_arrives(site):
    """Texts by their links and numbers, terms, uploads, what a thumbnail was."""
    site.write("redirects.csv", "old,new\n/ancien/,/fr/\n")
    moved(site)
    rows = content(site)["redirects.csv"].decode()
    assert rows.startswith("old,new\n/ancien/,/fr/\n/breve-une/,/fr/articles/breve-une/\n")
    for row in ("/?p=1,/fr/articles/breve-une/", "/en/brief-one/,/en/articles/brief-one/",
                "/category/breves/,/fr/rubriques/breves/",
                "/wp-content/uploads/2018/07/note.pdf,/images/note.pdf",
                "/wp-content/uploads/2018/07/Photo-%C3%89t%C3%A9-300x200.png,/images/photo-ete.png",
                "/feed/,/fr/feed.xml", "/equipe/,/fr/equipe/"):
        assert f"\n{row}\n" in rows
    assert not any(draft in rows for draft in ("texte-9", "brouillon", "plus-tard"))
    assert errors(check(site.options)) == []
    assert not site.build().failed


def test_rows_go_that_lead_nowhere_now(site):
    """Of a text that is a draft there again, and of its lists; what an editor wrote stays."""
    site.write("redirects.csv", "old,new\n/ancien/,/fr/\n")
    two = [pair(number, "fr", "T", "<p>Un.</p>", slug=f"t{number}",
                terms=[("category", f"c{number}", f"C {number}")]) for number in (1, 2)]
    moved(site, posts=two)
    assert b"/t1/,/fr/articles/t1/\n" in content(site)["redirects.csv"]
    moved(site, replace(two[0], status="draft"), posts=two)
    rows = content(site)["redirects.csv"].decode()
    assert rows.startswith("old,new\n/ancien/,/fr/\n/t2/,")
    assert "t1/" not in rows
    assert "/rubriques/c1/" not in rows
    assert errors(check(site.options)) == []


def test_a_text_that_the_export_has_no_more_stays_and_is_told(site):
    """It may be that of another export."""
    two = [pair(number, "fr", "T", "<p>Un.</p>", slug=f"t{number}") for number in (1, 2)]
    assert "Imported before" not in told(moved(site, posts=two))
    before = content(site)
    said = told(moved(site, replace(two[0], status="trash"), posts=two))
    assert "\narticles/2018-07-03-t1.fr.md\n" in said
    assert content(site) == before
    assert errors(check(site.options)) == []


def test_a_link_to_a_category_leads_to_it_where_articles_have_it(site):
    """A list of nothing has no page."""
    post = (f'<p>Voir <a href="{HOME}/category/breves/">les brèves</a> et '
            f'<a href="{HOME}/category/societes/">le reste</a>.</p>')
    moved(site, posts=[pair(1, "fr", "A", post, slug="a",
                            terms=[("category", "breves", "Brèves")])])
    assert "[les brèves](/fr/rubriques/breves/)" in content(site)[
        "articles/2018-07-03-a.fr.md"].decode()
    assert errors(check(site.options)) == []


def test_forms_are_declared_and_their_shortcodes_find_them(site):
    """In both languages, on the page where they stood; who receives them is on no page."""
    done = moved(site)
    assert b'page = "nous-ecrire"\n' in content(site)["forms/ecrire.toml"]
    assert content(site)["articles/2018-07-03-only-in-english.en.md"].endswith(
        b'\nAlone.\n\n[mc4wp_form id="72"]\n')
    assert "check who receives the form (interne@lettre.example)" in told(done)
    assert "a form stood here to which none here answers" in told(done)
    site.build()
    assert "Votre adresse" in site.page("fr/nous-ecrire").main.form.get_text()
    assert "Your address" in site.page("en/write-to-us").main.form.get_text()
    assert not any(b"interne@" in data for data in site.files().values())


def test_a_form_that_went_to_the_administrator_goes_to_the_firm(site):
    """Contact Form 7 writes no address into a new form."""
    form = [("_form", "[text a]"), ("_hash", "a1b2c3d4e5f6"),
            ("_mail", php({"recipient": "[_site_admin_email]", "subject": "x"}))]
    done = moved(site, Post(71, "Écrire", kind="wpcf7_contact_form", meta=form), posts=[
        pair(1, "fr", "A", '[contact-form-7 id="a1b2c3d"]', slug="a")])
    assert content(site)["articles/2018-07-03-a.fr.md"].endswith(
        b'\n\n[contact-form-7 id="a1b2c3d"]\n')
    assert b'recipient = "{email}"\n' in content(site)["forms/ecrire.toml"]
    assert "a form stood here" not in told(done)


def test_a_form_whose_page_is_not_public_stands_on_the_usual_one(site):
    """A page that is missing in a language is no page of a form."""
    moved(site, pair(21, "en", "Write", '[contact-form-7 id="71"]', other=20, kind="page",
                     status="private", slug="write-to-us"))
    assert b'page = "contact"\n' in content(site)["forms/ecrire.toml"]
    assert errors(check(site.options)) == []


def test_a_form_that_an_editor_has_changed_stays(site):
    """As a text does."""
    moved(site)
    path = site.options.content / "forms/ecrire.toml"
    path.write_text(path.read_text().replace("retention = 365", "retention = 90"))
    before = content(site)
    assert "forms/ecrire.toml was edited here" in told(moved(site))
    assert content(site) == before


def test_the_report_says_what_needs_a_person(site):
    """The most important first."""
    said = told(moved(site))
    for sentence in (
            "texts in “de”: 1, left out", "articles/2018-07-03-only-in-english.en.md: Only in",
            "articles/2018-07-03-texte-9.fr.md: private in WordPress",
            "“Portfolio” (export.xml:", "comments of readers: 2",
            "of the menu “principal” these entries are left out", "“Seul en français” has no words",
            "a script is left out", "(“articles/2018-07-03-brouillon.fr.md”)"):
        assert sentence in said


def test_without_uploads_pictures_are_listed_as_missing(site):
    """The text is there, and says where one was."""
    path, _ = write_site(site.options.var.parent / "wp")
    done = move_in(site.options, Request((path,)), lambda step: None)
    assert "2018/07/Photo-Été-300x200.png, in articles/2018-07-03-breve-une.fr.md" in told(done)
    assert "the picture Photo-Été" not in told(done)  # there is one way to mend it
    assert errors(check(site.options)) == []


def test_a_picture_of_a_text_without_words_for_it_is_decorative_and_told(site):
    """The check asks for one of the two."""
    done = moved(site, posts=[
        pair(1, "fr", "A", "<p>Un.</p>", slug="a", meta=[("_thumbnail_id", "2")]),
        Post(2, "B", kind="attachment", status="inherit",
             attachment=f"{HOME}/wp-content/uploads/2018/07/une.png")])
    assert b"\n\n![]({static}/images/une.png){.decorative}\n\nUn.\n" in content(site)[
        "articles/2018-07-03-a.fr.md"]
    assert "the picture une.png has no alternative text" in told(done)
    assert errors(check(site.options)) == []


def test_a_menu_leads_to_no_page_without_words(site):
    """As that of WordPress's list of articles is."""
    moved(site, posts=[
        pair(number, "fr", title, words, kind="page", order=number) for number, title, words in (
            (2, "Blog", ""), (3, "Équipe", "<p>Nous.</p>"), (1, "Cabinet", "<p>Ici.</p>"))])
    assert (site.options.content / "firm.toml").read_text().endswith(
        '\n[menu]\nfr = ["texte-1", "texte-3"]\n')
    assert errors(check(site.options)) == []


def test_a_damaged_picture_is_told_and_not_taken(site):
    """The build could not show it."""
    path, uploads = write_site(site.options.var.parent / "wp")
    (uploads / "2018/07/une.png").write_bytes(b"no picture")
    done = move_in(site.options, Request((path,), uploads), lambda step: None)
    assert "une.png is not taken over" in told(done)
    assert not (site.options.content / "images/une.png").exists()
    assert errors(check(site.options)) == []


def test_an_export_without_a_language_needs_one(site):
    """The sentence says which there are."""
    path, _ = write_site(site.options.var.parent / "wp", text=export(Post(1, "A", "a")).replace(
        "fr-FR", ""))
    with pytest.raises(Failure, match="“--lang” with one of fr, en"):
        move_in(site.options, Request((path,)), lambda step: None)
    assert len(move_in(site.options, Request((path,), lang="en"), lambda step: None).made) == 1


def test_links_lead_to_no_text_whose_words_differ(site):
    """It became a draft after the others had been converted."""
    broken = f'<p>Un <a href="{HOME}/seul/">lien</a>.</p>'
    done = moved(site, posts=[pair(1, "fr", "A", broken, slug="a"),
                              pair(2, "fr", "Vide", " ", slug="seul")])
    assert "Un lien." in content(site)["articles/2018-07-03-a.fr.md"].decode()
    assert done.made[2].empty
    assert errors(check(site.options)) == []


@pytest.mark.thorough
@pytest.mark.thorough
def test_a_kill_leaves_nothing_half_written(site, tmp_path):
    """Each file is whole, and the next import completes what is missing."""
    moved(site.copied(tmp_path / "whole"))
    whole = content(replace(site, options=replace(
        site.options, content=tmp_path / "whole/content")))
    before = content(site)
    path, uploads = write_site(tmp_path / "wp")
    code = ("import sys; from pathlib import Path; from dataclasses import replace\n"
            "from plugins.core.project import read_options\n"
            "from plugins.importer.plan.moving import Request, move_in\n"
            "o = read_options(*sys.argv[1:6])\n"
            "move_in(o, Request((Path(sys.argv[6]),), Path(sys.argv[7])), print)")
    options = site.options
    for delay in (0.3, 0.8, 1.0, 1.1, 1.2, 1.3, 1.4, 1.6, 2.0):
        process = subprocess.Popen([sys.executable, "-c", code, *map(str, (
            options.conf, options.content, options.output, options.outbox, options.var, path,
            uploads))], cwd=Path(__file__).parents[3], start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for name, data in content(site).items():
            assert data in (before.get(name), whole.get(name)), name
    moved(site)
    assert content(site) == whole


def test_a_link_keeps_the_heading_that_our_page_has(site):
    """By the id that the build gives it; of another, the link leads to the page, and that is told.
    """
    done = moved(site, posts=[
        pair(1, "fr", "A", f'<p><a href="{HOME}/b/#portee">x</a> <a href="{HOME}/b/#h-2">y</a></p>',
             slug="a"), pair(2, "fr", "B", '<h2 id="portee">Portée</h2><p>z</p>', slug="b")])
    text = content(site)["articles/2018-07-03-a.fr.md"].decode()
    file = "articles/2018-07-03-b.fr.md"
    assert f"[x]({{filename}}/{file}#portee) [y]({{filename}}/{file})" in text
    assert f"no place of this name here; name its heading in the words of the link (“{file}#h-2”)" \
        in told(done)
    assert errors(check(site.options)) == []


def test_a_picture_described_in_another_language_is_told(site):
    """One attachment serves both texts; its words are those of one."""
    done = moved(site, posts=[
        pair(1, "fr", "A", "<p>Un.</p>", slug="a", meta=[("_thumbnail_id", "3")]),
        pair(2, "en", "B", "<p>One.</p>", slug="b", meta=[("_thumbnail_id", "3")]),
        Post(3, "C", kind="attachment", status="inherit",
             meta=[("_wp_attachment_image_alt", "Un palais")],
             attachment=f"{HOME}/wp-content/uploads/2018/07/une.png")], lang="fr")
    losses = {made.place.lang: [str(loss.what) for loss in made.losses]
              for made in done.made.values()}
    assert [("another language" in str(losses[lang])) for lang in ("fr", "en")] == [False, True]


def test_the_old_front_page_is_named(site):
    """Ours shows the newest articles, so a person says what becomes of the old one's words."""
    done = moved(site, pair(90, "fr", "Accueil", "<p>Bienvenue.</p>", slug="accueil", kind="page",
                            link=f"{HOME}/"))
    assert "pages/accueil.fr.md was it; here the newest articles come first" in told(done)
