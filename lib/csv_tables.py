"""Tables for spreadsheets, which run what looks like a formula: no cell of ours ever does."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# What starts a formula in Excel, LibreOffice or Google Sheets, also in the full-width forms of CJK keyboards.
# Source: OWASP, CSV Injection.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV with a mark of its encoding, which Excel needs to read Chinese; every cell is quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in head])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: object) -> str:
    """Return the cell as text that no spreadsheet takes for a formula: a quote is put before what begins like one."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" \u00a0\u3000").startswith(_STARTS) else text
