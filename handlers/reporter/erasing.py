"""Reporters have themselves erased: asked twice, done at once or within the law's time, and called off until then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import rights
from handlers.reporter import privacy, taps
from handlers.reporter.keys import Taps
from handlers.reporter.pages import erasure as pages
from rules.rights import Way
from storage import erasures, holdings, traces

if TYPE_CHECKING:
    from handlers.reporter.talk import Talk
    from storage.holdings import Holdings

WAYS: Final = frozenset(way.value for way in Way)


def router() -> Router:
    """The buttons."""
    erasing = Router(name="erasing")
    erasing.callback_query.register(tapped, Taps(taps.ERASE))
    return erasing


async def tapped(query: CallbackQuery, talk: Talk, parts: list[str]) -> None:
    """A button of these pages; what it leads to stands in their place."""
    match parts:
        case [taps.SURE, way] if way in WAYS:
            await talk.show(pages.sure(talk.view(), await _held(talk), Way(way), talk.work.now))
        case [taps.MEANT, way, number] if way in WAYS:
            await _erase(talk, Way(way), number)
        case [taps.STAY]:
            done = await rights.call_off(talk.work, talk.house, talk.reporter)
            await talk.show(await privacy.page(talk, talk.words("erase.called_off") if done else ""))
        case _:
            await talk.show(pages.ask(talk.view(), await _held(talk), talk.work.now))


async def _held(talk: Talk) -> Holdings:
    return await holdings.of(talk.work.session, talk.reporter)


async def _erase(talk: Talk, way: Way, number: str) -> None:
    """A button of somebody who is gone erases nobody, and whoever taps it once more leaves no new trace by it."""
    if number != str(talk.reporter.id):
        talk.work.toast = talk.words("erase.stale")
        if talk.reporter.created_at == talk.work.now:
            await erasures.forget(talk.work, talk.reporter)
        return
    done = await rights.wish(talk.work, talk.house, talk.reporter, way)
    if done is not None:
        talk.forget()
        await talk.end(rights.farewell(talk.house, done), purpose=traces.FAREWELL)
    elif (wish := await erasures.of(talk.work.session, talk.reporter.id)) is not None:
        await talk.show(pages.wished(talk.view(), wish.due_at))
