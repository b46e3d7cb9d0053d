"""Keyboards: what Telegram accepts, and in which words it refuses the rest."""

from __future__ import annotations

from typing import Any

from sandbox import limits
from sandbox.errors import bad

ACTIONS = (
    "callback_data", "url", "copy_text", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "pay", "callback_game",
)  # fmt: skip
PRIVATE_REQUESTS = {
    "request_location": "location", "request_contact": "phone number", "request_users": "users",
    "request_chat": "chats", "request_poll": "poll", "web_app": "web app",
}  # fmt: skip
STYLES = frozenset({"danger", "success", "primary"})


def check(markup: Any, *, private: bool) -> dict[str, Any] | None:
    """The markup if Telegram would take it."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup)
    if "keyboard" in markup:
        _rows(markup["keyboard"], _reply_button, private=private)
    return markup


def _inline(markup: dict[str, Any]) -> dict[str, Any] | None:
    _rows(markup["inline_keyboard"], _inline_button, private=True)
    rows = [row for row in markup["inline_keyboard"] if row]
    return {"inline_keyboard": rows} if rows else None


def _rows(rows: Any, check_button: Any, *, private: bool) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("can't parse keyboard: field must be of type Array of Arrays")
    if sum(map(len, rows)) > limits.BUTTONS or any(len(row) > limits.BUTTONS_IN_ROW for row in rows):
        raise bad("reply markup is too long")
    for row in rows:
        for button in row:
            check_button(button, private)


def _inline_button(button: Any, _private: bool) -> None:
    if not isinstance(button, dict) or not button.get("text"):
        raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')
    actions = [name for name in ACTIONS if name in button]
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= limits.CALLBACK_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= len(button["copy_text"].get("text", "")) <= limits.COPY_CHARACTERS:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if "url" in button and not str(button["url"]).startswith(("http://", "https://", "tg://", "mailto:", "tel:")):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if button.get("style") not in {None, *STYLES}:
        raise bad("can't parse inline keyboard button: invalid button style specified")


def _reply_button(button: Any, private: bool) -> None:
    text = button if isinstance(button, str) else button.get("text") if isinstance(button, dict) else None
    if not text:
        raise bad('can\'t parse keyboard button: Field "text" must be of type String')
    if isinstance(button, dict) and not private:
        for request, what in PRIVATE_REQUESTS.items():
            if button.get(request):
                raise bad(f"{what} can be requested in private chats only")
