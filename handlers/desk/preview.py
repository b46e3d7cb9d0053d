"""Words for a reporter are shown to their writer first: send, internal note, or cancel. Nothing goes by mistake."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from handlers import casework, fit, proof
from handlers.desk import card, menus, view
from handlers.desk.menus import Press
from handlers.screens import Screen, quote
from rules import access, lifecycle, tongue
from rules.delivery import Kind
from rules.lifecycle import Moved, Refusal, Refused, Step
from storage import attachments, compositions, outbox, reporters, reports

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.desk.gate import Desk
    from handlers.house import House
    from storage.tables import Composition, Push, Report
    from storage.work import Session

Do = Callable[["Desk", "Composition", "Report"], Awaitable[None]]


async def show(desk: Desk, composition: Composition, due_at: datetime | None = None) -> None:
    """Show the words to their writer, under what they wrote; composed when sent, so that an album is complete."""
    await outbox.put(
        desk.work,
        bot="desk",
        chat_id=desk.chat_id,
        kind=Kind.REPLY,
        screen=None,
        intent="preview",
        data={"composition_id": composition.id, "locale": desk.locale},
        report_id=composition.report_id,
        purpose="preview",
        reply_to=composition.message_id,
        thread_id=desk.thread_id,
        due_at=due_at,
        dedup_key=f"preview:{composition.id}",
    )


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """The preview: for whom, in which language they read, what will be sent."""
    composition = await compositions.by_id(session, int(push.data["composition_id"]))
    report = await reports.by_id(session, composition.report_id) if composition else None
    if composition is None or report is None or composition.id is None or composition.state != compositions.OPEN:
        return None
    locale, say = str(push.data["locale"]), house.catalog.say
    seen = await view.load(session, report)
    reads = say(locale, f"desk.tongue.{seen.language}")
    blocks = [
        say(
            locale,
            _heading(composition, report),
            who=card.identity(house, seen, locale),
            language=reads,
            code=report.code,
        )
    ]
    if seen.unheard:
        blocks.append(say(locale, f"desk.preview.unheard.{seen.unheard}"))
    files = len(await attachments.of_composition(session, composition.id))
    blocks.append(_quoted(composition.body))
    if files:
        blocks.append(f"📎 {house.catalog.count(locale, 'desk.card.files', files)}")
    if (
        composition.purpose == Step.REPLY
        and not report.replied
        and not files
        and not proof.says(house, composition.body)
    ):
        blocks.append(say(locale, "desk.preview.thin"))
    if tongue.guess(composition.body) not in {None, seen.language}:
        blocks.append(say(locale, "desk.preview.language", language=reads))
    buttons = menus.preview(house, composition.id, composition.purpose, locale)
    return Screen("\n\n".join(filter(None, blocks)), buttons=buttons)


def _heading(composition: Composition, report: Report) -> str:
    """An answer is public with its report; that on a confidential one is for its reporter only."""
    secret = ".confidential" if report.confidential and composition.purpose == Step.REPLY else ""
    return f"desk.preview.{composition.purpose}{secret}"


async def send(desk: Desk, composition: Composition, report: Report) -> None:
    """Send the words to the reporter."""
    step = Step(composition.purpose)
    if await _take(desk, composition, report, step):
        actor = access.acts_as(desk.staff, report.agency)
        outcome = lifecycle.move(Step.FINISH, casework.case_of(report), actor) if actor else None
        buttons = menus.finish(desk.house, report, desk.locale) if isinstance(outcome, Moved) else ()
        thin = step is Step.REPLY and outcome == Refused(Refusal.NO_REPLY)
        said = "unheard" if await _is_unheard(desk, report) else step
        await _settled(desk, composition, report, f"desk.sent.{said}", buttons, "desk.sent.thin" if thin else "")
        desk.toast(f"desk.toast.{said}")


async def _is_unheard(desk: Desk, report: Report) -> bool:
    return bool(reporters.unheard(await reporters.by_id(desk.work.session, report.reporter_id)))


async def note(desk: Desk, composition: Composition, report: Report) -> None:
    """Keep the words in the desk's own history."""
    if await _take(desk, composition, report, Step.NOTE):
        await _settled(desk, composition, report, "desk.noted")
        desk.toast("desk.toast.note")


async def cancel(desk: Desk, composition: Composition, report: Report) -> None:
    """Forget the words."""
    if await compositions.close(desk.work, composition.id or 0, compositions.CANCELLED):
        await _settled(desk, composition, report, "desk.cancelled")


async def _take(desk: Desk, composition: Composition, report: Report, step: Step) -> bool:
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
        text=composition.body,
        data={"composition_id": composition.id},
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


async def _settled(
    desk: Desk, composition: Composition, report: Report, key: str, buttons: menus.Rows = (), hint: str = ""
) -> None:
    parts = (desk.text(key, code=report.code), _quoted(composition.body), desk.text(hint) if hint else "")
    await desk.instead(Screen("\n\n".join(filter(None, parts)), buttons=buttons))


def _quoted(words: str) -> str:
    return f"<blockquote expandable>{quote(fit.cut(words, 3000))}</blockquote>" if words else ""


def _of_composition(do: Do) -> Callable[[Desk, Sequence[str]], Awaitable[None]]:
    """Look up the words a preview's button is about; only their writer decides, and only once."""

    async def found(desk: Desk, parts: Sequence[str]) -> None:
        number = parts[0] if parts and parts[0].isdecimal() else "0"
        composition = await compositions.by_id(desk.work.session, int(number))
        report = await desk.report(composition.report_id) if composition else None
        if composition is None:
            desk.toast("desk.toast.stale")
        elif report is None:
            desk.toast("desk.refused.actor")
        elif composition.staff_id != desk.staff.id:
            desk.toast("desk.toast.not_yours")
        elif composition.state != compositions.OPEN:
            desk.toast(f"desk.toast.already.{composition.state}")
        else:
            await do(desk, composition, report)

    return found


PRESSES: Final[dict[Any, Callable[[Desk, Sequence[str]], Awaitable[None]]]] = {
    Press.SEND: _of_composition(send),
    Press.NOTE: _of_composition(note),
    Press.CANCEL: _of_composition(cancel),
}
