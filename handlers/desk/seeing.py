"""Looking at many reports at once: `/statistik` and `/ekspor`. What is chosen stands in the buttons only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import figures
from handlers.desk import seeing_pages as pages
from handlers.desk.seeing_choice import EVERY, FORMS, Choice, may_choose
from handlers.screens import Screen
from rules import export as rules
from rules import period
from rules.access import Role
from rules.export import Format
from storage import exports

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from telegram import Update

    from handlers.desk.gate import Desk
    from rules.period import Period


async def statistics(desk: Desk, update: Update) -> None:
    """`/statistik`, `/stats`: choose a span; or with one, its figures at once."""
    choice = _mine(desk, Choice(period.Preset.DAYS, form=Format.PICTURES))
    if choice is None:
        await desk.answer(_nothing(desk))
    elif not (typed := _typed(update)):
        await desk.say(pages.statistics(desk, choice))
    elif (span := period.parse(typed, _today(desk))) is None:
        await desk.answer("desk.seeing.wrong", example="/statistik 1 okt – 15 nov")
    else:
        await _figures(desk, choice, span, pressed=False)


async def export(desk: Desk, update: Update) -> None:
    """`/ekspor`, `/export`: choose what is to be in the file."""
    choice, typed = _mine(desk, Choice(period.Preset.DAYS)), _typed(update)
    span = period.parse(typed, _today(desk)) if typed else None
    if desk.chat is not None:
        await desk.answer("desk.seeing.private", bot=desk.house.desk_username)
    elif choice is None:
        await desk.answer(_nothing(desk))
    elif typed and span is None:
        await desk.answer("desk.seeing.wrong", example="/ekspor 1 okt – 15 nov")
    else:
        chosen = replace(choice, span=span.code) if span else choice
        await desk.say(pages.export(desk, chosen, period.of_code(chosen.span, _today(desk))))


async def press(desk: Desk, parts: Sequence[str]) -> None:
    """A button: whatever it says, only what this operator may see, and files only in their own chat."""
    do, span, agency, letter, page = [*parts, *[""] * 5][:5]
    form, found = FORMS.get(letter[:1]), period.of_code(span, _today(desk))
    known = agency == EVERY or agency in desk.house.region.agencies
    if form is None or found is None or not known:
        desk.toast("desk.toast.stale")
        return
    wanted = Choice(span, None if agency == EVERY else agency, form, letter.endswith("!"))
    choice = _mine(desk, wanted)
    if choice is None or (form is not Format.PICTURES and desk.chat is not None):
        desk.toast("desk.refused.actor")
    elif do == "agency" and may_choose(desk):
        await desk.instead(pages.agencies(desk, choice, int(page) if page.isdecimal() else 0))
    elif do == "go" and form is Format.PICTURES:
        await _figures(desk, choice, found)
    elif do == "make" and form is not Format.PICTURES:
        await _make(desk, choice, found, sure=page == "sure")
    elif do == "show":
        screen = pages.statistics(desk, choice) if form is Format.PICTURES else pages.export(desk, choice, found)
        await desk.instead(screen)
    else:
        desk.toast("desk.toast.stale")


def _mine(desk: Desk, choice: Choice) -> Choice | None:
    """The choice as far as this operator may see it here: an agency's group sees its own. None: nothing at all."""
    agency = rules.agency_of(desk.staff, choice.agency)
    if desk.chat is not None and desk.chat.agency is not None:
        agency = desk.chat.agency
    if agency == "":
        return None
    return replace(choice, agency=agency, personal=choice.personal and rules.may_take_personal(desk.staff))


def _nothing(desk: Desk) -> str:
    """Why this operator has nothing to look at."""
    return "desk.seeing.nobody" if desk.staff.role is Role.LIAISON else "desk.refused.actor"


async def _figures(desk: Desk, choice: Choice, span: Period, *, pressed: bool = True) -> None:
    """The figures in words, now; the pictures as soon as they are drawn."""
    if not await _ask(desk, choice, span):
        await _once_is_enough(desk, pressed=pressed)
        return
    told = await figures.read(desk.work.session, desk.house, span, choice.agency, desk.locale, desk.work.now)
    await desk.say(Screen(figures.text(told)))


async def _make(desk: Desk, choice: Choice, span: Period, *, sure: bool) -> None:
    if choice.personal and not sure:
        since, until = span.moments(desk.house.region.tz)
        count = await exports.count(desk.work.session, since, until, choice.agency)
        await desk.instead(pages.sure(desk, choice, span, count))
    elif await _ask(desk, choice, span):
        await desk.instead(Screen(desk.text("desk.seeing.making")))
    else:
        await _once_is_enough(desk, pressed=True)


async def _ask(desk: Desk, choice: Choice, span: Period) -> bool:
    since, until = span.moments(desk.house.region.tz)
    export = await exports.ask(
        desk.work,
        chat_id=desk.chat_id,
        thread_id=desk.thread_id,
        staff_id=desk.staff.id,
        sort=str(choice.form),
        since=since,
        until=until,
        agency=choice.agency,
        personal=choice.personal,
        language=desk.locale,
    )
    return export is not None


async def _once_is_enough(desk: Desk, *, pressed: bool) -> None:
    if pressed:
        desk.toast("desk.seeing.again")
    else:
        await desk.answer("desk.seeing.again")


def _typed(update: Update) -> str:
    message = update.effective_message
    return (message.text or "").partition(" ")[2].strip() if message else ""


def _today(desk: Desk) -> date:
    return desk.work.now.astimezone(desk.house.region.tz).date()
