"""Whose an update is, and the order in which a chat's updates are handled."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot import lanes
from storage.inbox import Incoming, Stored

CHAT = {"id": 7, "type": "private"}


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"update_id": 1, "message": {"chat": CHAT}}, 7),
        ({"update_id": 1, "edited_message": {"chat": CHAT}}, 7),
        ({"update_id": 1, "callback_query": {"from": {"id": 8}, "message": {"chat": CHAT}}}, 7),
        ({"update_id": 1, "callback_query": {"from": {"id": 8}, "inline_message_id": "x"}}, 8),
        ({"update_id": 1, "my_chat_member": {"chat": CHAT, "from": {"id": 8}}}, 7),
        ({"update_id": 1, "inline_query": {"from": {"id": 8}}}, 8),
        ({"update_id": 1, "poll": {"id": "5"}}, 1),
        ({"update_id": 1}, 1),
        ({"update_id": 1, "message": None, "from_the_future": {"chat": CHAT}}, 7),
        ({"update_id": 1, "message": {"chat": {"id": "7"}}}, 1),
        ({"update_id": 1, "message": {"chat": {"id": 2**80}, "from": {"id": True}}}, 1),
    ],
)
def test_a_lane_is_the_chat_or_else_the_person(update: dict[str, Any], lane: int) -> None:
    """What names nobody is a lane of its own, so that it keeps nobody waiting."""
    assert Incoming(1, lane, json.dumps(update, separators=(",", ":"))) == lanes.incoming(update)


@pytest.mark.parametrize(
    ("update", "astray"),
    [
        ({"message": {"chat": CHAT, "from": {"id": 8}}}, False),
        ({"message": {"text": "of nobody"}}, False),
        ({"callback_query": {"from": {"id": 8}, "message": {"chat": CHAT}}}, False),
        ({"message": {"chat": {"id": "me"}}}, True),
        ({"message": {"chat": {}}}, True),
        ({"message": {"chat": CHAT, "from": {"id": 2**80}}}, True),
        ({"callback_query": {"from": {"id": 8}, "message": {"chat": {"id": "me"}}}}, True),
        ({"callback_query": {"from": {}}}, True),
        ({"message": "x"}, False),
    ],
)
def test_who_has_no_id_cannot_be_answered(update: dict[str, Any], astray: bool) -> None:
    """Neither the chat nor the person may be named by anything else; naming none is allowed."""
    assert astray == lanes.is_astray(update)


@pytest.mark.parametrize(
    "body", [None, 5, "x", [], [{}], {}, {"update_id": "1"}, {"update_id": True}, {"update_id": 2**64}]
)
def test_what_has_no_update_id_is_malformed(body: Any) -> None:
    """It is kept as it came."""
    assert Incoming(None, 0, json.dumps(body, separators=(",", ":")), malformed=True) == lanes.incoming(body)


def test_half_a_surrogate_can_be_stored() -> None:
    """Some clients send it; UTF-8 cannot say it."""
    item = lanes.incoming({"update_id": 1, "message": {"chat": CHAT, "text": "\ud83d"}})

    assert item.raw.encode()
    assert 7 == item.lane


def row(number: int, lane: int = 7) -> Stored:
    return Stored(id=number, bot="public", update_id=number, lane=lane, raw="{}")


def test_a_lane_is_started_once_and_keeps_its_order() -> None:
    """Rows seen twice are in hand once; a lane that was emptied starts anew."""
    hand, lane = lanes.Lanes(), ("public", 7)

    assert [lane, ("public", 8)] == list(hand.add([row(1), row(2), row(3, lane=8)]))
    assert [] == list(hand.add([row(1), row(4)]))
    assert {1, 2, 3, 4} == hand.ids
    seen = []
    while first := hand.first(lane):
        seen.append(first.id)
        hand.drop(lane)
    assert [1, 2, 4] == seen
    assert 1 == len(hand)
    assert [lane] == list(hand.add([row(5)]))


def test_a_flooding_chat_fills_its_own_lane_only() -> None:
    """Its lane is left out of the next look; the rest of its updates stay in the table."""
    hand = lanes.Lanes()
    list(hand.add([row(number) for number in range(1, lanes.FULL + 1)]))
    list(hand.add([row(100, lane=8)]))

    assert [("public", 7)] == hand.full()


@pytest.mark.parametrize(
    ("text", "legible"),
    [("jalan \U0001f600 rusak", "jalan \U0001f600 rusak"), ("a\x00b", "a\ufffdb"), ("a\ud800b", "a\ufffdb"), ("", "")],
)
def test_what_no_database_keeps_is_replaced(text: str, legible: str) -> None:
    """A NUL or half a surrogate pair costs a mark, not the report."""
    assert {"text": [legible, 5, None]} == lanes.legible({"text": [text, 5, None]})
