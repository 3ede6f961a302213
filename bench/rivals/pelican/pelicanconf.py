"""Pelican with the lists of this project, in one run for both languages."""

SITEURL = "https://lettre.example"
SITENAME = "Lettre de Chine – China Letter"
TIMEZONE = "Europe/Paris"
DEFAULT_LANG = "fr"
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
ARTICLE_PATHS = ["articles"]
FILENAME_METADATA = r"(?P<date>\d{4}-\d{2}-\d{2})-(?P<key>\d+)\.(?P<lang>..)"

# Translations are left out of every list, so each language has articles of its own.
ARTICLE_TRANSLATION_ID = None

ARTICLE_URL = ARTICLE_LANG_URL = "{lang}/articles/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "{lang}/articles/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "categories/{slug}/", "categories/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "authors/{slug}/", "authors/{slug}/index.html"
PAGINATED_TEMPLATES = {"category": 40, "tag": 40, "author": 40}

DIRECT_TEMPLATES = ["home_fr", "home_en", "archives_fr", "archives_en", "categories", "tags",
                    "authors", "sitemap"]
HOME_FR_SAVE_AS, HOME_EN_SAVE_AS = "fr/index.html", "en/index.html"
ARCHIVES_FR_SAVE_AS, ARCHIVES_EN_SAVE_AS = "fr/archives/index.html", "en/archives/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"

FEED_ALL_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = "{lang}/feed.xml"
CATEGORY_FEED_ATOM, TAG_FEED_ATOM = "categories/{slug}/feed.xml", "tags/{slug}/feed.xml"
FEED_MAX_ITEMS = 20
