"""The number of a report at SP4N-LAPOR!: entered, corrected and taken away by `/sp4n`, and quietly passed on.

The reporter finds it where the report stands and under the next messages about it; nothing rings for its sake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import casework
from handlers.desk import card
from rules import access, code, sp4n
from rules.lifecycle import Moved, Refusal, Refused, Step
from storage import reports

if TYPE_CHECKING:
    from telegram import Update

    from handlers.desk.gate import Desk
    from storage.tables import Report

_AWAY: Final = frozenset({"-", "hapus", "remove"})
_EXAMPLE: Final = "1234567"


async def command(desk: Desk, update: Update) -> None:
    """`/sp4n CODE 1234567`; with `hapus` or `remove` in place of the number, it goes; without one, it is shown."""
    message = update.effective_message
    _, typed, *rest = [*(message.text or "").split(maxsplit=2), "", ""] if message else ["", "", ""]
    written, wanted = code.parse(typed), rest[0].strip().lower()
    if written is None:
        await desk.answer("desk.sp4n.how", example=f"{desk.house.region.prefix}-7K3Q-XM2 {_EXAMPLE}")
        return
    found = await reports.by_code(desk.work.session, written)
    report = await desk.report(found.id) if found else None
    if report is None:
        await desk.answer("desk.code.unknown", code=written)
    elif not wanted:
        await desk.answer(f"desk.sp4n.{'is' if report.sp4n_id else 'none'}", code=written, number=report.sp4n_id or "")
    elif wanted in _AWAY:
        await _enter(desk, report, None)
    elif (number := sp4n.parse(wanted)) is None:
        await desk.answer("desk.sp4n.wrong", example=_EXAMPLE)
    else:
        await _enter(desk, report, number)


async def _enter(desk: Desk, report: Report, number: str | None) -> None:
    if number == report.sp4n_id:
        await desk.answer(f"desk.sp4n.{'is' if number else 'none'}", code=report.code, number=number or "")
        return
    actor = access.acts_as(desk.staff, report.agency)
    outcome = (
        await casework.take_step(
            desk.work,
            desk.house,
            report,
            Step.SP4N,
            actor=actor,
            staff=desk.staff,
            data={"sp4n_id": number} if number else {},
            sp4n_id=number,
        )
        if actor
        else Refused(Refusal.ACTOR)
    )
    match outcome:
        case Moved():
            await desk.answer(f"desk.sp4n.{'kept' if number else 'removed'}", code=report.code, number=number or "")
        case Refused(why):
            await desk.answer(f"desk.refused.{why}")
        case _:
            await desk.answer("desk.toast.lost", status=card.status(desk.house, report, desk.locale))
