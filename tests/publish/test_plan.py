"""What is sent, in which order, and what is removed."""

from plugins.publish.send import empty_folders, plan_transfer

LEAVES = ["fr/articles/"]


def order(*paths: str, there: tuple[str, ...] = ()) -> list[str]:
    """Return the paths in the order in which they are sent; `there` have other contents there."""
    ours, theirs = dict.fromkeys(paths, "new"), dict.fromkeys(there, "old")
    return list(plan_transfer(ours, theirs, LEAVES).sent)


def test_a_page_goes_before_the_pages_that_link_to_it():
    """Files of pages first, then articles, lists, home and gateway, then feeds and sitemap."""
    assert order("sitemap.xml", "index.html", "fr/index.html", "fr/feed.xml", "theme/site.css",
                 "fr/archives/index.html", "fr/articles/a/index.html", "_redirects", "robots.txt",
                 "fr/rubriques/b/index.html", "images/a.png") == [
        "images/a.png", "theme/site.css", "fr/articles/a/index.html", "fr/rubriques/b/index.html",
        "fr/archives/index.html", "fr/index.html", "index.html", "_redirects", "fr/feed.xml",
        "robots.txt", "sitemap.xml"]


def test_a_new_page_goes_before_a_changed_one():
    """A changed article may link to a list that is new, or to any other page that is."""
    assert order("fr/articles/old/index.html", "fr/mots-cles/new/index.html",
                 there=("fr/articles/old/index.html",)) == [
        "fr/mots-cles/new/index.html", "fr/articles/old/index.html"]


def test_a_file_goes_before_the_changed_one_that_names_it():
    """A search index lists files whose names change with their content."""
    assert order("pagefind/entry.json", "pagefind/fr_1a2b3c4.pf_meta",
                 there=("pagefind/entry.json",)) == [
        "pagefind/fr_1a2b3c4.pf_meta", "pagefind/entry.json"]


def test_a_packed_copy_goes_with_its_file():
    """A web server would send the old copy in place of the new page."""
    ours = dict.fromkeys(["index.html", "index.html.gz", "index.html.br"], "a")
    plan = plan_transfer(ours, {}, [])

    assert plan.batches == (("index.html", "index.html.br", "index.html.gz"),)


def test_what_is_the_same_stays_and_what_is_gone_is_removed():
    """Only what the last publications have listed is ever removed."""
    plan = plan_transfer({"a": "1", "b": "2"}, {"a": "1", "b": "", "c": "3"}, [])

    assert (plan.sent, plan.remove, plan.unchanged) == (("b",), ("c",), 1)


def test_folders_that_removals_empty_are_known_deepest_first():
    """A folder that still holds a file of ours is none of them."""
    assert empty_folders(["fr/a/b/x", "fr/c/y", "z"], ["fr/a/k"]) == [["fr/a/b"], ["fr/c"]]
