"""Every other kind of message gets one useful sentence: what it is not good for here, and what is. Then what is open is
asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiogram import Router
from aiogram.enums import ContentType
from aiogram.types import Message

from handlers.screens import Screen
from rules import draft as rules

if TYPE_CHECKING:
    from handlers.reporter.talk import Talk

_SAYS: Final = {
    ContentType.STICKER: "other.sticker",
    ContentType.ANIMATION: "other.animation",
    ContentType.CONTACT: "other.contact",
    ContentType.POLL: "other.poll",
    ContentType.DICE: "other.game",
    ContentType.GAME: "other.game",
    ContentType.STORY: "other.story",
    ContentType.PAID_MEDIA: "other.paid_media",
    ContentType.CHECKLIST: "other.checklist",
    ContentType.PINNED_MESSAGE: "other.pinned",
    ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED: "other.auto_delete",
}


def router() -> Router:
    """What nothing else has taken."""
    other = Router(name="other")
    other.message.register(answer)
    other.callback_query.register(old_button)
    return other


async def answer(message: Message, talk: Talk) -> None:
    """Say what would help instead; over the question that is open, if there is one."""
    said = about(talk, message)
    if talk.consented and rules.is_empty(talk.draft):
        await talk.tell(Screen(said))
    else:
        await talk.ask(said)


def about(talk: Talk, message: Message) -> str:
    """The sentence about a message of that kind."""
    return talk.words(_SAYS.get(ContentType(message.content_type), "other.any"))


async def old_button(query: object, talk: Talk) -> None:
    """A button we no longer know."""
    talk.work.toast = talk.words("old.button")
    talk.tapped = None
    await talk.ask()
