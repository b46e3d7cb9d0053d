"""Before anything is handled: whether this account sends too much, or was shut out for a while.

What is not handled loses nothing: the draft waits. Words of danger bring the emergency numbers at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram.types import CallbackQuery, Message

from handlers import callbacks, overdue_words
from handlers.reporter import taps
from handlers.reporter.pages import guide
from handlers.screens import Screen, quote
from locales import formats
from rules import code, danger, flood
from rules.flood import Pace
from storage import bans, meters

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from aiogram.types import TelegramObject

    from handlers.reporter.talk import Talk
    from storage.tables import Ban

# What somebody who is shut out can do all the same: read their reports, use their rights, ask for help.
_BUTTONS: Final = frozenset({
    callbacks.STATUS, callbacks.MANAGE, callbacks.MUTE, callbacks.ANNOUNCEMENTS, callbacks.SETTINGS, taps.LANGUAGE,
    taps.PRIVACY, taps.ERASE, taps.PAGE,
})  # fmt: skip
_COMMANDS: Final = frozenset((
    "status", "cek", "laporan", "mine", "laporansaya", "reports", "privasi", "privacy", "bantuan", "help", "darurat",
    "emergency", "bahasa", "language", "pengaturan", "settings", "cabut", "withdraw", "berhenti", "stop", "batal",
    "cancel",
))  # fmt: skip
_REOPEN: Final = "reopen"
_NEW: Final = "new"
_NAMING: Final = "Correcting"  # the state of who is asked for the name that officers are to see


async def slowness(talk: Talk) -> timedelta | None:
    """How much later to answer; None: not at all, and all that is to be said was said."""
    work, limits, reporter = talk.work, talk.house.region.flood, talk.reporter
    if reporter.hushed_until is not None and work.now < reporter.hushed_until:
        return None
    minute = flood.window(work.now, flood.MINUTE)
    if reporter.created_at == work.now and reporter.consent_at is None:
        return flood.waits(await meters.count(work, meters.NEW, meters.ALL, minute), limits)
    count = await meters.count(work, meters.MESSAGES, reporter.id, minute)
    match flood.pace(count, limits):
        case Pace.NOT_AT_ALL:
            await _hush(talk, work.now + limits.silence)
            return None
        case Pace.SLOWLY:
            return flood.SLOWLY
    return flood.MINUTE * 0


async def is_shut_out(talk: Talk, event: TelegramObject, state: str | None) -> bool:
    """Whether the account may not report now and wants to; it is told so, once a day."""
    ban = await bans.current(talk.work.session, talk.reporter.id, talk.work.now)
    if ban is None or _is_allowed(event, state):
        return False
    screen = Screen(sentence(talk, ban))
    day = f"{talk.view().today}"
    if isinstance(event, CallbackQuery):
        talk.work.toast = talk.words("banned.toast")
    await talk.tell(screen, dedup_key=f"banned:{ban.id}:{day}")
    return True


def sentence(talk: Talk, ban: Ban) -> str:
    """Why, until when, and where else to complain."""
    authority = overdue_words.ombudsman(talk.house, talk.reporter.language)
    return talk.words("banned.text", reason=quote(ban.reason), until=_moment(talk, ban.until), authority=authority)


async def alarm(talk: Talk, event: TelegramObject) -> None:
    """The emergency numbers, whatever else is not answered; of one kind once an hour."""
    words = (event.text or event.caption or "") if isinstance(event, Message) else ""
    found = danger.find(words, talk.house.region)
    if found is not None:
        hour = f"{talk.work.now:%Y%m%d%H}"
        key = f"danger:{talk.chat_id}:silent:{hour}:{found.kind.id}"
        await talk.tell(guide.emergency(talk.view(), found.kind.id), purpose="emergency", dedup_key=key)


async def _hush(talk: Talk, until: datetime) -> None:
    """The one sentence before the silence."""
    talk.reporter.hushed_until = until
    await talk.work.session.flush()
    text = talk.words("flood.hushed", until=_moment(talk, until))
    await talk.tell(Screen(text), dedup_key=f"hushed:{talk.reporter.id}:{until.isoformat()}")


def _is_allowed(event: TelegramObject, state: str | None) -> bool:
    if isinstance(event, CallbackQuery):
        prefix, *parts = callbacks.unpack(event.data)
        return prefix in _BUTTONS and _NEW not in parts and _REOPEN not in parts
    if not isinstance(event, Message):
        return True
    said = (event.text or "").strip()
    if said.startswith("/"):
        return said[1:].split(maxsplit=1)[0].partition("@")[0].lower() in _COMMANDS
    return code.parse(said) is not None or (state or "").startswith(_NAMING)


def _moment(talk: Talk, at: datetime) -> str:
    region = talk.house.region
    return formats.moment(at, talk.reporter.language, region.tz, region.zone_label)
