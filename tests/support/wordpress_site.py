"""A whole site of WordPress with Polylang, as an export and a folder of uploads: all kinds of item.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.support.wordpress import (
    HOME,
    Post,
    author,
    category,
    export,
    languages,
    pair,
    pairs,
    php,
    tag,
    term,
)

BREVES, BRIEFS = ("category", "breves", "Brèves"), ("category", "briefs", "Briefs")
SOCIETES = ("category", "societes", "Droit des sociétés")
ENFANT = ("category", "capital", "Capital")
CLASSE = ("category", "non-classe", "Non classé")
VIN, WINE = ("post_tag", "vin", "Vin"), ("post_tag", "wine", "Wine")
SEUL = ("post_tag", "seul-en-francais", "Seul en français")

HEAD = "".join([
    author("redaction", "La rédaction", "redaction@lettre.example"),
    author("editors", "The editors & friends", ""),
    category("breves", "Brèves", 11), category("briefs", "Briefs", 12),
    category("societes", "Droit des sociétés", 13), category("capital", "Capital", 14, "societes"),
    category("non-classe", "Non classé", 1), tag("vin", "Vin", 15), tag("wine", "Wine", 16),
    tag("seul-en-francais", "Seul en français", 17),
    languages("fr", "en", "de"),
    term("term_translations", "pll_t11", "pll_t11", 70, description=php({"fr": 11, "en": 12})),
    term("term_translations", "pll_t15", "pll_t15", 71, description=php({"fr": 15, "en": 16})),
    term("nav_menu", "principal", "Principal", 80), term("nav_menu", "main", "Main", 81),
    term("nav_menu", "pied-de-page", "Pied de page", 82),
    pairs({"fr": 5, "en": 6}),
])
FORM = """<label> Votre nom (obligatoire)
    [text* your-name autocomplete:name] </label>
<label> Votre adresse [email* your-email] </label>
<label> Message [textarea your-message] </label>
[acceptance consent] J’accepte d’être recontacté. [/acceptance]
[submit "Envoyer"]
"""
FORM_EN = FORM.replace("Votre nom (obligatoire)", "Your name (required)").replace(
    "Votre adresse", "Your address").replace("J’accepte d’être recontacté.", "You may call me."
                                             ).replace("Envoyer", "Send")
MAIL = php({"active": True, "subject": "[your-name]", "sender": "x", "additional_headers": "",
            "recipient": "interne@lettre.example", "body": "De : [your-name]"})
SUBSCRIPTION = """<p><label>Adresse : <input type="email" name="EMAIL" required></label></p>
<p><input type="submit" value="S’abonner"></p>
"""
UPLOADS = f"{HOME}/wp-content/uploads"

CLASSIC = f"""Un premier paragraphe, avec un <a href="{HOME}/brève-deux/">lien</a> vers l’autre
et <a href="/?p=1">un autre</a>, ainsi qu’<a href="https://www.legifrance.gouv.fr/">ailleurs</a>.

<h2>Un titre</h2>
<ul>
<li>un point</li>
<li>un autre : <strong>gras</strong></li>
</ul>
[caption id="attachment_40" align="alignnone" width="300"]<a href="{UPLOADS}/2018/07/Photo-Été.png"><img src="{UPLOADS}/2018/07/Photo-Été-300x200.png" alt="Un port" width="300" height="200" class="wp-image-40" /></a> Le port.[/caption]

La fin, avec <a href="{UPLOADS}/2018/07/note.pdf">la note</a> et [inconnu id="3"] un code.
"""  # noqa: E501

GUTENBERG = f"""<!-- wp:paragraph -->
<p>Un paragraphe de blocs : le vin, « 小红书 » et 20 %.</p>
<!-- /wp:paragraph -->

<!-- wp:heading -->
<h2 class="wp-block-heading" id="ancre">Ce que dit la loi</h2>
<!-- /wp:heading -->

<!-- wp:list {{"ordered":true,"start":3}} -->
<ol start="3"><li>trois</li><li>quatre</li></ol>
<!-- /wp:list -->

<!-- wp:table -->
<figure class="wp-block-table"><table><thead><tr><th>Repère</th><th>Valeur</th></tr></thead><tbody><tr><td>Taux</td><td>20 %</td></tr></tbody></table></figure>
<!-- /wp:table -->

<!-- wp:quote -->
<blockquote class="wp-block-quote"><p>Nul n’est censé ignorer la loi.</p></blockquote>
<!-- /wp:quote -->

<!-- wp:paragraph -->
<p>Voir <a href="https://www.ancien.example/breve-une/#rien">la première</a>, <a href="{HOME}/brouillon/">un brouillon</a> et <a href="javascript:alert(1)">rien</a>.</p>
<!-- /wp:paragraph -->
"""  # noqa: E501

HOSTILE = """<p onclick="alert(1)">Du texte.</p>
<script>document.write("<p>volé</p>")</script>
<iframe src="https://ailleurs.example/"></iframe>
<p><img src="../../../../etc/passwd.png" alt="rien"> <a href="data:text/html,x">données</a> fin.</p>
<style>p { color: red }</style>
"""


def menu_entry(number: int, menu: str, kind: str, target: str, order: int, title: str = "",
               url: str = "") -> Post:
    """Return an entry of a menu that leads to an item, a term or an address."""
    return Post(number, title, kind="nav_menu_item", order=order,
                terms=[("nav_menu", menu, menu)],
                meta=[("_menu_item_type", kind), ("_menu_item_object_id", target),
                      ("_menu_item_menu_item_parent", "0"), ("_menu_item_url", url)])


POSTS = [
    pair(1, "fr", "Brève une : le « petit livre »", CLASSIC, other=2, slug="breve-une",
         terms=[BREVES, VIN], excerpt="Court résumé de la brève, en une phrase.", sticky=True,
         comments=2, modified="2019-01-02 03:04:05", meta=[("_thumbnail_id", "41")]),
    pair(2, "en", "Brief one", "<p>One paragraph of words.</p>", other=1, slug="brief-one",
         terms=[BRIEFS, WINE], meta=[("_yoast_wpseo_metadesc", "What a search shows of it."),
                                     ("_yoast_wpseo_title", "Brief one for searchers")]),
    pair(3, "fr", "Brève deux", GUTENBERG, slug="br%c3%a8ve-deux",
         link=f"{HOME}/br%c3%a8ve-deux/", terms=[ENFANT, BREVES, SEUL],
         meta=[("_yoast_wpseo_primary_category", "14"), ("_yoast_wpseo_meta-robots-noindex", "1")]),
    pair(4, "en", "Only in English", '<p>Alone.</p>[mc4wp_form id="72"] [contact-form-7 id="99"]',
         slug="only-in-english", terms=[BRIEFS]),
    pair(5, "fr", "", "<p>Un texte sans titre.</p>", slug="sans-titre", terms=[CLASSE]),
    pair(6, "en", "Untitled", "<p>A text with one.</p>", slug="untitled", terms=[BRIEFS]),
    pair(7, "fr", "Un brouillon", "<p>À finir.</p>", status="draft", slug="brouillon",
         utc="0000-00-00 00:00:00", terms=[BREVES]),
    pair(8, "fr", "À relire", "<p>Relecture.</p>", status="pending", terms=[BREVES]),
    pair(9, "fr", "Privé", "<p>Secret.</p>", status="private", terms=[BREVES]),
    pair(10, "fr", "Protégé", "<p>Mot de passe.</p>", password="sesame", terms=[BREVES]),
    pair(11, "fr", "Corbeille", "<p>Jeté.</p>", status="trash", slug="corbeille__trashed"),
    pair(12, "fr", "Plus tard", "<p>Demain.</p>", status="future", slug="plus-tard",
         day="2027-07-03 10:00:00", utc="2027-07-03 08:00:00", terms=[BREVES]),
    pair(13, "de", "Deutsch", "<p>Ein Text.</p>", slug="deutsch"),
    pair(14, "fr", "Hostile", HOSTILE, slug="../../hostile", terms=[SOCIETES],
         author="editors"),
    pair(15, "fr", "Citée <em>et</em> &amp; longue", "<p>Un texte.</p>", slug="citee",
         terms=[SOCIETES], utc="2018-12-31 23:30:00"),
    Post(16, "Brève une : le « petit livre »", "<p>Ancien.</p>", kind="revision", status="inherit"),
    pair(20, "fr", "Nous écrire",
         '<p>Écrivez-nous.</p>\n[contact-form-7 id="a1b2c3d" title="Écrire"]',
         other=21, kind="page", slug="nous-ecrire",
         order=2),
    pair(21, "en", "Write to us",
         '<p>Write.</p>\n[contact-form-7 id="71" title="Write"]',
         other=20, kind="page", slug="write-to-us"),
    pair(22, "fr", "Équipe", "<p>Des avocats, et <a href=\"/breve-une/\">leur brève</a>.</p>",
         kind="page", slug="equipe", order=1),
    pair(23, "en", "Equipe", "<p>Lawyers.</p>", kind="page", slug="equipe"),
    pair(24, "fr", "Vide", "", kind="page", slug="vide"),
    Post(40, "Photo", kind="attachment", status="inherit",
         attachment=f"{UPLOADS}/2018/07/Photo-Été.png", parent=1,
         meta=[("_wp_attachment_image_alt", "Un port")]),
    Post(41, "Une", kind="attachment", status="inherit", attachment=f"{UPLOADS}/2018/07/une.png",
         meta=[("_wp_attachment_image_alt", "Une page ouverte")]),
    Post(42, "Note", kind="attachment", status="inherit", attachment=f"{UPLOADS}/2018/07/note.pdf"),
    menu_entry(50, "principal", "post_type", "22", 2),
    menu_entry(51, "principal", "taxonomy", "11", 1),
    menu_entry(52, "principal", "custom", "52", 3, "Ailleurs", "https://ailleurs.example/"),
    menu_entry(53, "main", "post_type", "21", 1),
    menu_entry(54, "pied-de-page", "post_type", "20", 1),
    Post(60, "Portfolio", "<p>Une réalisation.</p>", kind="portfolio"),
    Post(61, "Bloc", "<!-- wp:paragraph --><p>Réutilisé.</p><!-- /wp:paragraph -->",
         kind="wp_block"),
    pair(70, "fr", "Écrire", kind="wpcf7_contact_form", other=71, meta=[
        ("_form", FORM), ("_mail", MAIL), ("_locale", "fr_FR"), ("_hash", "a1b2c3d4e5f6")]),
    pair(71, "en", "Write", kind="wpcf7_contact_form", other=70, meta=[
        ("_form", FORM_EN), ("_mail", MAIL), ("_locale", "en_US"), ("_hash", "b1b2c3d4e5f6")]),
    Post(72, "Abonnement", SUBSCRIPTION, kind="mc4wp-form"),
    Post(62, "Style", "p { color: red }", kind="custom_css"),
]


def write_site(folder: Path, *more: Post, text: str = "") -> tuple[Path, Path]:
    """Write the export and the uploads of the site; return both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "export.xml"
    path.write_text(text or export(*POSTS, *more, head=HEAD), encoding="utf-8")
    uploads = folder / "uploads"
    month = uploads / "2018" / "07"
    month.mkdir(parents=True, exist_ok=True)
    (month / "Photo-Été.png").write_bytes(picture("#336699", 900))
    (month / "Photo-Été-300x200.png").write_bytes(picture("#336699", 300))
    (month / "une.png").write_bytes(picture("#996633", 600))
    (month / "note.pdf").write_bytes(b"%PDF-1.4\n% une note\n")
    (month / "programme.php").write_bytes(b"<?php")
    return path, uploads


def picture(colour: str, width: int) -> bytes:
    """Return a picture of one colour."""
    data = BytesIO()
    Image.new("RGB", (width, width * 2 // 3), colour).save(data, "PNG")
    return data.getvalue()
