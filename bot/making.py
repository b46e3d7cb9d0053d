"""Making the files of an export: by the command line, and for the running program in a process of its own, so that
neither a long sheet nor a library that draws keeps anybody waiting for an answer.

`python -m bot.making` reads one order as a line of JSON and answers with one. When whoever asked is gone, it ends.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import zipfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot import region, sheets
from bot.orders import Order, Product, Result
from handlers import charts, export_sheet, figures
from handlers.house import House
from locales import formats
from locales.catalog import Catalog
from rules.export import Format
from rules.period import Period
from storage import exports, installation
from storage.work import Storage

if TYPE_CHECKING:
    from types import TracebackType

MIME: Final = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
    Format.PICTURES: "image/png",
}
LARGEST: Final = 45_000_000  # bytes; Telegram takes 50 MB from a bot, and there is more in a request than the file


async def make(storage: Storage, house: House, order: Order) -> Result:
    """The files of an order, at its path."""
    if order.sort == Format.PICTURES:
        return await _pictures(storage, house, order)
    since, until = datetime.fromisoformat(order.since), datetime.fromisoformat(order.until)
    form = Format(order.sort)
    reader = export_sheet.Reader(house, order.language, order.personal)
    path, rows = Path(order.path), 0
    sorts = [column.sort for column in export_sheet.columns(reader)]
    with sheets.opened(form, path, reader.say("sheet"), export_sheet.heads(reader), sorts) as write:
        async with storage.read() as session:
            async for some in exports.lines(session, since, until, order.agency):
                write(export_sheet.cells(reader, line) for line in some)
                rows += len(some)
    return Result(rows, (Product(order.path, _named(house, order, since, until), "document", MIME[form]),))


async def _pictures(storage: Storage, house: House, order: Order) -> Result:
    from bot import drawing  # noqa: PLC0415 - matplotlib takes a second, and a sheet needs none

    since, until = datetime.fromisoformat(order.since), datetime.fromisoformat(order.until)
    period = Period(since.astimezone(house.region.tz).date(), _before(until.astimezone(house.region.tz)).date())
    async with storage.read() as session:
        told = await figures.read(session, house, period, order.agency, order.language, until)
    files = []
    for number, chart in enumerate(charts.of(told), start=1):
        path = Path(f"{order.path}-{number}")
        path.write_bytes(drawing.png(drawing.draw(chart)))  # noqa: ASYNC240 - nobody else waits in this process
        files.append(Product(str(path), f"{number}.png", "photo", MIME[Format.PICTURES]))
    return Result(told.figures.filed.count, tuple(files))


def _named(house: House, order: Order, since: datetime, until: datetime) -> str:
    first, last = (at.astimezone(house.region.tz) for at in (since, until))
    whose = f"-{order.agency}" if order.agency else ""
    word = house.catalog.say(order.language, "export.file")
    return f"{word}{whose}-{first:%Y%m%d}-{_before(last):%Y%m%d}.{order.sort}"


def _before(at: datetime) -> datetime:
    """On the day that ends then."""
    return at - formats.INSTANT


def packed(product: Product) -> Product:
    """The same as a ZIP archive, in the place of the file."""
    path = Path(product.path)
    archive = path.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.write(path, product.name)
    path.unlink()
    return Product(str(archive), f"{product.name}.zip", product.kind, "application/zip")


def fitting(result: Result) -> Result:
    """The same, packed where a file is larger than Telegram takes; a workbook is packed as it is."""
    return Result(result.rows, tuple(packed(one) if _is_large(one) else one for one in result.files))


def _is_large(product: Product) -> bool:
    return product.mime == MIME[Format.CSV] and Path(product.path).stat().st_size > LARGEST


async def _answer(order: Order) -> Result:
    async with Storage.open(order.database_url) as storage:
        async with storage.read() as session:
            secret = await installation.key(session)
        house = House(region.load(order.region), Catalog.load(), "", "", secret=secret)
        return await make(storage, house, order)


def _end_with_whoever_asked() -> None:
    sys.stdin.read()
    os._exit(1)


def _say_which(kind: type[BaseException], _error: BaseException, _trace: TracebackType | None) -> None:
    sys.stderr.write(kind.__name__)


def main() -> None:
    """One order in, one result out."""
    os.nice(10)  # whoever waits for an answer comes first
    sys.excepthook = _say_which  # a traceback may have words of reports
    order = Order(**json.loads(sys.stdin.readline()))
    threading.Thread(target=_end_with_whoever_asked, daemon=True).start()
    result = fitting(asyncio.run(_answer(order)))
    sys.stdout.write(json.dumps(asdict(result)))
    sys.stdout.flush()
    os._exit(0)  # the thread still reads


if __name__ == "__main__":
    main()
