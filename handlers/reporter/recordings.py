"""Recordings for a filed report whose reporter hides: nobody hears a voice or sees a face before they said yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram.types import CallbackQuery

from handlers import callbacks, casework
from handlers.reporter import files, mine
from handlers.reporter.pages import filed
from handlers.screens import Screen
from storage import attachments

if TYPE_CHECKING:
    from aiogram.types import Message

    from handlers.reporter.talk import Talk
    from storage.tables import Report

KEEP: Final = "keep"
DROP: Final = "drop"


async def hold(talk: Talk, message: Message, report: Report, file: files.File) -> bool:
    """Keep the recording back and ask, once for an album; False: nobody would be known by it."""
    if file.kind not in files.TELLING or not report.anonymous:
        return False
    await files.attach(talk, message, file, report_id=report.id, state=attachments.HELD)
    keep = talk.view().call("button.keep_files", callbacks.HELD, report.id, KEEP)
    drop = talk.view().call("button.remove_voices", callbacks.HELD, report.id, DROP)
    album = message.media_group_id
    await talk.tell(
        Screen(talk.words("recordings.held", code=report.code), buttons=((keep,), (drop,))),
        report_id=report.id,
        purpose="thread",
        reply_to=message.message_id,
        dedup_key=f"held:{talk.chat_id}:{album}" if album else None,
    )
    return True


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str]) -> None:
    """Yes: they go to the desk like anything that is added. No: they are forgotten."""
    report_id, what = [*parts, "", ""][:2]
    report = await mine.of_id(talk, report_id)
    kept = await attachments.held(talk.work.session, report.id) if report is not None else []
    if report is None or not kept:
        talk.work.toast = talk.words("old.answered")
        return
    if what != KEEP:
        for file in kept:
            await attachments.remove(talk.work, file.id)
        await talk.show(Screen(talk.words("recordings.removed")))
        return
    ids = [file.id for file in kept]
    await attachments.release(talk.work, ids)
    await casework.add_from_reporter(talk.work, talk.house, report, "", ids, kept[0].message_id)
    after = await mine.promise(talk, report)
    await talk.show(filed.added(talk.view(), report, "thread.added", after), report_id=report.id, purpose="thread")
