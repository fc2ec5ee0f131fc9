"""The CEL library without its console.

It imports the console with itself: a prompt, colours and a command line, which take longer than all models of Django.
"""

from __future__ import annotations

import sys
from types import ModuleType

sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))

import cel  # noqa: E402

__all__ = ["cel"]
