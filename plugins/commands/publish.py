"""Publish the site: build it, verify it, send it where the settings say."""

import os
import signal
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import current_thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING

from plugins.commands.declare import command, fetched, need
from plugins.commands.terminal import Terminal, finished_kept
from plugins.core.messages import ContentError, Failure, SettingsError, say, some
from plugins.core.project import PRODUCTION, Options, from_here

if TYPE_CHECKING:
    from plugins.publish.manifest import Manifest
    from plugins.publish.send import Target, Transfer
    from plugins.publish.target import Destination

Announce = Callable[[Terminal, Options, "Transfer", "Manifest"], None]
"""Says what would be sent of a site that was built, and removed of what is there."""


@command(say("Build the site for production, check its links and publish it."),
         settings=PRODUCTION, conf=say("the settings file (publishconf.py)"),
         dry_run=say("show what would be sent and removed (changes nothing)"),
         everything=say("also send what seems unchanged"),
         takeover=say("replace files that others have put there, and go on even if another "
                      "publication seems to be under way"),
         remove=say("how many pages may be removed, where that is refused"),
         without_pdf=say("make no PDF that is missing, if the site must be there at once"))
def publish(terminal: Terminal, options: Options, dry_run: bool = False, everything: bool = False,
            takeover: bool = False, remove: str = "", without_pdf: bool = False) -> int:
    """Publish with what the environment holds."""
    return publish_site(terminal, options, os.environ, dry_run=dry_run, everything=everything,
                        takeover=takeover, remove=remove, pdf=not without_pdf)


def publish_site(terminal: Terminal, options: Options, environment: Mapping[str, str], *,
                 dry_run: bool = False, everything: bool = False, takeover: bool = False,
                 remove: str = "", pdf: bool = False, announce: "Announce | None" = None) -> int:
    """Build, verify and send the site, after its PDFs if `pdf`; with `dry_run`, change nothing.

    What a dry run would do, `announce` says; file by file if nothing else does.

    Raises, before anything is built, SettingsError if it is not said where to, and ContentError
    with each value that is the sample's still.
    """
    # `./inv --help` sends nothing, and imports nothing for it.
    from plugins.content.sample import sample_values
    from plugins.publish.target import read_destination
    if options.settings.get("PRODUCTION") is not True:
        raise SettingsError(say("{path}: these are not production settings (PRODUCTION is not "
                                "True); publish with “--conf publishconf.py”",
                                path=from_here(options.conf)))
    target = _target(terminal, read_destination(options.settings.get("PUBLISH")), options.output,
                     environment)
    if sample := sample_values(options.content, options.settings):
        raise ContentError(*sample)
    with TemporaryDirectory() as folder:
        if dry_run:  # output/ stays as it is, too; the target is only looked at
            options = replace(options, output=Path(folder, "site"), outbox=Path(folder, "emails"))
        elif pdf:
            make_wanted_pdfs(terminal, options)
        return _publish(terminal, options, target, (announce or _announce) if dry_run else None,
                        everything, takeover, remove)


def _publish(terminal: Terminal, options: Options, target: "Target", announce: Announce | None,
             everything: bool, takeover: bool, remove: str) -> int:
    from plugins.atomic import lock, published, recover
    from plugins.build.build import build
    from plugins.publish.manifest import UNKNOWN, Manifest, own_mark
    from plugins.publish.send import carry_out, others_files, plan_transfer, read_manifest
    built = build(options, terminal.step)
    terminal.problems(built.problems)
    if built.failed:
        terminal.say(say("The build has errors; nothing has been sent."))
        return 1
    with lock([options.output]):  # no build may change the files that are being sent
        recover([options.output])
        if not _verified(terminal, options):
            return 1
        ours = {path: sha256((options.output / path).read_bytes()).hexdigest()
                for path in published(options.output) if target.takes(path)}
        terminal.step(say("Looking at what is already at {place}…", place=target.destination.shown))
        there = read_manifest(target, takeover)
        if everything:
            there = Manifest(dict.fromkeys(there.files, UNKNOWN))
        transfer = plan_transfer(ours, there.files, _leaves(options))
        if announce:
            announce(terminal, options, transfer, there)
            _report(terminal, options, target.destination, transfer, dry_run=True)
        _refuse_harm(terminal, others_files(target, ours, there), takeover)
        _refuse_loss(options, transfer, there, remove)
        if not announce:
            with _stopped_by_signal():
                carry_out(target, transfer, ours, there, own_mark(), terminal.step)
            _report(terminal, options, target.destination, transfer, dry_run=False)
    return 0


def make_wanted_pdfs(terminal: Terminal, options: Options) -> None:
    """Make the PDFs that are missing, and say what cannot be made.

    Nothing of it keeps a site from being published.
    """
    try:
        if not fetched(terminal, "weasyprint", "pdf"):
            raise Failure(say("the libraries for them could not be fetched, as is said above"))
        from plugins.build.papers import make_pdfs
        with finished_kept(terminal):
            made = make_pdfs(options, terminal.step)
        terminal.problems(made.problems)
    except ContentError:  # the build says what is wrong in the texts
        return
    except Failure as failure:
        terminal.aside(say("The site goes without the PDFs that it lacks: {reason}.",
                           reason=failure.message))


def _refuse_harm(terminal: Terminal, others: Sequence[str], takeover: bool) -> None:
    """Raise SendError if files would be overwritten that others have put there; name them."""
    from plugins.publish.manifest import SendError
    if others and takeover:
        terminal.say(say("To be replaced, though others have put it there: {files}.",
                         files=some(others)))
    elif others:
        raise SendError(say(
            "{files}: others have put this where the site goes, and publishing would overwrite "
            "it; nothing has been sent. Publish into an empty folder, or add “--takeover” if it "
            "may be lost", files=some(others)))


def _refuse_loss(options: Options, transfer: "Transfer", there: "Manifest", remove: str) -> None:
    """Raise SendError if pages would go that should not, unless `remove` says how many they are.

    A wrong clock turns what was published into what is scheduled, and so does a wrong date.
    """
    from plugins.publish.manifest import SendError
    from plugins.publish.send import is_page, loses_much
    lost = transfer.lost
    if not lost or remove == str(len(lost)):
        return
    values = {"count": len(lost), "today": options.today.isoformat()}
    if again := _scheduled_again(options, lost):
        raise SendError(say(
            "{texts}: this is published and would be removed, because its date lies after today, "
            "{today}. Correct the date or the clock of this computer; if it is to go, add "
            "“--remove {count}”, the number of pages that would be removed",
            texts=some(again), **values))
    if remove or loses_much(transfer, there):
        raise SendError(say(
            "pages that would be removed: {count}, of {total} that are published; nothing has been "
            "sent. If they are to go, add “--remove {count}”; if not, look for what the folder "
            "content lacks, and at the clock of this computer: today is {today}",
            total=sum(map(is_page, there.files)), **values))


def _scheduled_again(options: Options, lost: Collection[str]) -> list[str]:
    """Return the texts that wait for their day, and whose pages are to be removed."""
    from plugins.check.run import check_content
    texts = check_content(options).texts if lost else None
    return [from_here(text.path) for address, text in texts.by_address.items()
            if f"{address}index.html" in lost and text.stage(options.today) == "scheduled"
            ] if texts else []


def _target(terminal: Terminal, destination: "Destination", site: Path,
            environment: Mapping[str, str]) -> "Target":
    from plugins.publish.rsync import Rsync
    from plugins.publish.target import RsyncFolder
    if isinstance(destination, RsyncFolder):
        return Rsync(destination, site)
    need(terminal, "boto3", "bucket")
    from plugins.build.server_files import sent_headers
    from plugins.publish.bucket import open_bucket
    return open_bucket(destination, site, environment,
                       lambda path: sent_headers(site, f"/{path}"))


def _verified(terminal: Terminal, options: Options) -> bool:
    """Tell whether every link of the site leads somewhere, and say which do not."""
    from plugins.atomic import published
    from plugins.site.links import broken_links
    terminal.step(say("Verifying the links…"))
    faults = broken_links(published(options.output),
                          lambda path: (options.output / path).read_bytes(), options.site_url)
    terminal.problems(faults)
    if faults:
        terminal.say(say("Broken links: {count}; nothing has been sent.", count=len(faults)))
    return not faults


def _leaves(options: Options) -> Collection[str]:
    """Return the folders of the pages that lists lead to."""
    from plugins.site.addresses import addresses_of
    return [addresses.content(kind, "").rstrip("/") + "/"
            for addresses in addresses_of(options.languages).values()
            for kind in ("article", "issue")]


def _announce(terminal: Terminal, options: Options, transfer: "Transfer", there: "Manifest"
              ) -> None:
    from plugins.core.files import original  # packed copies go with their file, untold
    for path in dict.fromkeys(map(original, transfer.sent)):
        terminal.say(say("would send {path}", path=path))
    for path in dict.fromkeys(map(original, transfer.remove)):
        terminal.say(say("would remove {path}", path=path))


def _report(terminal: Terminal, options: Options, destination: "Destination", transfer: "Transfer",
            dry_run: bool) -> None:
    from plugins.publish.send import is_page
    size = sum((options.output / path).stat().st_size for path in transfer.sent)
    values = {"place": destination.shown, "sent": len(transfer.sent), "size": -(-size // 1000),
              "pages": sum(map(is_page, transfer.sent)), "removed": len(transfer.remove),
              "lost": len(transfer.lost), "unchanged": transfer.unchanged}
    if dry_run:
        terminal.say(say("Nothing was done. To send to {place}: pages {pages}, files in all {sent} "
                         "({size} kB); to remove: pages {lost}, files in all {removed}; unchanged "
                         "{unchanged}.", **values))
        return
    terminal.say(say("Sent to {place}: pages {pages}, files in all {sent} ({size} kB); removed: "
                     "pages {lost}, files in all {removed}; unchanged {unchanged}.", **values))
    terminal.say(say("The site is at {address}", address=f"{options.site_url}/"))


@contextmanager
def _stopped_by_signal() -> Iterator[None]:
    """Let the end of a CI job stop the sending as Ctrl-C does, so that it is remembered there."""
    if current_thread() is not main_thread():  # signals come to that one alone
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
