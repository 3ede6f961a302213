"""What plugins keep in arrays of PHP is read; nothing else is."""

import pytest

from plugins.importer.wordpress.php import UnreadableError, array, unserialize
from tests.support.wordpress import php


@pytest.mark.parametrize("value, read", [
    ({"fr": 12, "en": 34}, {"fr": 12, "en": 34}), ("été", "été"), (True, True), (-5, -5),
    ({"a": {"b": "c"}}, {"a": {"b": "c"}}), (["x", "y"], {"0": "x", "1": "y"}), ({}, {})])
def test_a_value_is_read_as_php_writes_it(value, read):
    """Lengths count bytes, keys are texts."""
    assert unserialize(php(value)) == read


@pytest.mark.parametrize("text, read", [
    ('a:1:{s:1:"a";s:3:"été";}', {"a": "été"}),
    ('a:2:{s:1:"a";s:99:"x";s:1:"b";i:2;}', {"a": "x", "b": 2}),
    ("N;", None), ("d:0.5;", 0.5)])
def test_a_text_of_the_wrong_length_is_read_up_to_its_end(text, read):
    """Databases were moved from Latin-1 to UTF-8, and addresses replaced in them."""
    assert unserialize(text) == read


@pytest.mark.parametrize("text", [
    "", "x", 'O:8:"stdClass":0:{}', "a:1:{i:0;", 's:3:"abc', "i:1;i:2;", "a:1:{" * 100, "d:x;",
    'C:3:"Abc":2:{ab}'])
def test_what_is_no_array_is_refused_and_nothing_made_of_it(text):
    """Objects of PHP are programs."""
    with pytest.raises(UnreadableError):
        unserialize(text)
    assert array(text) == {}
