"""Words for a reporter are shown to their writer first, with what the reporter can read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zlib import crc32

from handlers import callbacks, fit, proof, sight
from handlers.desk import card, correct, menus, reading, view
from handlers.desk.menus import Press
from handlers.screens import Button, Screen, quote
from rules import linked as rules
from rules import template, tongue, translation
from rules.delivery import Kind
from rules.lifecycle import Step
from rules.tongue import Fit, Goes
from rules.translation import Machine
from storage import attachments, compositions, events, outbox, reports, staff, translations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from handlers.desk.gate import Desk
    from handlers.desk.menus import Rows
    from handlers.desk.view import CardView
    from handlers.house import House
    from storage.tables import Composition, Push, Report, Translation
    from storage.work import Session, Work

PURPOSE: Final = "preview."  # and the composition's id: what a reply to a preview, or to its prompt, is about
_SENT_UNITS: Final = 2400
_KEPT_UNITS: Final = 600
_WAS_UNITS: Final = 300


async def show(desk: Desk, composition: Composition, due_at: datetime | None = None) -> None:
    """Show the words to their writer, under what they wrote; composed when sent, so that an album is complete."""
    written = max(composition.translation_message_id or 0, composition.message_id)  # the later one
    await outbox.put(
        desk.work,
        bot="desk",
        chat_id=desk.chat_id,
        kind=Kind.REPLY,
        screen=None,
        intent="preview",
        data={"composition_id": composition.id, "locale": desk.locale},
        report_id=composition.report_id,
        purpose=f"{PURPOSE}{composition.id}",
        reply_to=written,
        thread_id=desk.thread_id,
        due_at=due_at,
        dedup_key=f"preview:{composition.id}:{written}:{_print(composition)}",
    )


async def renew(work: Work, composition: Composition, row: Translation) -> None:
    """Show the preview anew where a machine's draft was asked for."""
    person = await staff.by_id(work.session, row.staff_id)
    await outbox.put(
        work,
        bot="desk",
        chat_id=row.chat_id,
        kind=Kind.REPLY,
        screen=None,
        intent="preview",
        data={"composition_id": composition.id, "locale": person.language if person else tongue.HOME},
        method="edit" if row.message_id else "send",
        report_id=composition.report_id,
        purpose=f"{PURPOSE}{composition.id}",
        edit_message_id=row.message_id,
        thread_id=row.thread_id,
        dedup_key=f"preview:{composition.id}:machine:{row.id}",
    )


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """The preview: for whom, in which language they read, what will be sent."""
    composition = await compositions.by_id(session, int(push.data["composition_id"]))
    report = await reports.by_id(session, composition.report_id) if composition else None
    if composition is None or report is None or composition.id is None or composition.state != compositions.OPEN:
        return None
    if not (await sight.of_chat(session, push.chat_id, report)).sees:
        return None  # it was given to others since it was ordered
    return await screen(session, house, composition, report, str(push.data["locale"]))


async def screen(
    session: Session, house: House, composition: Composition, report: Report, locale: str, *, risk: bool = False
) -> Screen:
    """The preview as it is now; with `risk`, the question whether it is to go although the reporter cannot read it."""
    seen = await view.load(session, report)
    goes = goes_to(composition, seen)
    files = len(await attachments.of_composition(session, composition.id))
    blocks = [_head(house, composition, seen, locale), *_beside(house, composition, seen, locale)]
    if seen.unheard:
        blocks.append(house.catalog.say(locale, f"desk.preview.unheard.{seen.unheard}"))
    if composition.machine and goes.text == composition.translation:
        language = reads(house, seen.language, locale)
        blocks.append(house.catalog.say(locale, f"desk.preview.machine.{composition.machine}", language=language))
    blocks.append(quoted(goes.text, _SENT_UNITS))
    first = await events.by_id(session, composition.corrects) if composition.corrects else None
    if first is not None:
        was = await correct.current(session, first)
        blocks += [house.catalog.say(locale, "desk.preview.replaces"), quoted(was.text, _WAS_UNITS)]
    if files:
        blocks.append(f"📎 {house.catalog.count(locale, 'desk.card.files', files)}")
    if goes.kept:
        blocks += [house.catalog.say(locale, "desk.preview.kept"), quoted(goes.kept, _KEPT_UNITS)]
    blocks += _doubts(house, composition, seen, goes, files, locale, risk=risk)
    asked = await translations.of_composition(session, composition.id)
    if asked is not None and not composition.translation:
        blocks.append(_machine(house, asked, reads(house, seen.language, locale), locale))
    buttons = _risky(house, composition, seen, locale) if risk else _buttons(house, composition, seen, goes, locale)
    return Screen("\n\n".join(filter(None, blocks)), buttons=buttons)


def goes_to(composition: Composition, seen: CardView, *, everyone: bool = False) -> Goes:
    """What the reporter gets of the words and their translation, in the language they read now. An answer must be
    readable for the reporters of linked reports too, and a question put to all (`everyone`)."""
    if seen.unheard:  # nobody reads it: it is for the record
        goes = Goes(composition.body, composition.translation, Fit.YES, seen.language)
    else:
        goes = tongue.goes(composition.body, composition.translation, seen.reads)
    return tongue.goes_to_all(goes, seen.languages) if everyone or is_shared(composition) else goes


def is_shared(composition: Composition) -> bool:
    """Whether the words go to the reporters of linked reports too without being asked."""
    return composition.purpose in {Step.REPLY, Step.CORRECT}


def seal(composition: Composition, seen: CardView, *, risk: bool = False, everyone: bool = False) -> str:
    """What a press on "send" was looking at: these words for readers of these languages, the risk said or not."""
    readers = ",".join((seen.reads, *seen.languages)) if everyone or is_shared(composition) else seen.reads
    looked_at = f"{readers}|{risk}|{everyone}|{composition.machine}|{composition.body}|{composition.translation}"
    return f"{crc32(looked_at.encode()):08x}"


def _print(composition: Composition) -> str:
    return f"{crc32(f'{composition.body}|{composition.translation}'.encode()):08x}"


def quoted(words: str, room: int = 3000) -> str:
    """Words as a quotation; what is too long for the screen is left out there, and only there."""
    return f"<blockquote expandable>{quote(fit.cut(words, room))}</blockquote>" if words else ""


def reads(house: House, language: str, locale: str) -> str:
    """The name of the language the reporter reads."""
    return house.catalog.say(locale, f"desk.tongue.{language}")


def _head(house: House, composition: Composition, seen: CardView, locale: str) -> str:
    """An answer is public with its report; that on a confidential one is for its reporter only."""
    secret = ".confidential" if seen.report.confidential and composition.purpose == Step.REPLY else ""
    return house.catalog.say(
        locale,
        f"desk.preview.{composition.purpose}{secret}",
        who=card.identity(house, seen, locale),
        language=reads(house, seen.language, locale),
        code=seen.report.code,
    )


def _beside(house: House, composition: Composition, seen: CardView, locale: str) -> Iterator[str]:
    """Who gets it besides: everybody who reported the same, or nobody of them."""
    if seen.parent is not None:
        yield house.catalog.say(locale, "desk.preview.alone", code=seen.parent.code)
    elif seen.family.children and is_shared(composition):
        yield house.catalog.say(locale, "desk.preview.family", people=card.people(house, seen.family, locale))


def _doubts(
    house: House, composition: Composition, seen: CardView, goes: Goes, files: int, locale: str, *, risk: bool
) -> Iterator[str]:
    if not template.is_filled(goes.text):
        yield house.catalog.say(locale, "desk.preview.blank")
    answers = composition.purpose == Step.REPLY and not seen.report.replied
    if answers and not files and not proof.says(house, goes.text):
        yield house.catalog.say(locale, "desk.preview.thin")
    if goes.fit is not Fit.YES:
        key = "risk" if risk else goes.fit.value
        yield house.catalog.say(locale, f"desk.preview.fit.{key}", language=reads(house, goes.reads, locale))


def _buttons(house: House, composition: Composition, seen: CardView, goes: Goes, locale: str) -> Rows:
    """What the reporter cannot read has no button to send it at once."""
    say, number = house.catalog.say, composition.id
    language = reads(house, goes.reads, locale)
    send = Button(
        say(locale, f"desk.send.{composition.purpose}"), callbacks.pack(Press.SEND, number, seal(composition, seen))
    )
    other = Button(say(locale, "desk.preview.other", language=language), callbacks.pack(Press.OTHER, number))
    anyway = Button(say(locale, "desk.preview.anyway"), callbacks.pack(Press.RISK, number))
    last = menus.instead_of_sending(house, composition.id, locale)
    if not template.is_filled(goes.text):
        return (last,)
    if composition.machine == Machine.DRAFT:
        checked = callbacks.pack(Press.CHECKED, number, seal(composition, seen))
        return ((Button(say(locale, "desk.preview.checked"), checked),), (other,), last)
    ours = tuple(_instead(house, composition, seen, locale))
    ways = {Fit.YES: ((send,),), Fit.UNSURE: ((send,), (other,), *ours), Fit.NO: ((other,), *ours, (anyway,))}
    return (*ways[goes.fit], *_to_all(house, composition, seen, locale), last)


def _instead(house: House, composition: Composition, seen: CardView, locale: str) -> Iterator[tuple[Button, ...]]:
    """The ways to the reporter's language beside writing it: a machine's draft, a text written beforehand."""
    say, number, report = house.catalog.say, composition.id, seen.report
    source = translation.source(composition.body, seen.language, confidential=report.confidential)
    if house.translates and source is not None and not composition.translation:
        yield (Button(say(locale, "desk.preview.draft"), callbacks.pack(Press.MACHINE, number)),)
    if composition.purpose in {Step.REPLY, Step.ASK}:
        yield (Button(say(locale, "desk.template"), callbacks.pack(Press.FILL, report.id, "0")),)


def _machine(house: House, asked: Translation, language: str, locale: str) -> str:
    """That a machine is at work, or that it gave nothing and how to go on."""
    if asked.state == translations.WAITING:
        return house.catalog.say(locale, "desk.machine.waiting")
    how = house.catalog.say(locale, "desk.machine.write_yourself", language=language)
    return f"{reading.failure(house, asked, locale)} {how}" if asked.state == translations.FAILED else ""


def _to_all(house: House, composition: Composition, seen: CardView, locale: str) -> Rows:
    """A question goes to the reporter alone; to everybody who reported the same only by this button, once all of them
    can read it."""
    if composition.purpose != Step.ASK or not seen.family.children:
        return ()
    goes = goes_to(composition, seen, everyone=True)
    if goes.fit is not Fit.YES:
        language = reads(house, goes.reads, locale)
        label = house.catalog.say(locale, "desk.preview.other", language=language)
        return ((Button(label, callbacks.pack(Press.OTHER, composition.id)),),) if goes.reads != seen.language else ()
    label = house.catalog.say(locale, "desk.send.ask.all", n=seen.family.total)
    sealed = seal(composition, seen, everyone=True)
    return ((Button(label, callbacks.pack(Press.SEND, composition.id, sealed, rules.ALL)),),)


def _risky(house: House, composition: Composition, seen: CardView, locale: str) -> Rows:
    payload = callbacks.pack(Press.SEND, composition.id, seal(composition, seen, risk=True))
    yes = Button(house.catalog.say(locale, "desk.preview.risk.yes"), payload)
    back = Button(house.catalog.say(locale, "desk.back"), callbacks.pack(Press.LOOK, composition.id))
    return ((yes,), (back,))
