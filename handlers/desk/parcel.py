"""What a file that was made goes with: the message to whoever asked for it, if they may still have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import say
from handlers.desk import looked
from handlers.screens import Media, Screen
from locales import formats
from rules import export as rules
from rules import quiet
from rules.delivery import Kind
from rules.export import Format
from storage import desk_chats, exports, staff

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from handlers.house import House
    from storage.tables import Attachment, Export
    from storage.work import Session, Work

LARGEST: int = 49_000_000  # bytes; Telegram takes 50 MB from a bot


async def send(work: Work, house: House, export: Export, rows: int, files: Sequence[Attachment]) -> None:
    """Order the message; without the files, to nobody, when whoever asked may not see them any more."""
    if not await _may_have(work.session, export):
        return
    pictures = export.sort == Format.PICTURES
    fits = all((file.size or 0) <= LARGEST for file in files)
    media = tuple(Media(file.id, file.kind) for file in files) if fits and (rows or pictures) else ()
    if pictures and not media:
        return
    if media and export.personal:
        await _note_looks(work, export)
    await _say(work, house, export, Screen("" if pictures else _words(house, export, rows, fits), media=media))


async def _note_looks(work: Work, export: Export) -> None:
    """Whoever has the words of confidential reports in a file has looked at each."""
    person = await staff.by_telegram_id(work.session, export.chat_id or 0)
    if person is not None:
        found = await exports.confidential(work.session, export)
        await looked.all_looked(work, found, person, looked.What.EXPORT)


async def give_up(work: Work, house: House, export: Export) -> None:
    """Say that it could not be made."""
    if await _may_have(work.session, export):
        await _say(work, house, export, Screen(house.catalog.say(export.language, f"export.failed.{_sort(export)}")))


async def _say(work: Work, house: House, export: Export, screen: Screen) -> None:
    """At once to whoever asked; what the clock asked for may be made late, and then waits for the morning."""
    if export.chat_id is None:
        return
    asked = export.staff_id is not None
    await say.to(
        work,
        "desk",
        export.chat_id,
        screen,
        kind=Kind.REPLY if asked else Kind.NOTICE,
        thread_id=export.thread_id,
        due_at=work.now if asked else quiet.release_at(work.now, house.region.quiet),
        dedup_key=exports.key(export.id),
    )


def _sort(export: Export) -> str:
    return "pictures" if export.sort == Format.PICTURES else "sheet"


def _words(house: House, export: Export, rows: int, fits: bool) -> str:
    if rows == 0:
        return house.catalog.say(export.language, "export.empty", span=_span(house, export))
    if not fits:
        return house.catalog.say(export.language, "export.too_large")
    key = f"export.done.{'personal' if export.personal else 'plain'}"
    return house.catalog.count(export.language, key, rows, span=_span(house, export))


def _span(house: House, export: Export) -> str:
    return formats.span(*days(house, export), export.language)


def days(house: House, export: Export) -> tuple[date, date]:
    """The first and the last day of its span."""
    tz = house.region.tz
    return export.since.astimezone(tz).date(), (export.until.astimezone(tz) - formats.INSTANT).date()


async def _may_have(session: Session, export: Export) -> bool:
    """Whether the chat it is for is still of somebody who may have it, a while after it was asked for."""
    if export.chat_id is None:
        return False
    if export.chat_id < 0:
        chat = await desk_chats.by_chat(session, export.chat_id)
        return chat is not None and chat.agency in {None, export.agency} and not export.personal
    person = await staff.by_telegram_id(session, export.chat_id)
    if person is None or rules.agency_of(person, export.agency) != export.agency:
        return False
    return not export.personal or rules.may_take_personal(person)
