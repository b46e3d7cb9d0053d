"""A button of the desk was pressed: find out which and on what, and let its own step do the rest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Final

from handlers import callbacks, casework
from handlers.desk import (
    assign,
    ban,
    because,
    broadcast,
    category,
    confirm,
    correct,
    cover,
    decide,
    duty,
    fill,
    link,
    look,
    menus,
    more,
    open_card,
    queue,
    reading,
    reveal,
    seeing,
    split,
    start,
    team,
    template,
    trust,
)
from handlers.desk.menus import OTHER, Press
from handlers.screens import Screen, quote
from rules import access, lifecycle
from rules.lifecycle import Refused, Step
from storage import reporters

if TYPE_CHECKING:
    from telegram import Update

    from handlers.desk.gate import Desk
    from storage.tables import Report

Do = Callable[["Desk", "Report", Sequence[str]], Awaitable[None]]
_PROMPTS: Final = frozenset({Step.ASK, Step.REPLY, Step.NOTE, Step.TITLE, Step.TRANSCRIBE, Step.RETURN})


async def press(desk: Desk, update: Update) -> None:
    """Do what the button says; one that no longer means anything says so."""
    query = update.callback_query
    prefix, *parts = callbacks.unpack(query.data if query else None)
    if prefix in _ON_NO_REPORT:
        await _ON_NO_REPORT[prefix](desk, parts)
    elif prefix in confirm.PRESSES:
        await confirm.PRESSES[prefix](desk, parts)
    elif prefix in _ON_REPORT and parts:
        await _on_report(desk, prefix, parts)
    else:
        desk.toast("desk.toast.stale")


async def _on_report(desk: Desk, prefix: str, parts: Sequence[str]) -> None:
    report = await desk.report(parts[0])
    if report is None:
        desk.toast(await desk.refusal(parts[0]) if prefix != Press.OPEN else await open_card.sealed(desk, parts[0]))
        return
    await _ON_REPORT[prefix](desk, report, [*parts[1:], "", "", ""])


async def _open(desk: Desk, report: Report, _parts: Sequence[str]) -> None:
    await open_card.here(desk, report)


async def _menu(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """Turn the card's buttons into a choice, or back."""
    menu = parts[0]
    if menu and not menus.is_menu(desk.house, menu) and not more.is_menu(desk.house, menu):
        desk.toast("desk.toast.stale")
        return
    if menu and (refused := because.refusal(desk, report, menu.partition(".")[0])):
        desk.toast(f"desk.refused.{refused.why}")
        menu = ""
    await look.again(desk, report, menu)


async def _prompt(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """Ask for the words the step needs."""
    if parts[0] not in _PROMPTS:
        desk.toast("desk.toast.stale")
        return
    await _ask(desk, report, Step(parts[0]))


async def _ask(desk: Desk, report: Report, purpose: Step) -> None:
    """Say what to write, as a message that wants a reply."""
    if refused := _refusal(desk, report, purpose) or await _unheard(desk, report, purpose):
        desk.toast(f"desk.refused.{refused.why}")
        return
    who = f'<a href="tg://user?id={desk.staff.telegram_id}">{quote(desk.staff.name)}</a>'
    screen = Screen(desk.text(f"desk.prompt.{purpose}", who=who, code=report.code), ask=True)
    await desk.say(screen, reply_to=desk.message_id, report_id=report.id, purpose=str(purpose))


async def _archive(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    if parts[0] == OTHER:
        await _ask(desk, report, Step.ARCHIVE)
        await look.again(desk, report)
        return
    await decide.archive(desk, report, parts)


async def _unheard(desk: Desk, report: Report, step: Step) -> Refused | None:
    """Nobody is asked who will not hear it."""
    if step is not Step.ASK or not reporters.unheard(await reporters.by_id(desk.work.session, report.reporter_id)):
        return None
    return Refused(lifecycle.Refusal.UNHEARD)


def _refusal(desk: Desk, report: Report, step: Step) -> Refused | None:
    actor = access.acts_as(desk.staff, report.agency)
    if actor is None:
        return Refused(lifecycle.Refusal.ACTOR)
    outcome = lifecycle.move(step, casework.case_of(report), actor)
    return outcome if isinstance(outcome, Refused) else None


_ON_NO_REPORT: Final[dict[str, Callable[[Desk, Sequence[str]], Awaitable[None]]]] = {
    Press.LANGUAGE: start.choose,
    Press.QUEUE: queue.press,
    Press.BROADCAST: broadcast.press,
    Press.SEEING: seeing.press,
    Press.TEMPLATE: template.press,
    Press.TEAM: team.press,
    Press.DUTY: duty.press,
    Press.CORRECT: correct.press,
}
_ON_REPORT: Final[dict[str, Do]] = {
    Press.STEP: decide.step,
    Press.PROMPT: _prompt,
    Press.MENU: _menu,
    Press.FORWARD: decide.forward,
    Press.REFER: decide.refer,
    Press.ARCHIVE: _archive,
    Press.OPEN: _open,
    Press.LOOKING: look.press,
    Press.FILL: fill.press,
    Press.ASSIGN: assign.press,
    Press.CATEGORISE: category.press,
    Press.WHY: because.press,
    Press.READ: reading.press,
    Press.REVEAL: reveal.press,
    Press.TRUST: trust.press,
    Press.LINK: link.press,
    Press.BAN: ban.press,
    Press.COVER: cover.press,
    Press.SPLIT: split.press,
}
