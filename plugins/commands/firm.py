"""Make the letter a firm's own: ask what must be its; take the program's next version beside it."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from plugins.commands.declare import command
from plugins.commands.new import key_of
from plugins.commands.terminal import Terminal
from plugins.core.email_address import SHAPE
from plugins.core.firm_file import FIRM_FILE
from plugins.core.messages import Failure, Message, say
from plugins.core.project import Options, again, from_here, is_address

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


@dataclass(frozen=True)
class Question:
    """What is asked for a key of a table; `fits` tells whether an answer will do."""

    table: str
    key: str
    asked: Message
    fits: Callable[[str], object] = bool
    is_list: bool = False

    def values(self, answer: str) -> object:
        """Return what is written for an answer."""
        return [part.strip() for part in answer.split(";")] if self.is_list else answer


QUESTIONS = (
    Question("publication", "name", say("The name of the letter")),
    Question("publication", "tagline", say("What it is about, in a few words")),
    Question("site", "address", say("The site’s address, like https://lettre.cabinet.fr"),
             is_address),
    Question("firm", "name", say("The name of the firm")),
    Question("firm", "legal_form", say("Its legal form, like SELARL d’avocats")),
    Question("firm", "address", say("Its registered office, with a semicolon between the lines"),
             is_list=True),
    Question("firm", "registration", say("Its number in the register, like RCS Lyon 123 456 789")),
    Question("firm", "bar", say("The bar at which it is registered")),
    Question("firm", "director", say("The publication director: first name, last name, capacity"),
             lambda name: len(name.partition(",")[0].split()) > 1),
    Question("firm", "phone", say("Its telephone number")),
    Question("firm", "email", say("Its email address"), SHAPE.fullmatch),
    Question("firm", "host", say("The site’s host: name; address; telephone number"),
             is_list=True),
)

OPTIONAL = ("capital", "country", "vat", "insurance")
"""What the sample says of its firm and nobody is asked for."""

YES = frozenset(("o", "oui", "y", "yes"))


@command(say("Make the letter your firm’s own: answer twelve questions."))
def firm(terminal: Terminal, options: Options) -> int:
    """Ask, then write all at once; until the last answer nothing is changed."""
    import tomlkit

    from plugins.content.sample import sample_texts
    from plugins.core.files import write_atomically
    path = options.content / FIRM_FILE
    if not sys.stdin.isatty():
        raise Failure(say("“./inv firm” asks questions, and nobody is here to answer; run it in a "
                          "terminal, or write the firm’s own values in {path}",
                          path=from_here(path)))
    document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    terminal.say(say("Twelve questions; Enter keeps what is in brackets, Ctrl-C changes "
                     "nothing."))
    answers = {(one.table, one.key): _ask(terminal, one, document) for one in QUESTIONS}
    texts = sample_texts(options.content)
    is_leaving = bool(texts) and _is_leaving(terminal, texts)
    removed = _write_answers(document, answers, list(options.languages))
    write_atomically(path, tomlkit.dumps(document).encode())
    terminal.say(say("{path}: written. The answers are the same in each language; translate there "
                     "what differs.", path=from_here(path)))
    if removed:
        terminal.say(say("What the sample said of its own firm is gone: {keys}, below “[firm]”. "
                         "Write yours: the law asks a company for its capital and a lawyer for an "
                         "insurer.", keys=", ".join(removed)))
    now = again(options)
    if now.site_url != answers["site", "address"]:
        terminal.say(say("The settings still say {url}: {conf} has lines of its own; "
                         "docs/upgrading.md lists those to delete.", url=now.site_url,
                         conf=from_here(options.conf)))
    for text in texts if is_leaving else ():
        text.unlink()
    terminal.say(say("Your colours are below “[look]” in {path}, your mark is to be {mark}; "
                     "“./inv serve” shows both.", path=from_here(path),
                     mark=from_here(options.content / "mark.svg")))
    return 0


@command(say("Take the next version of the program; the content stays as it is."),
         version=say("the remote and the branch of the program (program/main)"))
def upgrade(terminal: Terminal, options: Options, version: str = "program/main") -> int:
    """Merge a version, and say what to do then."""
    take_version(options.root, options.content, version)
    terminal.say(say("The next version is here, and your content is as it was. Now “./inv check”, "
                     "then “./inv serve”; “git reset --hard HEAD~1” goes back."))
    return 0


def take_version(root: Path, content: Path, version: str) -> None:
    """Merge a version of the program into that in `root`, but for the content folder.

    What we have changed in the sample since would be a conflict in every firm's texts: so what is
    merged is the version with the firm's own content in the sample's place. Raises Failure, with
    nothing changed, if something is not committed, or the firm has changed the program, too.
    """
    git = partial(_git, root)
    if not content.is_relative_to(root):
        raise Failure(say("{path} is not in the folder of the program, so it is safe from the next "
                          "version; write “git pull {words}”", path=from_here(content),
                          words=version.replace("/", " ", 1)))
    remote = version.partition("/")[0]
    if git("status", "--porcelain", "--untracked-files=no"):
        raise Failure(say("some changes are not committed; keep them first with “git commit -a”"))
    if remote not in git("remote").split():
        raise Failure(say("nothing says where the program comes from; write “git remote add "
                          "{remote}” and its address", remote=remote))
    git("fetch", "-q", remote)
    if git("rev-list", "--count", f"HEAD..{version}") == "0":
        raise Failure(say("there is no newer version of the program"))
    own = content.relative_to(root).as_posix()
    with TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": f"{folder}/index"}
        git("read-tree", version, **index)
        git("rm", "-rfq", "--cached", "--ignore-unmatch", own, **index)
        git("read-tree", f"--prefix={own}/", f"HEAD:{own}", **index)
        tree = git("write-tree", **index)
    merged = git("commit-tree", tree, "-p", version, "-m", f"{version}, with the firm’s content")
    try:
        git("merge", "-q", "--no-edit", "--no-ff", merged)  # so that HEAD~1 is what was before
    except Failure:
        changed = git("diff", "--name-only", "--diff-filter=U")
        if not changed:  # git has not begun: a file that it does not know is in the way, perhaps
            raise
        git("merge", "--abort")
        raise Failure(say("the next version changes what has been changed here, too: {files}; "
                          "nothing was merged; docs/upgrading.md says where a firm’s own belongs",
                          files=", ".join(changed.split("\n")))) from None


def _git(root: Path, *words: str, **more: str) -> str:
    """Return what git says; `more` is set in its environment. Raises Failure with its reason."""
    try:
        done = subprocess.run(("git", *words), cwd=root, env={**os.environ, **more}, text=True,
                              capture_output=True, check=False)
    except FileNotFoundError:
        raise Failure(say("git is not installed here; install it, with “sudo apt install git” or "
                          "“brew install git”")) from None
    if done.returncode:
        raise Failure(say("git {words}: {message}", words=" ".join(words[:2]),
                          message=(done.stderr or done.stdout).strip()))
    return done.stdout.strip()


def _ask(terminal: Terminal, question: Question, document: "TOMLDocument") -> object:
    """Return the answer; without one, what the firm has written already."""
    from plugins.content.sample import SIGN
    usual = _standing(document, question)
    if SIGN.search(f"{document.get('firm', {}).get('name', '')}\n{usual}"):
        usual = ""  # the sample's are no answers
    while True:
        terminal.say(say("{question} [{usual}]:", question=question.asked, usual=usual) if usual
                     else say("{question}:", question=question.asked))
        line = sys.stdin.readline()
        if not line:
            raise KeyboardInterrupt
        answer = line.strip().rstrip("/") or usual  # as browsers end addresses
        if answer and SIGN.search(answer):
            terminal.say(say("“{answer}” is the sample’s, or reserved for examples; write your "
                             "own.", answer=answer))
            continue
        if answer and question.fits(answer):
            return question.values(answer)
        terminal.say(say("“{answer}” cannot be that; try again.", answer=answer) if answer
                     else say("An answer is needed here."))


def _standing(document: "TOMLDocument", question: Question) -> str:
    """Return what the file says now, in the first of its languages."""
    value: Any = document.get(question.table, {}).get(question.key, "")
    if isinstance(value, Mapping):
        value = next(iter(value.values()), "")
    return "; ".join(value) if isinstance(value, list) else str(value)


def _is_leaving(terminal: Terminal, texts: list[Path]) -> bool:
    terminal.say(say("The sample’s own texts are still here, {count} files ({names}, …). Delete "
                     "them? Type “yes”; Enter keeps them:", count=len(texts),
                     names=", ".join(text.name for text in texts[:2])))
    return sys.stdin.readline().strip().lower() in YES


def _write_answers(document: "TOMLDocument", answers: Mapping[tuple[str, str], object],
                   languages: list[str]) -> list[str]:
    """Put the answers into the file, and what follows from them; return the keys that are gone."""
    from plugins.content.sample import SIGN
    is_sample = SIGN.search(str(document.get("firm", {}).get("name", "")))
    name, email = str(answers["publication", "name"]), str(answers["firm", "email"])
    following: dict[tuple[str, str], object] = {
        ("publication", "description"): answers["publication", "tagline"],
        ("firm", "website"): answers["site", "address"],
        ("newsletter", "from"): email}
    for (table, key), value in {**answers, **following}.items():
        declared = document.setdefault(table, {})
        if isinstance(declared.get(key), Mapping):
            for lang in languages:
                declared[key][lang] = value
        else:
            declared[key] = dict.fromkeys(languages, value) if key == "from" else value
    newsletter: Any = document["newsletter"]
    if SIGN.search(str(newsletter.get("name", ""))):
        newsletter["name"] = key_of(name) or "letter"
    if SIGN.search(str(newsletter.get("audience", ""))):
        newsletter["audience"] = ""
    return [key for key in OPTIONAL
            if is_sample and document["firm"].pop(key, None) is not None]
