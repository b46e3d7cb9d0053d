"""A screen's buttons as Telegram knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import (
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from handlers.screens import Button, Does

if TYPE_CHECKING:
    from handlers.screens import Screen

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply


def of(screen: Screen) -> Markup | None:
    """The one markup a message can carry: buttons, else keys, else the question for a reply, else keys taken away."""
    if screen.buttons:
        return inline(screen)
    if screen.keys:
        rows = [[_key(button) for button in row] for row in screen.keys]
        return ReplyKeyboardMarkup(rows, resize_keyboard=True)
    if screen.ask:
        return ForceReply(selective=True)
    return ReplyKeyboardRemove() if screen.drop_keys else None


def inline(screen: Screen) -> InlineKeyboardMarkup | None:
    """The buttons under the message; an edit can have no others."""
    if not screen.buttons:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in screen.buttons])


def _button(button: Button) -> InlineKeyboardButton:
    match button.does:
        case Does.OPEN:
            return InlineKeyboardButton(button.text, url=button.value)
        case Does.COPY:
            return InlineKeyboardButton(button.text, copy_text=CopyTextButton(button.value))
    return InlineKeyboardButton(button.text, callback_data=button.value)


def _key(button: Button) -> KeyboardButton:
    return KeyboardButton(button.text, request_location=True if button.does is Does.PIN else None)
