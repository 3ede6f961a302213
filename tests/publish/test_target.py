"""Where the settings say that the site goes."""

import pytest

from plugins.core.messages import SettingsError
from plugins.publish.target import BucketFolder, RsyncFolder, read_destination


@pytest.mark.parametrize(("declared", "place"), [
    ({"rsync": "me@host:/var/www/lettre"}, RsyncFolder("me@host:/var/www/lettre/")),
    ({"rsync": "host:lettre/", "port": 2222, "ssh": ["-i", "key"]},
     RsyncFolder("host:lettre/", 2222, ("-i", "key"))),
    ({"rsync": "/srv/www/"}, RsyncFolder("/srv/www/")),
    ({"s3": "letters"}, BucketFolder("letters")),
    ({"s3": "letters", "prefix": "/a/b/", "endpoint": "https://s3.example", "region": "x"},
     BucketFolder("letters", "a/b/", "https://s3.example", "x")),
])
def test_a_place(declared: object, place: object):
    """A folder by rsync, or a bucket."""
    assert read_destination(declared) == place


@pytest.mark.parametrize(("declared", "said"), [
    (None, "nothing says where the site goes"), ({}, "nothing says where the site goes"),
    ("host:/a", "nothing says where the site goes"),
    ({"rsync": "h:/a", "s3": "b"}, "nothing says where the site goes"),
    ({"rsync": "h:/a", "prefix": "x"}, "no “prefix”; its keys here are rsync, port, ssh"),
    ({"rsync": "h:/a", "port": "22"}, "must be a number"),
    ({"rsync": "h:/a", "port": True}, "must be a number"),
    ({"rsync": "h:/a", "port": -1}, "must be a number"),
    ({"rsync": "host"}, "rsync cannot send to"),
    ({"rsync": "-e x:/a"}, "rsync cannot send to"),
    ({"rsync": "rsync://host/a"}, "rsync cannot send to"),
    ({"s3": ""}, "name the bucket"), ({"s3": 1}, "must be a text"),
    ({"s3": "b", "endpoint": "https://[::1"}, "“endpoint” must be"),
    ({"s3": "b", "endpoint": "s3.example"}, "“endpoint” must be"),
    ({"s3": "b", "endpoint": "https://key:secret@s3.example"}, "without a password"),
])
def test_a_place_that_is_none_is_refused(declared: object, said: str):
    """With what would be right."""
    with pytest.raises(SettingsError) as refusal:
        read_destination(declared)

    assert said in str(refusal.value)
    assert "key:secret" not in str(refusal.value)
