"""Ask the process in this container whether it can serve; exits 1 when it cannot. Needs nothing but Python."""

import os
import sys
import urllib.error
import urllib.request

ADDRESS = "http://127.0.0.1:8000/health/"


def host() -> str:
    """Return a name that this site is served by: of `.example.org` the name without a dot, of `*` any."""
    name = os.environ.get("HEARTH_HOSTS", "").split(",")[0].strip().lstrip(".")
    return "127.0.0.1" if name in ("", "*") else name


def main() -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(ADDRESS, headers={"Host": host()}), timeout=4) as answer:
            print(answer.read().decode(), end="")
    except urllib.error.HTTPError as answer:
        print(answer.read().decode(), end="")
        return 1
    except OSError as problem:
        print(problem)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
