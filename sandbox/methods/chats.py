"""getChat and who is in it."""

from __future__ import annotations

from typing import Any

from sandbox.accounts import Account
from sandbox.call import Call, method
from sandbox.chats import Room
from sandbox.delivery import member, status_of
from sandbox.errors import bad


@method("getChat")
async def get_chat(call: Call) -> dict[str, Any]:
    room = call.room()
    full: dict[str, Any] = room.chat.as_chat() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }
    if room.pinned and (pinned := room.messages.get(room.pinned[-1])):
        full["pinned_message"] = pinned.seen_by(call.bot, nested=True)
    return full


def account(call: Call, room: Room) -> Account:
    number = call.params.integer("user_id")
    people: list[Account] = [*room.chat.members, *room.bots, *call.world.people.values(), *call.world.bots.values()]
    for found in people:
        if found.id == number:
            return found
    raise bad("PARTICIPANT_ID_INVALID")


@method("getChatMember")
async def get_chat_member(call: Call) -> dict[str, Any]:
    room = call.room()
    found = account(call, room)
    return member(found, status_of(room, found))


@method("getChatAdministrators")
async def get_chat_administrators(call: Call) -> list[dict[str, Any]]:
    room = call.room()
    if room.chat.private:
        raise bad("there are no administrators in the private chat")
    everybody: list[Account] = [*room.chat.members, *room.bots]
    ranks = [(one, status_of(room, one)) for one in everybody]
    return [member(one, status) for one, status in ranks if status in {"creator", "administrator"}]


@method("getChatMemberCount")
async def get_chat_member_count(call: Call) -> int:
    room = call.room()
    return len(room.chat.members) + len(room.bots)


@method("leaveChat")
async def leave_chat(call: Call) -> bool:
    room = call.room()
    if room.chat.private:
        raise bad("chat member status can't be changed in private chats")
    room.chat.bots.remove(call.bot)
    call.world.changed(room)
    return True
