"""Handling reports of one thing together: chosen from those nearby or named by code, confirmed with both titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import callbacks, cards, casework, fit, linked, nearby, sight
from handlers.desk import card, menus, view
from handlers.desk.menus import PAGE, Press
from handlers.screens import Button, Screen, quote
from rules import access, code, lifecycle
from rules import linked as rules
from rules.lifecycle import Refused, Step
from storage import linked as rows
from storage import reports

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Message

    from handlers.desk.gate import Desk
    from handlers.desk.menus import Rows
    from handlers.nearby import Neighbour
    from rules.linked import Why
    from storage.tables import Report

PURPOSE: Final = "link"  # of the question with which report: what a reply to it is about
_TITLE: Final = 120
_WHO: Final = 60
_LABEL: Final = 60
SHOWN: Final = 6  # similar reports on offer


async def press(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """Ask with which report (nothing), whether with just that one (its id), or do it (`yes`); `off`: part them;
    `who`: a page of those that are handled with it."""
    what, value = parts[0], parts[1]
    match what:
        case "":
            await _ask(desk, report)
        case "yes":
            await _link(desk, report, value, parts[2])
        case "off":
            await _part(desk, report)
        case "who":
            await _list(desk, report, int(value) if value.isdecimal() else 0, anew=not parts[2])
        case _ if what.isdecimal():
            parent = await desk.report(what)
            if parent is None:
                desk.toast("desk.refused.actor")
            else:
                await _confirm(desk, report, parent, anew=False)
        case _:
            desk.toast("desk.toast.stale")


async def named(desk: Desk, message: Message, report: Report) -> None:
    """The answer to that question: a code."""
    written = code.parse((message.text or "").strip())
    found = await reports.by_code(desk.work.session, written) if written else None
    if written is None:
        await desk.answer("desk.code.wrong", example=f"{desk.house.region.prefix}-7K3Q-XM2")
    elif found is None or await desk.report(found.id) is None:
        await desk.answer("desk.code.unknown", code=written)
    else:
        await _confirm(desk, report, found, anew=True)


async def _ask(desk: Desk, report: Report) -> None:
    if refused := _refusal(desk, report, Step.LINK):
        desk.toast(f"desk.refused.{refused.why}")
    elif report.confidential:
        desk.toast(f"desk.link.not.{rules.Why.CONFIDENTIAL}")
    else:
        screen = Screen(desk.text("desk.link.ask", code=report.code), buttons=await _similar(desk, report))
        await desk.say(screen, reply_to=desk.message_id, report_id=report.id, purpose=PURPOSE)


async def _similar(desk: Desk, report: Report) -> Rows:
    """Open reports nearby that may tell of the same thing and that this operator acts on, the most alike first."""
    found = await nearby.of_report(desk.work.session, desk.house, report, desk.work.now)
    mine = [
        one
        for one in found
        if one.likeness.score
        and access.acts_as(desk.staff, one.report.agency)
        and (await sight.of_chat(desk.work.session, desk.chat_id, one.report)).sees
    ]
    return tuple(
        (
            Button(
                fit.cut(f"{_percent(one)} {one.report.code} · {one.report.title}", _LABEL),
                callbacks.pack(Press.LINK, report.id, one.report.id),
            ),
        )
        for one in mine[:SHOWN]
    )


def _percent(one: Neighbour) -> str:
    return f"{one.likeness.score:.0%}"


async def _confirm(desk: Desk, child: Report, named: Report, *, anew: bool) -> None:
    """Both titles, which follows which, and what that means; of a parent that follows another, that one."""
    parent = await _lead(desk, named)
    why = await _why_not(desk, child, parent)
    if why is not None:
        text = desk.text(why, code=parent.code)
        await (desk.answer(why, code=parent.code) if anew else desk.instead(Screen(text)))
        return
    mine = await rows.count(desk.work.session, child.id)
    text = desk.text(
        "desk.link.sure",
        child=_told(desk, child),
        parent=_told(desk, parent),
        status=card.status(desk.house, parent, desk.locale),
    )
    more = [desk.house.catalog.count(desk.locale, "desk.link.more", mine)] if mine else []
    yes = Button(
        desk.text("desk.link.yes"), callbacks.pack(Press.LINK, child.id, "yes", parent.id, _seal(child, parent))
    )
    no = Button(desk.text("desk.back"), callbacks.pack(Press.LINK, child.id))
    screen = Screen("\n\n".join((text, *more)), buttons=((yes,), (no,)))
    if anew:
        await desk.say(screen, reply_to=desk.message_id, report_id=child.id, purpose=PURPOSE)
    else:
        await desk.instead(screen)


async def _link(desk: Desk, child: Report, parent_id: str, seen: str) -> None:
    parent = await desk.report(parent_id)
    if parent is None:
        desk.toast("desk.refused.actor")
        return
    if seen != _seal(child, parent):
        await _confirm(desk, child, parent, anew=False)
        desk.toast("desk.link.changed")
        return
    why = await _why_not(desk, child, parent)
    actor = access.acts_as(desk.staff, child.agency)
    if why is None and actor is not None:
        done = await linked.link(desk.work, desk.house, child, parent, actor=actor, staff=desk.staff)
        why = None if done is None else "desk.link.changed"
    if why is not None:
        desk.toast(why, code=parent.code)
        return
    desk.toast("desk.link.done", code=parent.code)
    await desk.instead(Screen(desk.text("desk.link.together", child=_told(desk, child), parent=_told(desk, parent))))


async def _part(desk: Desk, child: Report) -> None:
    refused = _refusal(desk, child, Step.UNLINK)
    actor = access.acts_as(desk.staff, child.agency)
    if refused is not None or actor is None:
        desk.toast(f"desk.refused.{refused.why if refused else 'actor'}")
    elif await linked.unlink(desk.work, desk.house, child, actor=actor, staff=desk.staff):
        desk.toast("desk.link.parted", code=child.code)
    else:
        desk.toast("desk.toast.stale")
        await cards.edit_in(desk.work, child, desk.chat_id)


async def _list(desk: Desk, report: Report, page: int, *, anew: bool) -> None:
    """Who is handled with it: whose, in which language, their first words; each a button to its card."""
    found = await rows.of_parent(desk.work.session, report.id, PAGE, page * PAGE)
    total = await rows.count(desk.work.session, report.id)
    if not found:
        desk.toast("desk.toast.stale")
        return
    lines = [await _line(desk, one) for one in found]
    head = desk.house.catalog.count(desk.locale, "desk.link.list", total, code=report.code)
    pages = [
        Button(arrow, callbacks.pack(Press.LINK, report.id, "who", other, "turn"))
        for arrow, other in (("‹", page - 1), ("›", page + 1))
        if 0 <= other * PAGE < total
    ]
    buttons = (*menus.opening(found), *((tuple(pages),) if pages else ()))
    screen = Screen("\n\n".join((head, *lines)), buttons=buttons)
    if anew:
        await desk.say(screen, reply_to=desk.message_id, report_id=report.id)
    else:
        await desk.instead(screen)


async def _line(desk: Desk, report: Report) -> str:
    seen = await view.load(desk.work.session, report)
    who = card.identity(desk.house, seen, desk.locale)
    tongue = desk.text(f"desk.tongue.{seen.language}")
    return f"<b>{report.code}</b> · {who} · {tongue}\n{quote(fit.cut(report.title, _WHO))}"


async def _lead(desk: Desk, report: Report) -> Report:
    """The parent that stands for the report, or the report itself."""
    lead = await reports.by_id(desk.work.session, report.parent_id) if report.parent_id else None
    return lead or report


async def _why_not(desk: Desk, child: Report, parent: Report) -> str | None:
    """The key of the sentence that says why they cannot be handled together; None: they can."""
    if (refused := _refusal(desk, child, Step.LINK)) is not None:
        return f"desk.refused.{refused.why}"
    if access.acts_as(desk.staff, parent.agency) is None:
        return f"desk.refused.{lifecycle.Refusal.ACTOR}"
    if not parent.confidential and not (await sight.of_chat(desk.work.session, desk.chat_id, parent)).sees:
        return "desk.toast.not_here"  # a coordinator in an agency's group: others read what stands there
    why: Why | None = rules.why_not(child, parent)
    return f"desk.link.not.{why}" if why else None


def _refusal(desk: Desk, report: Report, step: Step) -> Refused | None:
    actor = access.acts_as(desk.staff, report.agency)
    if actor is None:
        return Refused(lifecycle.Refusal.ACTOR)
    outcome = lifecycle.move(step, casework.case_of(report), actor)
    return outcome if isinstance(outcome, Refused) else None


def _told(desk: Desk, report: Report) -> str:
    return f"<b>{report.code}</b> “{quote(fit.cut(report.title, _TITLE))}”"


def _seal(child: Report, parent: Report) -> str:
    """What a press on "yes" was looking at."""
    return f"{menus.mark(child)}{menus.mark(parent)}"
