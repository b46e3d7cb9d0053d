"""The verbs a phone understands, with their data: one table for the control API and for tests in process."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from sandbox import samples
from sandbox.chats import Message
from sandbox.errors import bad
from sandbox.handset import VIDEO, VOICE, Handset
from sandbox.params import Upload
from sandbox.view import message

Data = dict[str, Any]
PRETEND = {"video": VIDEO, "voice": VOICE, "sticker": b"RIFF\x00\x00\x00\x00WEBPVP8 ", "document": b"%PDF-1.4\n%%EOF\n"}
DOCUMENT_NAME = "document.pdf"


def where(data: Data) -> Data:
    """Which message is answered and which topic is written to."""
    return {name: int(data[name]) for name in ("reply_to", "thread") if data.get(name)}


def say(phone: Handset, data: Data) -> Message:
    return phone.say(str(data.get("text", "")), **where(data))


def start(phone: Handset, data: Data) -> Message:
    return phone.start(str(data.get("payload") or ""))


def send_files(kind: str) -> Callable[[Handset, Data], list[Message]]:
    def send(phone: Handset, data: Data) -> list[Message]:
        return phone.files(kind, content(kind, data), str(data.get("caption") or ""), **where(data))

    return send


def content(kind: str, data: Data) -> list[tuple[bytes, str, str]]:
    """The files to send: uploads, base64, samples by name, or a pretended one."""
    uploads: list[Upload] = data.get("uploads", [])
    if uploads:
        return [
            (one.data, one.name if kind == "document" else "", one.mime if kind == "document" else "")
            for one in uploads
        ]
    if "base64" in data:
        return [(base64.b64decode(one), data.get("name", ""), "") for one in as_list(data["base64"])]
    if kind == "photo":
        return [(samples.photo(str(name)), "", "") for name in as_list(data.get("sample") or "pothole")]
    name = str(data.get("name") or DOCUMENT_NAME) if kind == "document" else ""
    return [(PRETEND[kind], name, "")]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def location(phone: Handset, data: Data) -> Message:
    place = float(data["lat"]), float(data["lon"])
    return phone.location(*place, str(data.get("title") or ""), str(data.get("address") or ""), **where(data))


def contact(phone: Handset, data: Data) -> Message:
    return phone.contact(str(data.get("phone_number") or "+628123456789"), **where(data))


def poll(phone: Handset, data: Data) -> Message:
    options = tuple(map(str, data.get("options") or ("1", "2")))
    return phone.poll(str(data.get("question") or "?"), options, **where(data))


def edit(phone: Handset, data: Data) -> Message:
    return phone.edit(int(data["message_id"]), str(data["text"]))


def tap(phone: Handset, data: Data) -> Data:
    return {"button": phone.tap(int(data["message_id"]), data["button"])}


def key(phone: Handset, data: Data) -> Message:
    place = {name: float(data[name]) for name in ("lat", "lon") if data.get(name) is not None}
    return phone.key(str(data["text"]), **place)


def block(phone: Handset, _data: Data) -> None:
    phone.block()


def unblock(phone: Handset, _data: Data) -> None:
    phone.unblock()


def update(phone: Handset, data: Data) -> Data:
    return {"update_id": phone.inject(data)}


ACTIONS: dict[str, Callable[[Handset, Data], Message | list[Message] | Data | None]] = {
    "say": say, "start": start, "photo": send_files("photo"), "video": send_files("video"),
    "voice": send_files("voice"), "document": send_files("document"), "sticker": send_files("sticker"),
    "location": location, "contact": contact, "poll": poll, "edit": edit, "tap": tap, "key": key,
    "block": block, "unblock": unblock, "update": update,
}  # fmt: skip


def act(phone: Handset, verb: str, data: Data) -> Data:
    """Does it; gives the messages it made as the phone shows them."""
    if verb not in ACTIONS:
        raise bad(f"a phone can {', '.join(ACTIONS)}, not {verb!r}")
    try:
        made = ACTIONS[verb](phone, data)
    except (KeyError, TypeError, ValueError) as error:
        raise bad(f"{verb}: {error!r} in the data") from error
    if isinstance(made, dict):
        return made
    messages = [] if made is None else made if isinstance(made, list) else [made]
    return {"messages": [message(one, phone.person) for one in messages]}
