"""The file of outcomes: a line for each recipient under a pseudonym, made when it is sent and kept nowhere."""

from __future__ import annotations

import csv
import zipfile
from io import BytesIO, StringIO, TextIOWrapper
from typing import TYPE_CHECKING, Final, TextIO

from handlers.screens import Document
from storage import recipients

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.desk.broadcast_sheet import Sheet
    from storage.recipients import Outcome
    from storage.work import Session

COLUMNS: Final = ("person", "language", "outcome", "at", "why")
LENGTH: Final = 10  # of a pseudonym: among a million people two seldom share one
PLAIN: Final = 50_000  # recipients; the file of more is packed, for Telegram takes 50 MB
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


async def document(session: Session, sheet: Sheet) -> Document | None:
    """The file; None once retention has taken the rows."""
    if not await recipients.counts(session, sheet.row.id):
        return None
    name = sheet.say("file.name", id=sheet.row.id)
    if sheet.progress.total <= PLAIN:
        plain = StringIO(newline="")
        await _write(session, sheet, plain)
        return Document(f"{name}.csv", plain.getvalue().encode())
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:  # noqa: SIM117 - closed in this order
        with archive.open(f"{name}.csv", "w") as file, TextIOWrapper(file, encoding="utf-8", newline="") as text:
            await _write(session, sheet, text)
    return Document(f"{name}.zip", packed.getvalue())


async def _write(session: Session, sheet: Sheet, text: TextIO) -> None:
    table = csv.writer(text)
    table.writerow([sheet.say(f"file.{name}") for name in COLUMNS])
    async for some in recipients.outcomes(session, sheet.row.id):
        table.writerows(_lines(sheet, some))


def _lines(sheet: Sheet, some: list[Outcome]) -> Iterator[tuple[str, ...]]:
    tz = sheet.house.region.tz
    words = {one.state: sheet.say(f"file.{one.state}") for one in some}
    for one in some:
        yield (
            sheet.house.recipient(sheet.row.id, one.reporter_id, LENGTH) if one.reporter_id else "",
            one.language or "",
            words[one.state],
            f"{one.at.astimezone(tz):%Y-%m-%d %H:%M:%S}" if one.at else "",
            f"'{one.why}" if one.why.startswith(_FORMULA) else one.why,
        )
