"""Make the files of the pictures that texts show, each once, on every core."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path, PurePosixPath

import PIL
from PIL import features

from plugins.core.files import Store
from plugins.core.messages import Problem, say
from plugins.images.encode import encode
from plugins.images.facts import Unreadable
from plugins.images.picture import Picture, Rendition, fingerprint


def make(pictures: Iterable[Picture], content: Path, cache: Path
         ) -> Iterator[dict[str, bytes] | Problem]:
    """Yield the files of each picture by address, or what is wrong with it, in order.

    What was made before comes from `cache`.
    """
    store = store_beneath(cache)
    wanted = {picture.plain.path: picture for picture in pictures}
    # Threads, because Pillow's encoders let others run meanwhile.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(partial(_files, content, store),
                            (wanted[path] for path in sorted(wanted)))
    store.prune()


def store_beneath(cache: Path) -> Store:
    """Return the store for the libraries that are installed: others make other bytes."""
    versions = (PIL.__version__, *(str(features.version(name)) for name in ("avif", "webp")))
    return Store(cache / "-".join(versions))


def _files(content: Path, store: Store, picture: Picture) -> dict[str, bytes] | Problem:
    try:
        return _cached(store, picture) or _made(content, store, picture)
    except Unreadable as error:
        return Problem(str(content / picture.source), 0, error.message)
    except OSError as error:
        return Problem(str(content / picture.source), 0, say(
            "the file cannot be read: {reason}", reason=error.strerror or str(error)))


def _cached(store: Store, picture: Picture) -> dict[str, bytes]:
    """Return the files of a picture, or nothing if one of them is missing."""
    files = {}
    for one in picture.renditions:
        data = store.get(_entry(picture, one))
        if data is None:
            return {}
        files[one.path] = data
    return files


def _made(content: Path, store: Store, picture: Picture) -> dict[str, bytes]:
    data = (content / picture.source).read_bytes()
    if fingerprint(data) != picture.fingerprint:
        raise Unreadable(say("the image was changed while the site was being built; build again"))
    files = encode(data, picture)
    for one in picture.renditions:
        store.put(_entry(picture, one), files[one.path])
    return files


def _entry(picture: Picture, one: Rendition) -> str:
    """Return the name of an entry; files of the same content share it, whatever their name."""
    return f"{picture.fingerprint}-{one.width}{PurePosixPath(one.path).suffix}"
