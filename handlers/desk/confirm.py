"""Under a preview: send, write the other language, internal note, or cancel. Nothing goes by mistake."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from handlers import casework
from handlers.desk import card, correct, machine, menus, preview, split, view
from handlers.desk.menus import Press
from handlers.screens import Screen, quote
from rules import access, lifecycle, linked, template
from rules.lifecycle import Moved, Refusal, Refused, Step
from rules.tongue import Fit
from rules.translation import Machine
from storage import compositions

if TYPE_CHECKING:
    from handlers.desk.gate import Desk
    from handlers.desk.view import CardView
    from storage.tables import Composition, Report

Do = Callable[["Desk", "Composition", "Report", Sequence[str]], Awaitable[None]]


async def send(desk: Desk, composition: Composition, report: Report, parts: Sequence[str]) -> None:
    """Send the words to the reporter, if they are what the presser was looking at."""
    seen = await view.load(desk.work.session, report)
    everyone = parts[1:2] == [linked.ALL] and composition.purpose == Step.ASK
    goes = preview.goes_to(composition, seen, everyone=everyone)
    sealed = preview.seal(composition, seen, risk=goes.fit is Fit.NO, everyone=everyone)
    unchecked = composition.machine == Machine.DRAFT
    if parts[:1] != [sealed] or not template.is_filled(goes.text) or unchecked:
        desk.toast("desk.toast.look_again")
        await _look(desk, composition, report)
        return
    step = Step(composition.purpose)
    data: dict[str, Any] = {"original": goes.kept} if goes.kept else {}
    data |= {"unread": True} if goes.fit is Fit.NO else {}
    data |= {"machine": composition.machine} if composition.machine and goes.text == composition.translation else {}
    data |= {linked.ALL: True} if everyone else {}
    if step is Step.CORRECT:
        first = await correct.first_of(desk, composition)
        if first is None:
            desk.toast("desk.toast.correct_late")
            return
        data |= {"corrects": first.id, "what": first.step}
        data |= {linked.ALL: True} if linked.ALL in first.data else {}
    if await _take(desk, composition, report, step, goes.text, data):
        actor = access.acts_as(desk.staff, report.agency)
        outcome = lifecycle.move(Step.FINISH, casework.case_of(report), actor) if actor else None
        buttons = menus.finish(desk.house, report, desk.locale) if isinstance(outcome, Moved) else ()
        buttons = (*buttons, *await _correctable(desk, composition, seen))
        thin = step is Step.REPLY and outcome == Refused(Refusal.NO_REPLY)
        hint = "desk.sent.thin" if thin else ""
        said = "unheard" if seen.unheard else step
        await _settled(desk, report, f"desk.sent.{said}", goes.text, buttons, hint)
        desk.toast(f"desk.toast.{said}")


async def _correctable(desk: Desk, composition: Composition, seen: CardView) -> menus.Rows:
    first = await correct.first_of(desk, composition)
    return correct.button(desk.house, first.id, desk.locale) if first and not seen.unheard else ()


async def note(desk: Desk, composition: Composition, report: Report, _parts: Sequence[str]) -> None:
    """Keep the words in the desk's own history; nothing of a machine's that nobody has checked."""
    translated = "" if composition.machine == Machine.DRAFT else composition.translation
    words = "\n\n".join(filter(None, (composition.body, translated)))
    if await _take(desk, composition, report, Step.NOTE, words, {}):
        await _settled(desk, report, "desk.noted", words)
        desk.toast("desk.toast.note")


async def cancel(desk: Desk, composition: Composition, report: Report, _parts: Sequence[str]) -> None:
    """Forget the words."""
    if await compositions.close(desk.work, composition.id or 0, compositions.CANCELLED):
        splits = composition.purpose == Step.SPLIT
        await _settled(desk, report, "desk.split.cancelled" if splits else "desk.cancelled", composition.body)


async def other(desk: Desk, composition: Composition, report: Report, _parts: Sequence[str]) -> None:
    """Ask for the same in the language the reporter reads, as a message that wants a reply."""
    seen = await view.load(desk.work.session, report)
    who = f'<a href="tg://user?id={desk.staff.telegram_id}">{quote(desk.staff.name)}</a>'
    asks = preview.goes_to(composition, seen)
    if asks.fit is Fit.YES:  # the reporter reads it; those who would be asked too do not
        asks = preview.goes_to(composition, seen, everyone=True)
    language = preview.reads(desk.house, asks.reads, desk.locale)
    screen = Screen(desk.text("desk.prompt.other", who=who, code=report.code, language=language), ask=True)
    purpose = f"{preview.PURPOSE}{composition.id}"
    await desk.say(screen, reply_to=desk.message_id, report_id=report.id, purpose=purpose)


async def risk(desk: Desk, composition: Composition, report: Report, _parts: Sequence[str]) -> None:
    """Say what it means to send what the reporter cannot read, and ask once more."""
    seen = await view.load(desk.work.session, report)
    await _look(desk, composition, report, risk=preview.goes_to(composition, seen).fit is Fit.NO)


async def look(desk: Desk, composition: Composition, report: Report, _parts: Sequence[str]) -> None:
    """The preview again, as it is now."""
    await _look(desk, composition, report)


async def _look(desk: Desk, composition: Composition, report: Report, *, risk: bool = False) -> None:
    session = desk.work.session
    await desk.instead(await preview.screen(session, desk.house, composition, report, desk.locale, risk=risk))


async def _take(
    desk: Desk, composition: Composition, report: Report, step: Step, text: str, data: dict[str, Any]
) -> bool:
    actor = access.acts_as(desk.staff, report.agency)
    if actor is None:
        desk.toast("desk.refused.actor")
        return False
    outcome = await casework.take_step(
        desk.work,
        desk.house,
        report,
        step,
        actor=actor,
        staff=desk.staff,
        text=text,
        data={"composition_id": composition.id, **data},
    )
    if isinstance(outcome, Refused):
        desk.toast(f"desk.refused.{outcome.why}")
    elif not isinstance(outcome, Moved):
        desk.toast("desk.toast.lost", status=card.status(desk.house, report, desk.locale))
    elif not await compositions.close(desk.work, composition.id or 0, compositions.DONE):
        # Two taps in two transactions: this one is undone, tried again by the intake, and then finds the words closed.
        raise SentMeanwhileError
    return isinstance(outcome, Moved)


class SentMeanwhileError(Exception):
    """The same words were sent by another tap at the same moment."""


async def _settled(desk: Desk, report: Report, key: str, words: str, buttons: menus.Rows = (), hint: str = "") -> None:
    parts = (desk.text(key, code=report.code), preview.quoted(words), desk.text(hint) if hint else "")
    await desk.instead(Screen("\n\n".join(filter(None, parts)), buttons=buttons))


# What can be done with words that are to become a report, and with those for a reporter.
_OF: Final[dict[bool, frozenset[Do]]] = {
    True: frozenset({split.choose, cancel}),
    False: frozenset({send, note, cancel, other, risk, look, machine.draft, machine.checked}),
}


def _of_composition(do: Do) -> Callable[[Desk, Sequence[str]], Awaitable[None]]:
    """Look up the words a preview's button is about; only their writer decides, and only once."""

    async def found(desk: Desk, parts: Sequence[str]) -> None:
        number = parts[0] if parts and parts[0].isdecimal() else "0"
        composition = await compositions.by_id(desk.work.session, int(number))
        report = await desk.report(composition.report_id) if composition else None
        if composition is None:
            desk.toast("desk.toast.stale")
        elif report is None:
            desk.toast(await desk.refusal(composition.report_id))
        elif composition.staff_id != desk.staff.id:
            desk.toast("desk.toast.not_yours")
        elif composition.state != compositions.OPEN:
            sort = ".split" if composition.purpose == Step.SPLIT else ""
            desk.toast(f"desk.toast.already.{composition.state}{sort}")
        elif do not in _OF[composition.purpose == Step.SPLIT]:
            desk.toast("desk.toast.stale")
        else:
            await do(desk, composition, report, parts[1:])

    return found


PRESSES: Final[dict[Any, Callable[[Desk, Sequence[str]], Awaitable[None]]]] = {
    Press.SEND: _of_composition(send),
    Press.NOTE: _of_composition(note),
    Press.CANCEL: _of_composition(cancel),
    Press.OTHER: _of_composition(other),
    Press.RISK: _of_composition(risk),
    Press.LOOK: _of_composition(look),
    Press.MACHINE: _of_composition(machine.draft),
    Press.CHECKED: _of_composition(machine.checked),
    Press.PART: _of_composition(split.choose),
}
