"""Write and read `_headers`, the file from which Netlify and Cloudflare Pages learn the rules.

Netlify takes the last rule that sets a header. Cloudflare joins the values of all by commas
unless a line `! Name` takes back the earlier ones; Netlify passes over such a line, for it has no
colon. Cloudflare reads 100 rules, with one `*` each, and 2,000 characters a line
(https://developers.cloudflare.com/pages/configuration/headers/,
https://docs.netlify.com/manage/routing/headers/).
"""

from collections.abc import Iterable

from plugins.site.serving.headers import Rule


def headers_file(rules: Iterable[Rule]) -> bytes:
    """Return the rules as `_headers`."""
    lines: list[str] = []
    known: set[str] = set()
    for rule in rules:
        taken_back = [f"  ! {name}" for name in rule.headers if name in known]
        lines += [rule.pattern, *taken_back,
                  *(f"  {name}: {value}" for name, value in rule.headers.items())]
        known.update(rule.headers)
    return "".join(f"{line}\n" for line in lines).encode()


def read_headers_file(text: str) -> list[Rule]:
    """Return the rules of a `_headers` file of ours."""
    found: list[tuple[str, dict[str, str]]] = []
    for line in text.splitlines():
        if line.startswith("/"):
            found.append((line, {}))
        elif ":" in line:
            name, _, value = line.strip().partition(": ")
            found[-1][1][name] = value
    return [Rule(pattern, headers) for pattern, headers in found]
