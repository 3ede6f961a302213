"""Say which files of the site have a use in a bucket."""

from plugins.publish.plan import original

FOR_SERVERS = ("_", "forms.json")
"""What speaks to a web server or to the receiver (`_redirects`, …); a bucket is neither."""


def useful(path: str) -> bool:
    """Tell whether a bucket has a use for a file.

    It does not choose between a file and its packed copy, as a web server does; the network in
    front of it packs by itself.
    """
    return not path.startswith(FOR_SERVERS) and original(path) == path
