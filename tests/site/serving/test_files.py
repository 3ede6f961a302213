"""What lies compressed beside the files of a published site."""

import gzip
import random
from pathlib import Path

import brotli
import pytest

from plugins.site.serving.files import compressed
from tests.conftest import new_site
from tests.site.serving.conftest import production

TEXT = b"<p>A page with many words. </p>" * 100


def test_every_text_that_gains_by_it_is_there_in_two_forms(published: Path):
    """And comes back as it was."""
    texts = [path for path in published.rglob("*") if path.suffix in (".html", ".css", ".svg")
             and path.stat().st_size >= 1024]

    assert len(texts) > 20
    for path in texts:
        data = path.read_bytes()
        packed = Path(f"{path}.gz").read_bytes(), Path(f"{path}.br").read_bytes()
        assert (gzip.decompress(packed[0]), brotli.decompress(packed[1])) == (data, data)
        assert max(map(len, packed)) < len(data)


@pytest.mark.parametrize(("path", "data"), [
    ("small.html", TEXT[:500]), ("image.png", TEXT), ("font.woff2", TEXT), ("_headers", TEXT),
    ("index.pf_index", TEXT), ("noise.txt", random.Random(1).randbytes(2000))])
def test_what_gains_nothing_is_left_alone(tmp_path: Path, path: str, data: bytes):
    """Small files, and those that are compressed by nature."""
    assert compressed([path], {path: data}.__getitem__, tmp_path / "cache") == {}


def test_the_cache_changes_nothing(tmp_path: Path):
    """Kept or damaged, the files are the same."""
    cache, files = tmp_path / "cache", {"a.html": TEXT, "b.html": TEXT + b"b"}
    first = compressed(files, files.__getitem__, cache)
    kept = sorted(cache.glob("*/*"))
    kept[0].write_bytes(b"")
    kept[1].write_bytes(b"cut")

    assert compressed(files, files.__getitem__, cache) == first
    assert compressed(["a.html"], files.__getitem__, cache).items() <= first.items()
    assert len(kept) == 4


def test_only_a_published_site_is_compressed(tmp_path: Path):
    """An editor does not wait for it."""
    site = new_site(tmp_path)
    site.build()

    assert [path for path in site.files() if path.endswith((".gz", ".br"))] == []


def test_two_builds_give_the_same_bytes(tmp_path: Path):
    """Nothing tells when a file was compressed."""
    site = production(tmp_path)
    for lang in ("fr", "en"):
        site.article(f"2018-07-03-a.{lang}.md", "Text. " * 200)
    site.build()
    before = site.files()

    again = site.build()

    assert again.changed == 0
    assert site.files() == before
