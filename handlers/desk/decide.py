"""Decisions taken with a button: each looks at the same report the operator saw, or says that somebody was faster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from handlers import casework
from handlers.desk import card as screens
from handlers.desk import look
from handlers.desk.menus import mark
from rules import access
from rules.lifecycle import Moved, Refusal, Refused, Step
from storage import desk_chats, staff

if TYPE_CHECKING:
    from handlers.desk.gate import Desk
    from storage.tables import Report

_AT_ONCE: Final = frozenset({Step.TAKE, Step.FINISH, Step.CLOSE, Step.REOPEN})


async def step(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """Take, finish, close or reopen."""
    if parts[0] not in _AT_ONCE:
        desk.toast("desk.toast.stale")
    elif await is_same(desk, report, parts[1]):
        await take(desk, report, Step(parts[0]))


async def forward(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """Give the report to an agency; where no chat is bound for it, the coordinators keep the work and are told."""
    agency = desk.house.region.agencies.get(parts[0])
    if agency is None:
        desk.toast("desk.toast.stale")
    elif await is_same(desk, report, parts[1]) and await take(desk, report, Step.FORWARD, agency=agency.id):
        chats = await desk_chats.of_agency(desk.work.session, agency.id)
        key = "desk.toast.forward_sealed" if report.confidential else "desk.toast.forward"
        desk.toast(key if chats else "desk.toast.forward_unbound", agency=agency.short)


async def refer(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """Tell the reporter which authority outside is the right one."""
    if parts[0] not in desk.house.region.authorities:
        desk.toast("desk.toast.stale")
    elif await is_same(desk, report, parts[1]):
        await take(desk, report, Step.REFER, referred_to=parts[0])


async def archive(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """Put the report aside for a reason of the region's list."""
    if parts[0] not in desk.house.region.archive_reasons:
        desk.toast("desk.toast.stale")
    elif await is_same(desk, report, parts[1]):
        await take(desk, report, Step.ARCHIVE, archive_reason=parts[0])


async def take(desk: Desk, report: Report, step: Step, **values: Any) -> bool:
    """Take the step as this operator and toast what came of it; whether it was taken."""
    actor = access.acts_as(desk.staff, report.agency)
    if actor is None:
        desk.toast(f"desk.refused.{Refusal.ACTOR}")
        return False
    outcome = await casework.take_step(desk.work, desk.house, report, step, actor=actor, staff=desk.staff, **values)
    match outcome:
        case Moved():
            desk.toast(f"desk.toast.{step}")
            return True
        case Refused(why):
            desk.toast(f"desk.refused.{why}")
            await _look_again(desk, report)
        case _:
            await _lost(desk, report)
    return False


async def is_same(desk: Desk, report: Report, seen: str) -> bool:
    """Whether the report is still what the presser looked at; if not, they are told and the card is shown anew."""
    if seen == mark(report):
        return True
    await _lost(desk, report)
    return False


async def _lost(desk: Desk, report: Report) -> None:
    """Somebody was faster: say who has the report and how it stands, and show the card as it is."""
    holder = await staff.by_id(desk.work.session, report.assignee_id) if report.assignee_id else None
    status = screens.status(desk.house, report, desk.locale)
    if holder is not None and holder.id != desk.staff.id:
        desk.toast("desk.toast.lost_to", name=holder.name, status=status)
    else:
        desk.toast("desk.toast.lost", status=status)
    await _look_again(desk, report)


async def _look_again(desk: Desk, report: Report) -> None:
    await look.again(desk, report)
