"""A report in another language, as a machine puts it: for the desk to read, and for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import fit, shown, sight
from handlers.screens import Screen, quote
from rules import translation
from rules.delivery import Kind
from storage import outbox, reports, translations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.desk.gate import Desk
    from handlers.house import House
    from storage.tables import Push, Report, Translation
    from storage.work import Session, Work

_ROOM: Final = 3600


async def press(desk: Desk, report: Report, _parts: Sequence[str]) -> None:
    """Show the translation under the card; one that is not there yet is made by a job."""
    seen = await sight.of_chat(desk.work.session, desk.chat_id, report)
    source = translation.source(report.body, seen.language, confidential=report.confidential)
    if not seen.sees:
        desk.toast("desk.toast.not_here")
    elif report.confidential:
        desk.toast("desk.machine.confidential")
    elif source is None or not desk.house.translates:
        desk.toast("desk.toast.stale")
    else:
        known = await translations.of_report(desk.work.session, report.id, report.body, seen.language)
        if known is not None and known.state == translations.DONE:
            await show(desk.work, known, known.text, desk)
            return
        desk.toast("desk.toast.translating")
        if known is None:
            await translations.ask(
                desk.work,
                report.body,
                report_id=report.id,
                staff_id=desk.staff.id,
                chat_id=desk.chat_id,
                message_id=desk.message_id,
                thread_id=desk.thread_id,
                source=source,
                target=seen.language,
            )


async def show(work: Work, row: Translation, text: str, desk: Desk | None = None) -> None:
    """Hang it under the card where it was asked for, or where `desk` asks for it again."""
    for part in range(max(len(fit.split(text, _ROOM)), 1)):
        await outbox.put(
            work,
            bot="desk",
            chat_id=desk.chat_id if desk else row.chat_id,
            kind=Kind.REPLY,
            screen=None,
            intent="reading",
            data={"translation_id": row.id, "part": part},
            report_id=row.report_id,
            purpose="reading",
            reply_to=desk.message_id if desk else row.message_id,
            thread_id=desk.thread_id if desk else row.thread_id,
        )


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """One message of it, marked, or why there is none; nothing in a chat that may not see the report any more."""
    row = await translations.by_id(session, int(push.data["translation_id"]))
    report = await reports.by_id(session, row.report_id) if row else None
    if row is None or report is None or report.confidential:
        return None
    seen = await sight.of_chat(session, push.chat_id, report)
    if not seen.sees:
        return None
    say = house.catalog.say
    if row.state != translations.DONE:
        return Screen(f"{failure(house, row, seen.language)} {say(seen.language, 'desk.machine.read_yourself')}")
    pieces = fit.split(await shown.words(session, house, report, row.text, seen), _ROOM)
    if (part := int(push.data["part"])) >= len(pieces):  # what is hidden is shorter than what was counted
        return None
    language = say(seen.language, f"desk.tongue.{row.source}")
    head = say(seen.language, "desk.machine.reading", code=report.code, language=language)
    return Screen(f"{head}\n<blockquote expandable>{quote(pieces[part])}</blockquote>")


def failure(house: House, row: Translation, locale: str) -> str:
    """Why the machine gave nothing."""
    return house.catalog.say(locale, f"desk.machine.failed.{row.why}", limit=row.limit)
