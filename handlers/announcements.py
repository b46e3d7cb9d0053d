"""An announcement as its reader sees it, composed when it is sent: in their language, with their name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import callbacks, fit
from handlers.screens import Button, Does, Media, Screen, Wait, quote
from rules import broadcast as rules
from rules import quiet, reader
from rules.broadcast import State
from storage import broadcasts, reporters

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handlers.house import House
    from storage.tables import Broadcast, Push, Reporter
    from storage.work import Session

NAME_UNITS: Final = 40  # of the reader's name in the text


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | Wait | None:
    """For one of its recipients, unless they want none any more or it was stopped meanwhile; or as a trial for its
    writer, who names broadcast and language."""
    trial = push.broadcast_id is None
    row = await broadcasts.by_id(session, int(push.data["broadcast"]) if trial else push.broadcast_id or 0)
    reader = await reporters.by_telegram_id(session, push.chat_id)
    if row is None:
        return None
    if trial:
        return screen(house, row, str(push.data["language"]), reader.name if reader else "")
    if reader is None or not wants(reader) or row.state == State.CANCELLED:
        return None
    if row.state != State.RUNNING:
        return Wait(rules.CARD_EVERY)  # it is looked at again when it goes on, and not before
    opens = now if row.emergency else quiet.release_at(now, house.region.quiet)
    if opens > now:
        return Wait(opens - now)
    return screen(house, row, reader.language, reader.name)


def wants(reader: Reporter) -> bool:
    """Whether the person still may be sent announcements."""
    return reader.announcements and reader.erased_at is None and reader.withdrawn_at is None


def screen(house: House, row: Broadcast, language: str, name: str, stop: str = "") -> Screen:
    """The announcement in that language for somebody of that name; `stop`: another payload for the button with which
    announcements end."""
    say = house.catalog.say
    who = quote(fit.cut(name, NAME_UNITS)) or say(language, "announcement.nobody")
    text = f"{head(house, row, language)}\n\n{rules.filled(text_for(row, language), who)}"
    no_more = Button(say(language, "announcements.button.off"), stop or callbacks.pack(callbacks.ANNOUNCEMENTS, "off"))
    rows = [(no_more,)]
    if row.link:
        words = row.link.get(language) or row.link.get(reader.otherwise(language)) or say(language, "announcement.more")
        rows.insert(0, (Button(words, row.link["url"], Does.OPEN),))
    media = (Media(row.attachment_id, "photo"),) if row.attachment_id else ()
    return Screen(text, buttons=tuple(rows), media=media)


def text_for(row: Broadcast, language: str) -> str:
    """The text in the language, or what its readers get for want of it."""
    return str(row.texts.get(language) or row.texts.get(reader.otherwise(language), ""))


def head(house: House, row: Broadcast, language: str) -> str:
    """From whom it comes, in its first line."""
    key = "announcement.head.emergency" if row.emergency else "announcement.head"
    return house.catalog.say(language, key, region=house.region.title.of(language))


def room(house: House, row: Broadcast) -> int:
    """How long its text may be, beside its first line: what stands under a picture must be shorter."""
    longest = max(fit.visible(head(house, row, language)) for language in house.region.languages)
    return (fit.CAPTION_UNITS if row.attachment_id else fit.MESSAGE_UNITS) - longest - 2


def lengths(house: House, texts: Mapping[str, str]) -> dict[str, int]:
    """How long the text of each language is at most, with a long name in it."""
    return {
        language: fit.visible(rules.filled(texts.get(language, ""), "n" * NAME_UNITS))
        for language in house.region.languages
    }
