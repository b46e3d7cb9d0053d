"""Every button can be typed: its words, its number, or what it means ("ya", "skip"). For screen readers, for old
clients, and for people who would rather write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, compose
from handlers.reporter import taps
from handlers.screens import Button, Does, Screen, from_body, quote
from rules import typed
from rules.delivery import Kind
from storage import outbox
from storage.tables import Push

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiogram.fsm.context import FSMContext

    from handlers.reporter.talk import Talk

BOT: Final = "public"
_FILE: Final = "dossier"
# What words mean that stand on no button: the steps they may be, the first one that is offered.
MEANINGS: Final = {
    "typed.submit": (taps.SUBMIT,),
    "typed.yes": (taps.AGREE, taps.SUBMIT, taps.GO_ON, taps.KEEP, taps.RESUME, "done", callbacks.ME_TOO),
    "typed.no": (taps.DECLINE,),
    "typed.skip": (taps.SKIP,),
    "typed.back": (taps.BACK, taps.KEEP),
    "typed.edit": (taps.MENU,),
    "typed.on": (taps.GO_ON, taps.RESUME, taps.KEEP, "done"),
}
# Steps of a draft that take nothing away and send nothing: here a slip of the finger is forgiven.
_HARMLESS: Final = frozenset(
    {taps.SKIP, taps.BACK, taps.GO_ON, taps.KEEP, taps.MENU, taps.OTHER_DAY, taps.ELSEWHERE, taps.DESCRIBE, taps.RESUME}
)


class Typed(Filter):
    """The message types a button of the newest screen; its payload is handed on as `payload`."""

    async def __call__(self, message: Message, talk: Talk, state: FSMContext) -> bool | dict[str, Any]:
        """The payload, when it is one."""
        said = (message.text or "").strip()
        if not 0 < len(said) <= typed.LONGEST or said.startswith("/") or "\n" in said or message.reply_to_message:
            return False
        buttons, asked = await _offered(talk)
        if not buttons:
            return False
        free = asked and await state.get_state() is None
        payload = _chosen(talk, said, buttons, free)
        return {"payload": payload} if payload else False


def router() -> Router:
    """Asked before everything else."""
    buttons = Router(name="typed")
    buttons.message.register(press, Typed())
    return buttons


async def press(message: Message, talk: Talk, payload: str, event_router: Router, **data: Any) -> None:
    """Do what the button does; what a tap would have said in passing is said as a message."""
    user = message.from_user
    if user is None:
        return
    query = CallbackQuery(id=str(message.message_id), from_user=user, chat_instance="typed", data=payload)
    parts = event_router.parent_router.sub_routers if event_router.parent_router else []
    for part in parts:
        done = await part.propagate_event("callback_query", query, talk=talk, **data)
        if done is not UNHANDLED:
            break
    if talk.work.toast:
        await talk.tell(Screen(quote(talk.work.toast)))
        talk.work.toast = ""


async def _offered(talk: Talk) -> tuple[tuple[Button, ...], bool]:
    """The buttons of the newest screen that has any, and whether it is one of the dialogue's own questions."""
    for push in await outbox.last_shown(talk.work.session, BOT, talk.chat_id):
        asked = push.kind == Kind.REPLY and push.purpose not in outbox.WORDS
        screen = from_body(push.body) if push.body else await _composed(talk, push)
        if screen is not None and (screen.buttons or screen.keys):
            return tuple(b for row in screen.buttons for b in row if b.does is Does.CALL), asked
    return (), False


async def _composed(talk: Talk, push: Push) -> Screen | None:
    """What an intent says, as it would be said now; a file is not made for that."""
    if not push.intent or push.intent == _FILE:
        return None
    copy = Push(**push.model_dump())  # a composer completes its push
    screen = await compose.COMPOSERS[push.intent](talk.work.session, talk.house, copy, talk.work.now)
    return screen if isinstance(screen, Screen) else None


def _chosen(talk: Talk, said: str, buttons: Sequence[Button], free: bool) -> str | None:
    """The payload of the button that was meant."""
    labels = [button.text for button in buttons]
    at = typed.exactly(said, labels)
    if at is None and free:
        at = typed.number(said, len(buttons))
    if at is not None:
        return buttons[at].value
    if not free:
        return None
    if (meant := _meant(talk, said, buttons)) is not None:
        return meant
    at = typed.roughly(said, labels)
    return buttons[at].value if at is not None and _is_harmless(buttons[at].value) else None


def _meant(talk: Talk, said: str, buttons: Sequence[Button]) -> str | None:
    """The button for a word that means it in any of our languages; none where something would be deleted by it."""
    steps = {_step_of(button.value): button.value for button in reversed(buttons)}
    if taps.DELETE in steps:
        return None
    if taps.SUBMIT in steps and steps.keys() & {taps.JOIN, callbacks.ADD}:
        return _same(talk, said, buttons, steps)
    for key, meanings in MEANINGS.items():
        if _says(talk, said, key):
            return next((steps[step] for step in meanings if step in steps), None)
    return None


def _same(talk: Talk, said: str, buttons: Sequence[Button], steps: Mapping[str, str]) -> str | None:
    """The answer to whether it is the same thing as what others, or they themselves, have reported: "yes" sends nothing
    by itself, and where it may mean several, which one is asked."""
    if _says(talk, said, "typed.other"):
        return steps[taps.SUBMIT]
    if _says(talk, said, "typed.back"):
        return steps.get(taps.KEEP)
    if not _says(talk, said, "typed.same"):
        return None
    if sum(_step_of(button.value) == taps.JOIN for button in buttons) > 1:
        return taps.move(talk.draft_id, taps.WHICH, None)
    return steps.get(taps.JOIN) or steps[callbacks.ADD]


def _says(talk: Talk, said: str, key: str) -> bool:
    """Whether the words are one of a text's, in any of our languages."""
    words, catalog = typed.plain(said), talk.house.catalog
    return any(words == typed.plain(word) for locale in catalog.locales for word in catalog.say(locale, key).split("|"))


def _step_of(payload: str) -> str:
    """Which step a payload is: of a draft the step itself, of an answer its value, of all others the prefix."""
    tap = taps.read(payload)
    if tap is None:
        return payload.split(":", maxsplit=1)[0]
    return tap.value if tap.prefix == taps.ANSWER else tap.what if tap.prefix == taps.MOVE else ""


def _is_harmless(payload: str) -> bool:
    tap = taps.read(payload)
    if tap is None:
        return False
    return tap.what in _HARMLESS if tap.prefix == taps.MOVE else True
