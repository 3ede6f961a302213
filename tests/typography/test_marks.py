"""Chinese words in a French or English text are marked as Chinese."""

import pytest

from plugins.typography.marks import mark_chinese


@pytest.mark.parametrize(("html", "marked"), [
    ("<p>Xiao Hong Shu (小红书)</p>", '<p>Xiao Hong Shu (<span lang="zh-Hans">小红书</span>)</p>'),
    ("中华人民共和国公司法 and 公司法",
     '<span lang="zh-Hans">中华人民共和国公司法</span> and <span lang="zh-Hans">公司法</span>'),
    # Marks two by two come inside, alone they stay outside.
    ("《电子商务法》", '<span lang="zh-Hans">《电子商务法》</span>'),
    ("(《公司法》（草案）)", '(<span lang="zh-Hans">《公司法》（草案）</span>)'),
    ("《“一带一路”倡议》。", '<span lang="zh-Hans">《“一带一路”倡议》</span>。'),
    ("「信」、『印』【法】", '<span lang="zh-Hans">「信」、『印』【法】</span>'),
    ("《公司法 Law》", '《<span lang="zh-Hans">公司法</span> Law》'),
    ("《公司<b>法</b>》",
     '《<span lang="zh-Hans">公司</span><b><span lang="zh-Hans">法</span></b>》'),
    ("公司（法 law）", '<span lang="zh-Hans">公司</span>（<span lang="zh-Hans">法</span> law）'),
    ("《公司法）印》", '《<span lang="zh-Hans">公司法</span>）<span lang="zh-Hans">印</span>》'),
    ("the “公司法”", 'the “<span lang="zh-Hans">公司法</span>”'),
    ("a<br>印", 'a<br><span lang="zh-Hans">印</span>'),
    ("<em>印</em> 信", '<em><span lang="zh-Hans">印</span></em> <span lang="zh-Hans">信</span>'),
    ('<i title="a lang=b">信</i>', '<i title="a lang=b"><span lang="zh-Hans">信</span></i>'),
    ('<a hreflang="zh">信</a>', '<a hreflang="zh"><span lang="zh-Hans">信</span></a>'),
    ('<span lang="en">x</span>信', '<span lang="en">x</span><span lang="zh-Hans">信</span>'),
])
def test_a_run_of_chinese_is_marked_once(html, marked):
    """A screen reader changes its voice, and the browser takes a Chinese font."""
    assert mark_chinese(html, "fr") == marked


@pytest.mark.parametrize(("html", "lang"), [
    ("<p>No Chinese here: é, «, —.</p>", "fr"),
    ('<p lang="zh-Hans">小红书 <b>信</b></p>', "fr"),
    ("<code>小红书</code>", "fr"),
    ('<img alt="小红书" src="x.png">', "fr"),
    ("<!-- 小红书 -->", "fr"),
    ("小红书", "zh-Hans"),
    ("《》 “law” （ｏｋ） 。 《Law》", "en"),
    ('<i lang="zh">《公司法》</i>', "en"),
    ("《公司法》", "zh-Hant"),
    ('<i LANG="zh">公司法</i>', "en"),
    ('<i\nlang="zh">公司法</i>', "en"),
    ("<i\tlang = zh>公司法</i>", "en"),
    ('<i class="a"lang="zh">公司法</i>', "en"),
    ("", "en"),
])
def test_what_is_marked_already_or_no_text_stays_as_it_is(html, lang):
    """Nothing is marked twice, in code, or in an edition that is Chinese itself."""
    assert mark_chinese(html, lang) == html


def test_marking_twice_changes_nothing():
    """What is marked carries its language."""
    once = mark_chinese("<p>信 and 印</p>", "en")

    assert mark_chinese(once, "en") == once
