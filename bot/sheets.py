"""Rows as a sheet, written as they come: XLSX or CSV. Nothing in them is ever taken for a formula."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from handlers.export_sheet import Sort
from rules.export import Format, guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from handlers.export_sheet import Cell

_WIDTHS: Final = {Sort.TEXT: 18, Sort.LONG: 40, Sort.NUMBER: 12, Sort.DAY: 12, Sort.MOMENT: 17}
_DAY: Final = "yyyy-mm-dd"
_MOMENT: Final = "yyyy-mm-dd hh:mm"
_BOM: Final = "utf-8-sig"  # without it Excel takes CSV for another encoding


@contextmanager
def opened(form: Format, path: Path, title: str, heads: Sequence[str], sorts: Sequence[Sort]) -> Iterator[Any]:
    """A function that takes rows, some at a time; at the end of the block the file is whole."""
    with (_xlsx if form is Format.XLSX else _csv)(path, title, heads, sorts) as write:
        yield write


@contextmanager
def _csv(path: Path, _title: str, heads: Sequence[str], _sorts: Sequence[Sort]) -> Iterator[Any]:
    with path.open("w", encoding=_BOM, newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_MINIMAL)
        table.writerow([guarded(head) for head in heads])

        def write(rows: Iterable[Sequence[Cell]]) -> None:
            table.writerows([_plain(cell) for cell in row] for row in rows)

        yield write


def _plain(cell: Cell) -> str | int | float:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M:%S}"
        case date():
            return cell.isoformat()
        case str():
            return guarded(cell)
    return cell


@contextmanager
def _xlsx(path: Path, title: str, heads: Sequence[str], sorts: Sequence[Sort]) -> Iterator[Any]:
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),  # what it writes on the way is personal data, too
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    try:
        sheet = book.add_worksheet(title)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        forms = {
            Sort.DAY: book.add_format({"num_format": _DAY}),
            Sort.MOMENT: book.add_format({"num_format": _MOMENT}),
        }
        for number, sort in enumerate(sorts):
            sheet.set_column(number, number, _WIDTHS[sort])
        sheet.freeze_panes(1, 1)
        for number, head in enumerate(heads):
            sheet.write_string(0, number, head, bold)
        count = 0

        def write(rows: Iterable[Sequence[Cell]]) -> None:
            nonlocal count
            for row in rows:
                count += 1
                for number, cell in enumerate(row):
                    _put(sheet, count, number, cell, forms.get(sorts[number]))

        yield write
        sheet.autofilter(0, 0, count, len(heads) - 1)
    finally:
        book.close()


def _put(sheet: Any, row: int, column: int, cell: Cell, form: Any) -> None:
    match cell:
        case None:
            return
        case str():
            sheet.write_string(row, column, cell)
        case date():  # and a datetime, which is one
            sheet.write_datetime(row, column, cell, form)
        case _:
            sheet.write_number(row, column, cell)
