"""The page checkers of other people, as they are called."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.battery.findings import Finding
from tests.conftest import PROJECT
from tests.support.chromium import CHROMIUM, FLAGS
from tests.support.needs import need

TOOLS = PROJECT / "tests" / "tools"
MODULES = TOOLS / "node_modules"
NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
RELAX_NG = "nu.validator.vendor.thaiopensource.relaxng.util.Driver"

JAVA = ("java", "-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Without what pays off in programs that run for hours."""


def need_modules() -> None:
    """Skip the test where the npm tools are not installed."""
    need(shutil.which("node") and MODULES.is_dir(), "the tools of tests/tools (npm ci)")


def node(script: str, *words: str, given: Any = None) -> Any:
    """Run a script of tests/tools on a value; return what it prints, read as JSON."""
    need_modules()
    need(CHROMIUM, "Chromium")
    done = _run(["node", TOOLS / script, *words], input=json.dumps(given),
                env={**os.environ, "CHROMIUM": str(CHROMIUM), "CHROMIUM_FLAGS": " ".join(FLAGS)})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def command(name: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command that npm has installed, in tests/tools."""
    need_modules()
    return _run([MODULES / ".bin" / name, *words], cwd=TOOLS)


def nu_checker(files: list[Path]) -> list[dict[str, Any]]:
    """Return what the Nu HTML checker says of pages, style sheets and drawings."""
    need_modules()
    need(shutil.which("java"), "Java")
    done = _run([*JAVA, "-jar", NU, "--stdout", "--format", "json", "--also-check-css",
                 "--also-check-svg", *files])
    return json.loads(done.stdout)["messages"]


def schema_faults(schema: Path, files: list[Path]) -> list[Finding]:
    """Return what is wrong in XML files against a RELAX NG schema, in compact syntax.

    The Nu checker’s archive holds Jing, which knows these schemas.
    """
    need_modules()
    need(shutil.which("java"), "Java")
    said = _run([*JAVA, "-cp", NU, RELAX_NG, "-c", schema, *files]).stdout.splitlines()
    return [Finding(path, "schema", f"line {line}", message) for path, line, _, message in
            (fault.split(":", 3) for fault in said)]


def _run(words: list[Any], **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, check=False, **options)
