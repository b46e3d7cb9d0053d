"""getMe and what a bot tells about itself: names, descriptions, command menus."""

from __future__ import annotations

import json
import re
from typing import Any

from sandbox import limits
from sandbox.call import Call, Method, method
from sandbox.errors import bad

TEXTS = {"Name": ("name", 64), "Description": ("description", 512), "ShortDescription": ("short_description", 120)}
COMMAND = re.compile(r"[a-z0-9_]{1,32}")


@method("getMe")
async def get_me(call: Call) -> dict[str, Any]:
    return call.bot.as_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": call.bot.sees_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


@method("logOut", "close")
async def log_out(call: Call) -> bool:
    return True


def language(call: Call) -> str:
    """Only two-letter codes have a menu of their own: Balinese (ban) has none."""
    code = call.params.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad("LANGUAGE_CODE_INVALID" if len(code) < 2 else "invalid language code specified")
    return code


def scope(call: Call) -> str:
    return json.dumps(call.params.object("scope") or {"type": "default"}, sort_keys=True)


@method("setMyCommands")
async def set_my_commands(call: Call) -> bool:
    commands = call.params.object("commands") or []
    if len(commands) > limits.COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command.get("command", "")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= limits.COMMAND_TEXT:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    call.bot.profile.commands[scope(call), language(call)] = commands
    call.world.changed(None)
    return True


@method("getMyCommands")
async def get_my_commands(call: Call) -> list[dict[str, str]]:
    return call.bot.profile.commands.get((scope(call), language(call)), [])


@method("deleteMyCommands")
async def delete_my_commands(call: Call) -> bool:
    call.bot.profile.commands.pop((scope(call), language(call)), None)
    return True


def setter(field: str, longest: int) -> Method:
    async def set_text(call: Call) -> bool:
        text = call.params.text(field)
        if len(text) > longest:
            raise bad(f"BOT_{field.upper()}_TOO_LONG")
        call.bot.profile.texts[field, language(call)] = text
        call.world.changed(None)
        return True

    return set_text


def getter(field: str) -> Method:
    async def get_text(call: Call) -> dict[str, str]:
        texts, fallback = call.bot.profile.texts, call.bot.name if field == "name" else ""
        return {field: texts.get((field, language(call))) or texts.get((field, "")) or fallback}

    return get_text


for title, (name, length) in TEXTS.items():
    method(f"setMy{title}")(setter(name, length))
    method(f"getMy{title}")(getter(name))


@method("setChatMenuButton")
async def set_chat_menu_button(call: Call) -> bool:
    chat_id = call.params.integer("chat_id", 0) or 0
    call.bot.profile.menu_buttons[chat_id] = call.params.object("menu_button") or {"type": "default"}
    return True


@method("getChatMenuButton")
async def get_chat_menu_button(call: Call) -> dict[str, Any]:
    buttons = call.bot.profile.menu_buttons
    return buttons.get(call.params.integer("chat_id", 0) or 0) or buttons.get(0) or {"type": "commands"}
