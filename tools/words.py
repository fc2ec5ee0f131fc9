"""Words that must not be published: paths of somebody's machine, secrets, leftovers, merge marks."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.places import ROOT

# Each pattern is written so that it does not match its own source.
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.])/(?:work|root|home/[a-z]+)/[a-z.]"),
    "a package host": re.compile(r"(?:py[p]i\.org|np[m]js\.(?:org|com)|pythonhoste[d]\.org)"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KE[Y]-----"),
    "a merge mark": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
    "text filler": re.compile(r"lorem ips[u]m", re.IGNORECASE),
    "an unfinished piece": re.compile(r"\b(?:FIXM[E]|XX[X]|raise NotImplementedErro[r]\(\"later)"),
    "a task without an issue number": re.compile(r"\bTOD[O]\b(?! ?\(?#\d)"),
}
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".yaml", ".yml", ".po", ".sh", ".json", ".svg", ""}


def main() -> int:
    found = [problem for path in published_files() for problem in problems_in(path)]
    print("\n".join(found))
    return int(bool(found))


def published_files() -> Iterator[Path]:
    """Yield the text files that git keeps; in a copy without git there is nothing to publish."""
    if not (ROOT / ".git").exists():
        return
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        if path.suffix in TEXT and path.is_file():
            yield path


def problems_in(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    for what, pattern in FORBIDDEN.items():
        for hit in pattern.finditer(text):
            line = text.count("\n", 0, hit.start()) + 1
            yield f"{path.relative_to(ROOT)}:{line}: {what}: {hit.group().strip()!r}"


if __name__ == "__main__":
    sys.exit(main())
