"""Giving a report to somebody who stays, and taking one over: by a link that works once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, handover, shown
from handlers.reporter import mine, thread
from handlers.reporter.keys import Taps
from handlers.reporter.pages import filed, manage, summary
from handlers.reporter.pages import handover as pages
from handlers.reporter.pages.filed import Filed
from rules import handover as rules
from rules.lifecycle import Step
from storage import attachments, deadlines, handovers, outbox, reporters, reports

if TYPE_CHECKING:
    from handlers.reporter.talk import Talk
    from storage.tables import Report

PURPOSE: Final = "manage"


class Opens(Filter):
    """`/start` with the token of a hand-over, as a deep link sends it; handed on as `token`."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        """The token, when there is one."""
        command, _, payload = (message.text or "").partition(" ")
        is_start = command.partition("@")[0].lower() == "/start"
        token = rules.token_of(payload.strip()) if is_start else None
        return {"token": token} if token else False


class Gone(Filter):
    """The message answers one about a report that is in other hands now; a command is a command."""

    async def __call__(self, message: Message, talk: Talk) -> bool:
        """Whether it does."""
        report_id = None if (message.text or "").startswith("/") else await thread.replied_to(talk, message)
        if report_id is None or await mine.of_id(talk, report_id) is not None:
            return False
        return await handovers.was_used(talk.work.session, report_id)


def router() -> Router:
    """Both sides."""
    hands = Router(name="handover")
    hands.message.register(opened, Opens())
    hands.message.register(answered_too_late, Gone())
    hands.callback_query.register(tapped, Taps(callbacks.HAND_OVER))
    hands.callback_query.register(answered, Taps(callbacks.TAKE_OVER))
    return hands


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str]) -> None:
    """The owner's buttons."""
    report_id, what, under = [*parts, "", "", ""][:3]
    report = await mine.of_id(talk, report_id)
    if report is None or not manage.may(report, Step.HAND_OVER):
        talk.tapped = None
        await mine.show_list(talk, talk.words("mine.not_found"))
        return
    match what:
        case pages.MAKE:
            await _make(talk, report, under)
        case pages.CANCEL:
            await handovers.cancel(talk.work, report.id)
            await mine.place(talk, report, pages.cancelled(talk.view(), report, await _newest(talk, report)), PURPOSE)
        case _:
            await _explain(talk, report)


async def opened(message: Message, talk: Talk, token: str) -> None:
    """Somebody opened a link. What it offers is remembered until they have agreed to the notice and answered."""
    offer = await handover.opened(talk.work.session, token, talk.work.now)
    if offer is None:
        await _say_dead(talk)
    elif offer.report.reporter_id == talk.reporter.id:
        await talk.tell(pages.own(talk.view(), offer.report))
    else:
        await reporters.offer(talk.work, talk.reporter, offer.link.id)
        await show_offer(talk)


async def show_offer(talk: Talk, note: str = "") -> None:
    """What the person was offered; first of all, the notice they have to agree to."""
    if not talk.consented:
        await talk.ask(note)
        return
    offer = await handover.offered(talk.work.session, talk.reporter.offered_id, talk.work.now)
    if offer is None:
        await _say_dead(talk)
    else:
        files = await attachments.of_report(talk.work.session, offer.report.id)
        sent = sum(file.bot == "public" for file in files)
        report = await shown.unnamed(talk.work.session, offer.report)
        await talk.show(pages.offer(talk.view(note), report, offer.link, sent))


async def answered(query: CallbackQuery, talk: Talk, parts: list[str]) -> None:
    """Yes or no. A link that this person never opened says nothing, whatever its number."""
    number, answer = [*parts, "", ""][:2]
    link_id = int(number) if number.isdecimal() else 0
    if await _is_taken_by(talk, link_id):
        return
    if link_id != talk.reporter.offered_id:
        await _say_dead(talk)
        return
    offer = await handover.offered(talk.work.session, link_id, talk.work.now)
    if offer is None or not talk.consented or answer not in {pages.YES, pages.NO}:
        await show_offer(talk)
    elif answer == pages.NO:
        await reporters.offer(talk.work, talk.reporter, None)
        await talk.show(pages.declined(talk.view(), offer.link))
    elif await handover.take(talk.work, talk.house, offer, talk.reporter):
        await reporters.offer(talk.work, talk.reporter, None)
        await _show_taken(talk, offer.report)
    else:
        await _say_dead(talk)


async def answered_too_late(message: Message, talk: Talk) -> None:
    """The former reporter answers: nothing is passed on, and nobody takes it for a new report."""
    await talk.tell(pages.gone(talk.view()))


async def _explain(talk: Talk, report: Report, note: str = "") -> None:
    link = await handover.open_link(talk.work.session, report, talk.work.now)
    newest = await _newest(talk, report)
    await mine.place(talk, report, pages.page(talk.view(note), report, link, newest), PURPOSE)


async def _make(talk: Talk, report: Report, under: str) -> None:
    """Make the link and say it in a message of its own, to be forwarded; a second tap does not make a second one."""
    if under != str(await _newest(talk, report)):
        talk.work.toast = talk.words("handover.already")
        await _explain(talk, report)
        return
    link, address = await handover.make(talk.work, talk.house, report)
    await mine.place(talk, report, pages.made(talk.view(), report, link), PURPOSE)
    await talk.tell(pages.forward(talk.view(), report, address), report_id=report.id, purpose=outbox.ONCE)


async def _newest(talk: Talk, report: Report) -> int:
    row = await handovers.newest(talk.work.session, report.id)
    return row.id if row else 0


async def _is_taken_by(talk: Talk, link_id: int) -> bool:
    """The second tap on yes: the report is theirs, and is shown."""
    row = await handovers.by_id(talk.work.session, link_id)
    report = await reports.by_id(talk.work.session, row.report_id) if row and row.used_at else None
    if report is None or report.reporter_id != talk.reporter.id:
        return False
    talk.work.toast = talk.words("offer.taken.already")
    await _show_taken(talk, report)
    return True


async def _show_taken(talk: Talk, report: Report) -> None:
    due = await deadlines.open_of(talk.work.session, report.id)
    screen = filed.standing(talk.view(), Filed(report, due), talk.work.now)
    note = talk.words("offer.taken", code=report.code)
    screen = summary.beside(talk.view(), screen.with_text(f"{note}\n\n{screen.text}"))
    await talk.show(screen, report_id=report.id, purpose="status")


async def _say_dead(talk: Talk) -> None:
    await reporters.offer(talk.work, talk.reporter, None)
    await talk.show(pages.dead(talk.view()))
