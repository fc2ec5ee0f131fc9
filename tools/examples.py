"""`python -m tools.examples`: an answer of each shape, out of the tests, for what has no example yet.

Examples that still fit are kept; take one out of config/api_examples.json to have it made anew. Then ./dev openapi.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tools.places import PYTHON, ROOT

TESTS = "tests/api/test_permissions.py"


def main() -> int:
    """Run the tests that ask every operation, and let them keep what they were answered."""
    return subprocess.run(
        [PYTHON, "-m", "pytest", "-q", TESTS], check=False, cwd=ROOT, env={**os.environ, "HEARTH_EXAMPLES": "1"}
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
