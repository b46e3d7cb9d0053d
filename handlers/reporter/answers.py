"""Taps on a draft: answers, steps through the questions, changes. Taps on buttons of the past are told so politely."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.reporter import alarm, care, elsewhere, files, filling, neighbours, submit, taps
from handlers.reporter.keys import Says, Taps
from handlers.reporter.pages import category, identity, place, summary, when
from rules import draft as rules
from rules.draft import ReportKind, Slot, When
from storage import attachments

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from handlers.reporter.talk import Talk
    from handlers.reporter.taps import Tap


def router() -> Router:
    """Every button of a draft, and the keys under the text field that do the same."""
    answers = Router(name="answers")
    answers.callback_query.register(past, _of_the_past)
    answers.callback_query.register(submit.submit, Taps(taps.MOVE, taps.SUBMIT))
    answers.callback_query.register(submit.join, Taps(taps.MOVE, taps.JOIN))
    answers.callback_query.register(answer, Taps(taps.ANSWER))
    answers.callback_query.register(edit, Taps(taps.EDIT))
    answers.callback_query.register(groups, Taps(taps.GROUP))
    answers.callback_query.register(move, Taps(taps.MOVE))
    for key, what in (("button.skip", taps.SKIP), ("button.back", taps.BACK), ("button.continue", taps.GO_ON)):
        answers.message.register(_said(what), Says(key))
    return answers


async def past(query: CallbackQuery, talk: Talk) -> None:
    """The button belongs to a draft that was filed or deleted, or to a question that is answered."""
    tap = taps.read(query.data)
    if tap is None:
        return
    if tap.what == taps.RESUME:  # it stands under something else, which stays
        talk.tapped = None
    if (report := await submit.filed_from(talk, tap.draft_id)) is not None:
        await submit.say_filed(talk, report)
        return
    talk.work.toast = talk.words("old.button" if tap.draft_id != talk.draft_id else "old.answered")
    await talk.ask()


async def answer(query: CallbackQuery, talk: Talk, tap: Tap) -> None:
    """One answer to the open question."""
    slot = Slot(tap.what)
    values = await _values(talk, slot, tap.value)
    if values is None:
        talk.work.toast = talk.words("old.button")
        await talk.ask()
        return
    await talk.keep(rules.answer(talk.draft, slot, **values))
    if slot is Slot.CATEGORY:
        await alarm.warn_of_category(talk, tap.value)
        await elsewhere.warn(talk)
    if slot is Slot.IDENTITY:
        await _hidden(talk)
        return
    note = place.noted(talk.view(), talk.draft.place) if slot is Slot.WHERE and talk.draft.place else ""
    await talk.ask(note)


async def _hidden(talk: Talk) -> None:
    """Go on after the question who may know what; first, what of the files may tell who hides."""
    sent = await talk.files()
    note = care.traces(talk.view(), sent, anonymous=talk.draft.anonymous)
    if files.are_telling(talk.draft, sent):
        await talk.show(summary.recordings(talk.view(note)))
    else:
        await talk.ask(note)


async def edit(query: CallbackQuery, talk: Talk, tap: Tap) -> None:
    """Ask a question again, whatever its answer."""
    await talk.keep(rules.edit(talk.draft, Slot(tap.what)))
    await talk.ask()


async def groups(query: CallbackQuery, talk: Talk, tap: Tap) -> None:
    """Through the two levels of categories, which begin with the common ones."""
    if tap.what == category.COMMON and talk.question is Slot.CATEGORY:
        await talk.show(category.common(talk.view()))
    elif not tap.what:
        await talk.show(category.groups(talk.view()))
    elif tap.what in talk.house.region.groups:
        await talk.show(category.group(talk.view(), tap.what))
    else:
        await talk.ask()


async def move(query: CallbackQuery, talk: Talk, tap: Tap) -> None:
    """A step that is no answer."""
    match tap.what:
        case taps.MENU:
            await talk.show(summary.menu(talk.view()))
        case taps.CANCEL:
            await talk.show(summary.cancel(talk.view()))
        case taps.WHICH:
            if not await neighbours.which(talk):
                await talk.ask()
        case taps.OTHER_DAY:
            await talk.show(when.other_day(talk.view()))
        case taps.RESUME:
            talk.tapped = None
            await talk.ask()
        case taps.DELETE:
            await talk.drop()
            await talk.end(summary.deleted(talk.view()))
        case taps.OVER:
            await talk.drop()
            await talk.ask(talk.words("resume.over"))
        case _:
            await step(talk, tap.what, tap.value)


async def step(talk: Talk, what: str, under: str = "") -> None:
    """Skip, back, on, and the changes that lead straight to the next question."""
    draft, limits = talk.draft, talk.house.region.limits
    slot, note = Slot(under) if under in {*Slot} else talk.question, ""
    match what:
        case taps.SKIP if slot is not None:
            note = talk.words(f"skipped.{slot}") if slot in rules.SKIPPABLE else ""
            draft = rules.skip(draft, slot)
        case taps.BACK:
            draft = rules.back(draft, limits)
        case taps.GO_ON:
            draft = replace(draft, editing=None)
        case taps.ELSEWHERE:
            draft = replace(rules.edit(draft, Slot.WHERE), place=None)
        case taps.DESCRIBE:
            filled = filling.described(draft, talk.house.region, talk.view().today, talk.house.taught.lessons)
            draft, note = filled.draft, talk.words(filled.note, **filled.fields) if filled.note else ""
        case taps.NO_FILES:
            await _remove_files(talk, files.KINDS)
            draft = replace(draft, evidence=0, spoken=False, editing=None if draft.spoken else draft.editing)
        case taps.NO_VOICES:
            draft = replace(rules.keep_evidence(draft, await _remove_files(talk, files.TELLING)), spoken=False)
            note = talk.words("recordings.removed")
    if draft != talk.draft:
        await talk.keep(draft)
    await talk.ask(note)


def _said(what: str) -> Callable[[Message, Talk], Awaitable[None]]:
    async def said(message: Message, talk: Talk) -> None:
        await step(talk, what)

    return said


async def _of_the_past(query: CallbackQuery, talk: Talk) -> bool:
    """Another draft's button, or an answer to a question that is not open."""
    tap = taps.read(query.data)
    if tap is None:
        return False
    if tap.draft_id != talk.draft_id:
        return True
    known = {*Slot}
    if tap.prefix == taps.ANSWER:
        return tap.what not in known or tap.what != talk.question
    if tap.prefix == taps.EDIT:
        return tap.what not in known
    under = tap.value if tap.what in {taps.SKIP, taps.BACK, taps.GO_ON, taps.OTHER_DAY, taps.DESCRIBE} else ""
    return tap.prefix == taps.MOVE and under not in {"", talk.question}


async def _values(talk: Talk, slot: Slot, value: str) -> dict[str, object] | None:
    """What an answer sets; None for a value that is no answer any more."""
    match slot:
        case Slot.CATEGORY if value in talk.house.region.categories:
            return {"category": value}
        case Slot.WHEN:
            return _day(value, talk.view().today)
        case Slot.IDENTITY if value in identity.CHOICES:
            anonymous, confidential = identity.CHOICES[value]
            return {"anonymous": anonymous, "confidential": confidential}
        case Slot.KIND if value in {*ReportKind}:
            return {"kind": ReportKind(value)}
        case Slot.EVIDENCE:
            return {}
        case Slot.WHERE:
            return _place(talk, value)
    return None


def _day(value: str, today: date) -> dict[str, object] | None:
    days = {"now": When(today, now=True), "today": When(today), "yesterday": When(today - timedelta(days=1))}
    if value in days:
        return {"when": days[value]}
    try:
        return {"when": When(date.fromisoformat(value))}
    except ValueError:
        return None


def _place(talk: Talk, value: str) -> dict[str, object] | None:
    """The place as it is, or the candidate of that number."""
    said = talk.draft.place
    if said is None or value == place.HERE:
        return {} if said else None
    found = place.candidates(talk.view(), said)
    if not value.isdecimal() or int(value) >= len(found):
        return None
    return {"place": filling.with_match(talk.draft, found[int(value)], said).place}


async def _remove_files(talk: Talk, kinds: Collection[str]) -> int:
    """Take the files of these kinds out of the draft; how many are left."""
    for file in await talk.files():
        if file.kind in kinds:
            await attachments.remove(talk.work, file.id or 0)
    return len(await talk.files())
