"""Operators write: a reply to a card, to a prompt, to the reporter's words. Our own links say what it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handlers import casework, transcript
from handlers.desk import (
    ban,
    because,
    broadcast_words,
    card,
    correct,
    cover,
    files,
    gate,
    link,
    open_card,
    preview,
    split,
    template,
    view,
)
from rules import access, code, title, tongue
from rules.lifecycle import Moved, Refusal, Refused, Step
from rules.tongue import Fit
from storage import attachments, compositions, links
from storage.work import CURRENT

if TYPE_CHECKING:
    from telegram import Message, Update

    from handlers.desk.gate import Desk
    from storage.tables import Composition, MessageLink, Report

ALBUM_PAUSE: Final = timedelta(seconds=2)  # the rest of an album comes in messages of its own
_SENT: Final = frozenset(
    {Step.REPLY, Step.CORRECT, Step.ASK, Step.ARCHIVE}
)  # what goes to the reporter, and so is shown first


async def said(update: Update, context: gate.Context) -> None:
    """A message in a chat of the desk. In a group, only replies to the bot are meant for it."""
    message = update.effective_message
    if message is not None and (message.chat.type == "private" or _is_to(message, context.bot.id)):
        await _said(update, context)


async def edited(update: Update, context: gate.Context) -> None:
    """An operator edited a message. Only words that are not sent yet can still change."""
    message = update.effective_message
    if message is None:
        return
    written = await compositions.at(CURRENT.get().session, message.chat_id, message.message_id)
    if written is None:
        return
    translated = message.message_id == written.translation_message_id
    if _words(message) != (written.translation if translated else written.body):
        await _edited(update, context)


def _is_to(message: Message, bot_id: int) -> bool:
    # In a topic every message "replies" to the service message that made the topic, which may be the bot's.
    replied = message.reply_to_message
    return (
        replied is not None
        and replied.forum_topic_created is None
        and replied.from_user is not None
        and replied.from_user.id == bot_id
    )


@gate.for_staff
async def _said(desk: Desk, update: Update) -> None:
    message = update.effective_message
    if message is None or await _joins_album(desk, message):
        return
    replied = message.reply_to_message
    about = await links.find(desk.work.session, "desk", desk.chat_id, replied.message_id) if replied else None
    if about is None:
        await _unrelated(desk, message)
        return
    report = await desk.report(about.report_id)
    if report is None:
        await desk.answer(await desk.refusal(about.report_id))
    elif about.purpose == link.PURPOSE:
        await link.named(desk, message, report)
    elif not _words(message) and files.of(message) is None:
        await desk.answer("desk.only_words_and_files")
    elif await because.took(desk, report, about.purpose, _words(message)):
        return
    elif split.is_about(about.purpose):
        await split.took(desk, message, report, about.purpose, _words(message))
    else:
        await _about(desk, message, report, about)


@gate.for_staff
async def _edited(desk: Desk, update: Update) -> None:
    message = update.effective_message
    written = await compositions.at(desk.work.session, desk.chat_id, message.message_id) if message else None
    if message is None or written is None or written.staff_id != desk.staff.id:
        return
    if written.purpose == Step.SPLIT:
        await split.reword(desk, written, message, _words(message))
        return
    if written.state == compositions.DONE:
        await _edited_late(desk, message, written)
        return
    if message.message_id == written.translation_message_id:
        await _translate(desk, message, written)
        return
    if not await compositions.close(desk.work, written.id or 0, compositions.CANCELLED):
        await desk.answer("desk.edited_late")
        return
    anew = await _compose(desk, message, written.report_id, written.purpose, written.corrects)
    if written.translation_message_id is not None:
        await compositions.translate(desk.work, anew, written.translation, written.translation_message_id)
    await attachments.recompose(desk.work, written.id or 0, anew.id or 0)
    await preview.show(desk, anew)


async def _edited_late(desk: Desk, message: Message, written: Composition) -> None:
    """What was sent is not changed by an edit, but while it can be corrected, the edit is the correction to confirm."""
    first = await correct.first_of(desk, written)
    if first is None or not _words(message):
        await desk.answer("desk.edited_late")
        return
    anew = await _compose(desk, message, written.report_id, Step.CORRECT, first.id)
    if message.message_id == written.translation_message_id:
        await compositions.reword(desk.work, anew, written.message_id, written.body)
        await compositions.translate(desk.work, anew, _words(message), message.message_id)
    elif written.translation_message_id is not None:
        await compositions.translate(desk.work, anew, written.translation, written.translation_message_id)
    await preview.show(desk, anew)


async def _about(desk: Desk, message: Message, report: Report, to: MessageLink) -> None:
    """The message is about a report; what it is for is the link's purpose, an answer unless it says otherwise."""
    if (days := ban.named(to.purpose)) is not None:
        await ban.decide(desk, report, days, _words(message))
        return
    if (number := cover.named(to.purpose)) is not None:
        await cover.look(desk, report, number, _words(message))
        return
    previewed = await _previewed(desk, to)
    if previewed is not None and await _is_one_of_two(desk, message, report, previewed):
        return
    corrects = previewed.corrects if previewed else correct.named(to.purpose)
    about = previewed.purpose if previewed else Step.CORRECT if corrects else to.purpose
    purpose = Step(about) if about in _PURPOSES else Step.REPLY
    if purpose in _WORDY and not _words(message):
        await desk.answer("desk.need_words")
        return
    if purpose in _REWRITE:
        await _rewrite(desk, report, purpose, _words(message))
        return
    if access.acts_as(desk.staff, report.agency) is None:
        await desk.answer(f"desk.refused.{Refusal.ACTOR}")
        return
    composition = await _compose(desk, message, report.id or 0, purpose, corrects)
    if not await files.attach(desk, message, composition.id or 0):
        await desk.answer("desk.too_large", mb=desk.house.region.file_bytes_max // 1_000_000)
        if not composition.body:
            return
    if purpose in _SENT:
        await preview.show(desk, composition, desk.work.now + ALBUM_PAUSE if message.media_group_id else None)
        return
    await compositions.close(desk.work, composition.id or 0, compositions.DONE)
    await _at_once(desk, report, purpose, composition.body, composition)


_REWRITE: Final = frozenset({Step.TITLE, Step.TRANSCRIBE})
_WORDY: Final = frozenset({Step.TITLE, Step.TRANSCRIBE, Step.RETURN, Step.ASK, Step.CORRECT, Step.ARCHIVE})
_PURPOSES: Final = _SENT | {Step.NOTE, Step.TITLE, Step.TRANSCRIBE, Step.RETURN}


async def _rewrite(desk: Desk, report: Report, purpose: Step, words: str) -> None:
    """The report itself says something else from now on: its title, or what its recording says."""
    if purpose is Step.TITLE:
        await _at_once(desk, report, purpose, title.shorten(words), title=title.shorten(words))
    else:
        await _at_once(desk, report, purpose, words, **transcript.values(report, words))


async def _previewed(desk: Desk, to: MessageLink) -> Composition | None:
    """The operator's own words that a preview, or the question under it, is about."""
    number = to.purpose.removeprefix(preview.PURPOSE)
    if number == to.purpose or not number.isdecimal():
        return None
    found = await compositions.by_id(desk.work.session, int(number))
    return found if found and found.staff_id == desk.staff.id else None


async def _is_one_of_two(desk: Desk, message: Message, report: Report, previewed: Composition) -> bool:
    """Whether the message says the words of the preview, which are not sent yet, in one of the two languages: what was
    asked for, or in place of what stands there in that language. Then it is kept with them, and both are shown."""
    words, seen = _words(message), await view.load(desk.work.session, report)
    if previewed.state != compositions.OPEN or not words:
        return False
    if not previewed.translation:
        goes = preview.goes_to(previewed, seen, everyone=True)
        if goes.fit is Fit.YES or tongue.fits(words, goes.reads) is Fit.NO:
            return False
        await _translate(desk, message, previewed)
        return True
    readable = tongue.fits(words, seen.reads) is not Fit.NO
    sent = preview.goes_to(previewed, seen).text
    if readable is (sent == previewed.translation):
        await _translate(desk, message, previewed)
    else:
        await compositions.reword(desk.work, previewed, message.message_id, words)
        await preview.show(desk, previewed)
    return True


async def _translate(desk: Desk, message: Message, composition: Composition) -> None:
    """Keep the other language's text with the words, and show both."""
    if not await compositions.translate(desk.work, composition, _words(message), message.message_id):
        await desk.answer("desk.edited_late")
        return
    if not await files.attach(desk, message, composition.id or 0):
        await desk.answer("desk.too_large", mb=desk.house.region.file_bytes_max // 1_000_000)
    await preview.show(desk, composition)


async def _at_once(
    desk: Desk, report: Report, step: Step, text: str, composition: Composition | None = None, **values: str
) -> None:
    """A note, a title, a reason for returning: for the desk only, so nobody needs to look at it first."""
    actor = access.acts_as(desk.staff, report.agency)
    outcome = (
        await casework.take_step(
            desk.work,
            desk.house,
            report,
            step,
            actor=actor,
            staff=desk.staff,
            text=text,
            data={"composition_id": composition.id} if composition else {},
            **values,
        )
        if actor
        else Refused(Refusal.ACTOR)
    )
    match outcome:
        case Moved():
            await desk.answer(f"desk.kept.{step}", code=report.code)
        case Refused(why):
            await desk.answer(f"desk.refused.{why}")
        case _:
            await desk.answer("desk.toast.lost", status=card.status(desk.house, report, desk.locale))


async def _compose(
    desk: Desk, message: Message, report_id: int, purpose: str, corrects: int | None = None
) -> Composition:
    return await compositions.open(
        desk.work,
        report_id=report_id,
        staff_id=desk.staff.id,
        chat_id=desk.chat_id,
        message_id=message.message_id,
        purpose=str(purpose),
        body=_words(message),
        corrects=corrects,
    )


async def _joins_album(desk: Desk, message: Message) -> bool:
    """A further picture of an album joins the words its first one brought."""
    if message.media_group_id is None:
        return False
    album = await attachments.of_album(desk.work.session, "desk", message.media_group_id)
    first = next((file for file in album if file.composition_id is not None), None)
    if first is None or first.composition_id is None:
        return False
    await files.attach(desk, message, first.composition_id)
    return True


async def _unrelated(desk: Desk, message: Message) -> None:
    """In the private chat, what was asked for a broadcast, or a code, which opens the card; anything else hears how to
    answer a report."""
    if desk.chat is None and (await template.took(desk, message) or await broadcast_words.took(desk, message)):
        return
    if desk.chat is None and code.parse(message.text or ""):
        await open_card.by_code(desk, message.text or "")
    else:
        await desk.answer("desk.hint")


def _words(message: Message) -> str:
    return (message.text or message.caption or "").strip()
