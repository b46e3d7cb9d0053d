"""One report becomes two: the second one's words are written, its category and files chosen, all of it confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import callbacks, sight
from handlers import split as splitting
from handlers.casework import LostRace
from handlers.desk import because, card, categories, menus, split_pages
from handlers.desk.menus import Press
from handlers.screens import Button, Screen, quote
from rules import access
from rules.lifecycle import Refused, Step
from storage import compositions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Message

    from handlers.desk.gate import Desk
    from storage.tables import Composition, Report

_PAGE: Final = f"{Step.SPLIT}."  # and the words' number: what a reply to a page about them is about


async def press(desk: Desk, report: Report, _parts: Sequence[str]) -> None:
    """Ask for the words of the second report, as a message that wants a reply."""
    if refused := because.refusal(desk, report, Step.SPLIT):
        desk.toast(f"desk.refused.{refused.why}")
        return
    who = f'<a href="tg://user?id={desk.staff.telegram_id}">{quote(desk.staff.name)}</a>'
    screen = Screen(desk.text("desk.prompt.split", who=who, code=report.code), ask=True)
    await desk.say(screen, reply_to=desk.message_id, report_id=report.id, purpose=str(Step.SPLIT))


def is_about(purpose: str) -> bool:
    """Whether a message with that purpose asks for these words, or shows what is to become of them."""
    return purpose == Step.SPLIT or purpose.startswith(_PAGE)


async def took(desk: Desk, message: Message, report: Report, purpose: str, words: str) -> None:
    """The words were written; as a reply to a page about them, in place of those."""
    if refused := because.refusal(desk, report, Step.SPLIT):
        await desk.answer(f"desk.refused.{refused.why}")
        return
    if not words:
        await desk.answer("desk.need_words")
        return
    number = purpose.removeprefix(_PAGE)
    written = await compositions.by_id(desk.work.session, int(number)) if number.isdecimal() else None
    if written is not None and written.staff_id == desk.staff.id and written.state == compositions.OPEN:
        await reword(desk, written, message, words)
        return
    composition = await compositions.open(
        desk.work,
        report_id=report.id,
        staff_id=desk.staff.id,
        chat_id=desk.chat_id,
        message_id=message.message_id,
        purpose=str(Step.SPLIT),
        body=words,
    )
    await _say(desk, composition, await split_pages.categories_of(desk, composition, report, ""))


async def reword(desk: Desk, composition: Composition, message: Message, words: str) -> None:
    """The words are others, written in that message; what was chosen for them stays."""
    report = await desk.report(composition.report_id)
    if report is None:
        await desk.answer(await desk.refusal(composition.report_id))
    elif composition.state != compositions.OPEN:
        await desk.answer("desk.edited_late")
    elif not words:
        await desk.answer("desk.need_words")
    else:
        await compositions.reword(desk.work, composition, message.message_id, words)
        chosen = "category" in composition.choices
        await _say(
            desk,
            composition,
            await split_pages.summary(desk, composition, report)
            if chosen
            else await split_pages.categories_of(desk, composition, report, ""),
        )


async def choose(desk: Desk, composition: Composition, report: Report, parts: Sequence[str]) -> None:
    """A button of these pages: another page, a choice, or that it is to be so."""
    what, value = [*parts, "", ""][:2]
    if refused := because.refusal(desk, report, Step.SPLIT):
        desk.toast(f"desk.refused.{refused.why}")
        return
    match what:
        case split_pages.CATEGORY if categories.is_page(desk.house, value):
            await desk.instead(await split_pages.categories_of(desk, composition, report, value))
        case split_pages.CHOSEN if value in desk.house.region.categories:
            await compositions.choose(desk.work, composition, category=value)
            await _after_category(desk, composition, report)
        case split_pages.FILES if not value or value.isdecimal():
            await desk.instead(await split_pages.files(desk, composition, report, int(value or 0)))
        case split_pages.FILE:
            await _toggle(desk, composition, report, value)
        case split_pages.LOOK if "category" in composition.choices:
            await desk.instead(await split_pages.summary(desk, composition, report))
        case split_pages.YES if "category" in composition.choices:
            await _split(desk, composition, report, value)
        case _:
            desk.toast("desk.toast.stale")


async def _after_category(desk: Desk, composition: Composition, report: Report) -> None:
    """The files are next, where there are some and nobody has chosen among them."""
    if "files" not in composition.choices and await split_pages.evidence(desk, report):
        await desk.instead(await split_pages.files(desk, composition, report, 0))
    else:
        await desk.instead(await split_pages.summary(desk, composition, report))


async def _toggle(desk: Desk, composition: Composition, report: Report, value: str) -> None:
    """One more file goes along, or one less; `all` and `none` of them."""
    name, _, page = value.partition(".")
    found = [file.id for file in await split_pages.evidence(desk, report)]
    chosen = set(composition.choices.get("files", ()))
    if name in {split_pages.ALL, split_pages.NONE}:
        chosen = set(found) if name == split_pages.ALL else set()
    elif name.isdecimal() and int(name) in found:
        chosen ^= {int(name)}
    else:
        desk.toast("desk.toast.stale")
        return
    await compositions.choose(desk.work, composition, files=[number for number in found if number in chosen])
    await desk.instead(await split_pages.files(desk, composition, report, int(page) if page.isdecimal() else 0))


async def _split(desk: Desk, composition: Composition, report: Report, seen: str) -> None:
    """Do it, if it is what the presser was looking at."""
    if seen != await split_pages.seal(desk, composition, report):
        desk.toast("desk.split.changed")
        await desk.instead(await split_pages.summary(desk, composition, report))
        return
    actor = access.acts_as(desk.staff, report.agency)
    if actor is None:
        return  # it was looked at before
    files = [file.id for file in await split_pages.chosen(desk, composition, report)]
    part = splitting.Part(composition.id, composition.body, composition.choices["category"], files)
    match await splitting.off(desk.work, desk.house, report, part, actor=actor, staff=desk.staff):
        case Refused(why):
            desk.toast(f"desk.refused.{why}")
        case LostRace():
            desk.toast("desk.toast.lost", status=card.status(desk.house, report, desk.locale))
        case second:
            await compositions.close(desk.work, composition.id, compositions.DONE)
            await _done(desk, report, second)


async def _done(desk: Desk, report: Report, second: Report) -> None:
    """Both codes; where the second one may stand, the ways on with it."""
    desk.toast("desk.toast.split", code=second.code)
    may = access.acts_as(desk.staff, second.agency) is not None
    here = may and (await sight.of_chat(desk.work.session, desk.chat_id, second)).sees
    own = "" if may else ".own"
    text = desk.text(f"desk.split.done{own}", first=report.code, second=second.code)
    await desk.instead(Screen(text, buttons=_on(desk, second) if here else ()))


def _on(desk: Desk, second: Report) -> menus.Rows:
    """To the agency of its category, and its card."""
    region = desk.house.region
    agency = region.agencies.get(region.categories[second.category or ""].agency or "")
    opens = Button(desk.text("desk.split.open", code=second.code), callbacks.pack(Press.OPEN, second.id))
    if agency is None:
        return ((opens,),)
    label = desk.text("desk.next.forward", agency=agency.short)
    payload = callbacks.pack(Press.FORWARD, second.id, agency.id, menus.mark(second))
    return ((Button(label, payload),), (opens,))


async def _say(desk: Desk, composition: Composition, screen: Screen) -> None:
    await desk.say(
        screen,
        reply_to=composition.message_id,
        report_id=composition.report_id,
        purpose=f"{_PAGE}{composition.id}",
    )
