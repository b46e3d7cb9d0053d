"""Reading the bodies of a Bot API server: whatever one update in them is like."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.reading import DEEPEST, read


def nested(levels: int, opened: str = "[", closed: str = "]") -> str:
    """That many lists, one in the other."""
    return opened * levels + closed * levels


@pytest.mark.parametrize("levels", [990, 100_000])
@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ('{"x":', "}")])
def test_what_is_nested_too_deep_becomes_null(levels: int, opened: str, closed: str) -> None:
    """Its neighbours stay, and so do brackets in words."""
    deep = opened * levels + "1" + closed * levels
    body = f'[{{"update_id":1,"x":{deep},"text":"[[\\"}}"}},{{"update_id":2}}]'

    first, second = read(body.encode())

    assert {"update_id": 1, "text": '[["}'} == {name: first[name] for name in ("update_id", "text")}
    assert {"update_id": 2} == second
    assert DEEPEST >= json.dumps(first["x"]).count(opened[0])


def test_an_endless_number_becomes_null() -> None:
    """Python refuses to read one of more than 4,300 digits."""
    assert [{"update_id": 7, "x": None}] == read(b'[{"update_id":7,"x":' + b"9" * 5000 + b"}]")


def test_bytes_that_are_no_text_become_marks() -> None:
    """One message's broken bytes cost nobody else's."""
    assert ["\ufffd", "é"] == read(b'["\xff","\xc3\xa9"]')


@pytest.mark.parametrize("body", [b"", b"{not json", nested(2000)[:-1].encode(), nested(2000, "[", "}").encode()])
def test_what_is_no_json_is_said_to_be_none(body: bytes) -> None:
    """Cut in the middle, or never any."""
    with pytest.raises(ValueError, match=r".+"):
        read(body)


@pytest.mark.parametrize("value", [None, {"a": [1, "ü\x00", {"b": -1.5}]}, "\ud83d", 2**64])
def test_everything_else_is_read_as_it_is(value: Any) -> None:
    """Also what no database keeps: that is the inbox's business."""
    assert value == read(json.dumps(value).encode())
