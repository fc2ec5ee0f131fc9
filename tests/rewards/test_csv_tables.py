"""Tables for spreadsheets: nothing that a member wrote is ever run."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, strategies as st

from lib import csv_tables

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u3000=1", "＝1", "＋1", "－1", "＠x")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_gets_a_quote_before_it(text: str) -> None:
    assert csv_tables.harmless(text) == f"'{text}"


@pytest.mark.parametrize(("cell", "text"), [("Mei", "Mei"), ("a=b", "a=b"), (None, ""), (80, "80"), ("", "")])
def test_everything_else_stays_as_it_is(cell: object, text: str) -> None:
    assert csv_tables.harmless(cell) == text


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=1), min_size=1))
def test_whatever_is_written_is_read_again_cell_by_cell(rows: list[list[str]]) -> None:
    written = csv_tables.write(rows[0], rows[1:]).decode("utf-8-sig")

    read = list(csv.reader(io.StringIO(written, newline="")))

    assert read == [[csv_tables.harmless(cell) for cell in row] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for cell in row)
