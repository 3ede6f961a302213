"""The sample emails as people read them: wide, narrow, by night, without style or images, enlarged.

A picture of each stays in a folder of pytest's, and a finding names it;
`bench.pictures` makes them in a folder of one's own.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.battery.email_sight import faults
from tests.battery.email_window import WAYS, Way, show, window
from tests.battery.emails import Email, in_word
from tests.battery.findings import Finding, none_of
from tests.battery.pages import Published
from tests.newsletter.email.test_full_email import ARTICLE, WHOLE
from tests.newsletter.email.test_render import rendered
from tests.newsletter.email.test_tables import MERGED, WIDE, table

pytestmark = pytest.mark.thorough

TABLES = (MERGED + WIDE + table("Terme|En français|En anglais", *(
    f"{chinese}|responsabilité|{long}" for chinese, long in (
        ("中华人民共和国个人信息保护法", "Rechtsschutzversicherung"),
        ("中华人民共和国数据安全法", "–")))))


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the pictures stay."""
    return tmp_path_factory.mktemp("emails")


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_an_email_is_read_with_ease(emails: list[Email], sample: Published, browser: Browser,
                                    pictures: Path, way: Way):
    """Nothing is too wide, cut off, pale, missing or hard to hit."""
    none_of(looked_at(emails, sample, browser, pictures, way))


@pytest.mark.parametrize("way", [*WAYS, Way("light", 375), Way("word", 680, change=in_word)],
                         ids=str)
def test_tables_of_an_email_are_read_with_ease(sample: Published, browser: Browser,
                                               pictures: Path, way: Way):
    """Of four columns, with merged cells, long words, Chinese: no value is beside the window."""
    made = rendered(replace(WHOLE, articles=(replace(ARTICLE, body=TABLES),)))
    email = Email("tables", made.html, made.text, sample.url)

    none_of(looked_at([email], sample, browser, pictures, way))


def looked_at(emails: list[Email], sample: Published, browser: Browser, pictures: Path, way: Way
              ) -> Iterator[Finding]:
    """Look at each email in one way, and keep its picture."""
    with window(browser, way, sample.url, sample.root) as page:
        for email in emails:
            picture = pictures / f"{email.name}.{way}.png"
            show(page, email, way, picture)
            for rule, place, what in faults(page, way, picture):
                yield Finding(str(picture), f"{rule} ({way})", place, what)
