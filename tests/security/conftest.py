from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def kept_pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the pictures of scenes lie that are built once."""
    return tmp_path_factory.mktemp("kept-pictures")
