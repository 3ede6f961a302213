"""Publish whole: a folder holds the old build or the new one, never a mixture.

    with lock([output, outbox]):
        recover([output, outbox])
        site, emails = begin(output), begin(outbox)
        pages = {write(site, "fr/index.html", b"…")}       # from any number of processes
        letters = {write(emails, "2018-07/fr/email.html", b"…")}
        commit([(site, pages), (emails, letters)])

What is kept about a folder is beside it, in `.<its name>.press/`: the build under way, the
list of the files that are ours, the journal of a commit, the lock.
"""

from plugins.atomic.commit import commit, lock, recover
from plugins.atomic.disk import PublishError
from plugins.atomic.plan import Plan, plan_changes
from plugins.atomic.staging import (
    Printed,
    Staging,
    adopt,
    begin,
    confirm,
    is_staged,
    last_built,
    published,
    read,
    write,
)

__all__ = ["Plan", "Printed", "PublishError", "Staging", "adopt", "begin", "commit", "confirm",
           "is_staged", "last_built", "lock", "plan_changes", "published", "read", "recover",
           "write"]
