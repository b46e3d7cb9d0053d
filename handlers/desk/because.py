"""Steps that want a reason: it is asked for, and the reply takes the step, unless somebody has moved the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from handlers import casework, promises
from handlers.desk import card, category, decide, menus, more
from handlers.screens import Screen, quote
from rules import access, lifecycle
from rules.deadline import Klass
from rules.lifecycle import Actor, Moved, Refusal, Refused, Step
from storage import desk_chats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.desk.gate import Desk
    from handlers.house import House
    from storage.tables import Report

PURPOSE: Final = "why."  # and what, which choice, the mark: what a reply to the prompt is about
_WHATS: Final = frozenset({more.PASS, Step.CATEGORISE, Step.CLASSIFY})


async def press(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """Ask for the reason, as a message that wants a reply."""
    what, choice, mark = parts[0], parts[1], parts[2]
    if not _is_choice(desk.house, report, what, choice):
        desk.toast("desk.toast.stale")
        return
    refused = refusal(desk, report, what)
    if refused is not None:
        desk.toast(f"desk.refused.{refused.why}")
        return
    if not await decide.is_same(desk, report, mark):
        return
    who = f'<a href="tg://user?id={desk.staff.telegram_id}">{quote(desk.staff.name)}</a>'
    own = ".own" if what == more.PASS and _actor(desk, report) is Actor.LIAISON else ""
    text = desk.text(
        f"desk.prompt.{what}{own}", who=who, code=report.code, choice=_named(desk.house, what, choice, desk.locale)
    )
    purpose = f"{PURPOSE}{what}.{choice}.{mark}"
    await desk.say(Screen(text, ask=True), reply_to=desk.message_id, report_id=report.id, purpose=purpose)


async def took(desk: Desk, report: Report, purpose: str, words: str) -> bool:
    """Take the step whose reason somebody has just written; False: the message answers no such question."""
    what, _, rest = purpose.removeprefix(PURPOSE).partition(".")
    choice, _, mark = rest.rpartition(".")
    if not purpose.startswith(PURPOSE) or not _is_choice(desk.house, report, what, choice):
        return False
    if not words:
        await desk.answer("desk.need_words")
    elif mark != menus.mark(report):
        await desk.answer("desk.toast.lost", status=card.status(desk.house, report, desk.locale))
    else:
        await _take(desk, report, what, choice, words)
    return True


def refusal(desk: Desk, report: Report, name: str) -> Refused | None:
    """Why this operator cannot open one of the rare menus now."""
    actor = _actor(desk, report)
    if actor is None or (name == more.PASS and report.agency is None):
        return Refused(Refusal.ACTOR if actor is None else Refusal.STATUS)
    outcome = lifecycle.move(more.governing(name, actor), casework.case_of(report), actor)
    return outcome if isinstance(outcome, Refused) else None


async def _take(desk: Desk, report: Report, what: str, choice: str, words: str) -> None:
    actor = _actor(desk, report)
    if actor is None:
        await desk.answer(f"desk.refused.{Refusal.ACTOR}")
        return
    step, text, data, values = _step(desk.house, report, actor, what, choice, words)
    outcome = await casework.take_step(
        desk.work, desk.house, report, step, actor=actor, staff=desk.staff, text=text, data=data, **values
    )
    match outcome:
        case Moved():
            named = _named(desk.house, what, choice, desk.locale)
            unbound = step is Step.FORWARD and not await desk_chats.of_agency(desk.work.session, choice)
            own = ".own" if step is Step.RETURN else ".unbound" if unbound else ""
            await desk.answer(f"desk.kept.{what}{own}", code=report.code, choice=named)
            if step is Step.CATEGORISE:
                await category.offer_next(desk, report)
        case Refused(why):
            await desk.answer(f"desk.refused.{why}")
        case _:
            await desk.answer("desk.toast.lost", status=card.status(desk.house, report, desk.locale))


def _step(
    house: House, report: Report, actor: Actor, what: str, choice: str, words: str
) -> tuple[Step, str, dict[str, Any], dict[str, Any]]:
    """The step, its words, its event's data and the report's values. Only what the reporter never reads is a text; a
    reason the desk keeps to itself beside a step they hear of goes with the data."""
    if what == Step.CATEGORISE:
        return Step.CATEGORISE, "", {"was": report.category, "why": words}, {"category": choice}
    if what == Step.CLASSIFY:
        return Step.CLASSIFY, "", {"was": str(promises.klass_of(house, report)), "why": words}, {"klass": choice}
    if actor is Actor.LIAISON:
        return Step.RETURN, words, {}, {"proposed": choice}
    return Step.FORWARD, "", {"why": words}, {"agency": choice}


def _is_choice(house: House, report: Report, what: str, choice: str) -> bool:
    match what:
        case Step.CATEGORISE:
            return choice in house.region.categories
        case Step.CLASSIFY:
            return choice in set(Klass)
    return what == more.PASS and choice in house.region.agencies and choice != report.agency


def _named(house: House, what: str, choice: str, locale: str) -> str:
    match what:
        case Step.CATEGORISE:
            return more.category_name(house, choice, locale)
        case Step.CLASSIFY:
            return house.catalog.say(locale, f"desk.class.{choice}")
    return quote(house.region.agencies[choice].short)


def _actor(desk: Desk, report: Report) -> Actor | None:
    return access.acts_as(desk.staff, report.agency)
