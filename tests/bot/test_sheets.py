"""Sheets as other programs read them: text is text, numbers are numbers, and nothing is a formula."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot import sheets
from handlers.export_sheet import Sort
from rules.export import Format

HEADS = ["Teks", "Angka", "Hari", "Saat"]
SORTS = [Sort.TEXT, Sort.NUMBER, Sort.DAY, Sort.MOMENT]
DAY, MOMENT = date(2026, 11, 23), datetime(2026, 11, 23, 12, 4)
EVIL = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
]
PLAIN = [
    "Lubang di jalan, dalam 20 cm",
    "a=b",
    "1.234",
    "https://t.me/emma",
    'kata "kutip"; titik koma',
    "baris\nbaru",
    "",
]


def write(form: Format, path: Path, rows: list[list[Any]]) -> None:
    with sheets.opened(form, path, "Laporan", HEADS, SORTS) as put:
        put(rows[:2])
        put(rows[2:])


@pytest.mark.parametrize("text", EVIL)
def test_csv_runs_nothing(text: str, tmp_path: Path) -> None:
    """What could begin a formula has an apostrophe before it; the words after it are whole."""
    write(Format.CSV, tmp_path / "a.csv", [[text, -8.5, DAY, MOMENT]])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        heads, row = csv.reader(file)
    assert heads == HEADS
    assert row == [f"'{text}", "-8.5", "2026-11-23", "2026-11-23 12:04:00"]


@pytest.mark.parametrize("text", EVIL + PLAIN)
def test_a_workbook_has_words_and_no_formula(text: str, tmp_path: Path) -> None:
    """Every text is a string cell as it was written; numbers, days and moments are values a sheet can count with."""
    write(Format.XLSX, tmp_path / "a.xlsx", [[text, -8.5, DAY, MOMENT], [None, 0, None, None], [text, 1, DAY, MOMENT]])
    sheet: Any = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [cell.value for cell in sheet[1]] == HEADS
    first = sheet[2]
    assert (first[0].value or "").replace("_x000D_", "\r") == text
    assert first[0].data_type in {"s", "n"} if text == "" else first[0].data_type == "s"
    assert [cell.value for cell in first[1:]] == [-8.5, datetime(2026, 11, 23), MOMENT]
    assert [cell.value for cell in sheet[3]] == [None, 0, None, None]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        assert not any(b"<f>" in book.read(name) or b"hyperlink" in book.read(name) for name in book.namelist())


@pytest.mark.parametrize("text", PLAIN)
def test_csv_keeps_words(text: str, tmp_path: Path) -> None:
    """As UTF-8 with the mark by which Excel knows it."""
    write(Format.CSV, tmp_path / "a.csv", [[text, 1, None, None]])
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == [text, "1", "", ""]


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    """What a workbook is written through stays in the folder of the file, and goes."""
    write(Format.XLSX, tmp_path / "a.xlsx", [["x", 1, DAY, MOMENT]] * 3)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
