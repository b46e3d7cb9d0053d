"""What python-telegram-bot gets to see of an answer: only what it and the sender need, whatever server gave it.

The library goes by the HTTP status and takes fields for granted. A field that is missing would raise after the message
was sent, and the message would be sent again; another Bot API server, or a proxy, may well leave one out.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, Final

from telegram.error import TelegramError

from bot.line import Line

_FILES: Final = ("animation", "audio", "document", "sticker", "video", "video_note", "voice")
_LONGEST_WAIT: Final = 86_400
_LARGEST: Final = 2**53
# Its own 500 and 503 are Telegram's "not done". The others come from what stands before it, which cannot know.
_NOT_DONE: Final = (HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.SERVICE_UNAVAILABLE)
_ERRORS: Final = range(400, 600)


class Request(Line):
    """A line whose answers the library can always read. What is no answer at all is a `TelegramError`."""

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """The status and the body as they should have been."""
        code, body = await super().do_request(url, method, *args, **kwargs)
        if method != "POST":
            return code, body
        code, answer = understood(url.rpartition("/")[2], code, body)
        return code, json.dumps(answer).encode()


def understood(endpoint: str, code: int, body: bytes) -> tuple[int, dict[str, Any]]:
    """The status that the library should go by, and the answer with all that it insists on."""
    answer = _parsed(body)
    if not HTTPStatus.OK <= code < HTTPStatus.MULTIPLE_CHOICES:
        return code, _refusal(code, answer)
    match answer.get("ok"):
        case False:
            told = _number(answer.get("error_code"))
            code = told if told in _ERRORS else HTTPStatus.BAD_REQUEST
            return code, _refusal(code, answer)
        case True:
            return HTTPStatus.OK, {"ok": True, "result": _result(endpoint, answer.get("result"))}
        case None if "result" in answer:
            return HTTPStatus.OK, {"ok": True, "result": _result(endpoint, answer["result"])}
    raise TelegramError("Invalid server response")


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _refusal(code: int, answer: dict[str, Any]) -> dict[str, Any]:
    """A refusal with a description that is text and parameters that are numbers, or without them."""
    refusal: dict[str, Any] = {"ok": False}
    words = answer.get("description")
    if isinstance(words, str) and words:
        refusal["description"] = words
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR and code not in _NOT_DONE:
        refusal["description"] = f"Bad Gateway ({code})"
    parameters = answer.get("parameters")
    if isinstance(parameters, dict):
        migrated, wait = _number(parameters.get("migrate_to_chat_id")), _number(parameters.get("retry_after"))
        numbers = {"migrate_to_chat_id": migrated, "retry_after": min(max(0, wait), _LONGEST_WAIT)}
        refusal["parameters"] = {name: number for name, number in numbers.items() if number}
    return refusal


def _result(endpoint: str, result: Any) -> Any:
    match endpoint:
        case "getMe":
            return _me(result)
        case "createForumTopic":
            return {"message_thread_id": _id(_field(result, "message_thread_id")), "name": "", "icon_color": 0}
        case "sendMediaGroup":
            return [_message(one) for one in result] if isinstance(result, list) and result else [_message(result)]
        case "sendChatAction":
            return True
    if endpoint.startswith("send"):
        return _message(result)
    return True if endpoint.startswith("edit") else result


def _me(result: Any) -> dict[str, Any]:
    if not isinstance(result, dict) or not _id(result.get("id")):
        raise TelegramError("Invalid server response")
    return {"is_bot": True, "first_name": "", **result}


def _message(result: Any) -> dict[str, Any]:
    """Its id (0: it was not told) and its files; nobody here reads more of a message we sent."""
    chat = {"id": _number(_field(_field(result, "chat"), "id")), "type": "private"}
    message: dict[str, Any] = {"message_id": _id(_field(result, "message_id")), "date": 0, "chat": chat}
    message |= {kind: _file(found) for kind in _FILES if _is_file(found := _field(result, kind))}
    sizes = _field(result, "photo")
    if isinstance(sizes, list) and sizes and _is_file(sizes[-1]):
        message["photo"] = [_file(sizes[-1])]
    return message


def _is_file(found: Any) -> bool:
    file_id = _field(found, "file_id")
    return isinstance(file_id, str) and bool(file_id)


def _file(found: dict[str, Any]) -> dict[str, Any]:
    """A file's id among what the library wants of any file."""
    sizes = dict.fromkeys(("width", "height", "duration", "length"), 0)
    sticker = {"type": "regular", "is_animated": False, "is_video": False}
    return {"file_id": found["file_id"], "file_unique_id": found["file_id"], **sizes, **sticker}


def _field(of: Any, name: str) -> Any:
    return of.get(name) if isinstance(of, dict) else None


def _id(value: Any) -> int:
    return max(0, _number(value))


def _number(value: Any) -> int:
    """A number that a database takes, also if it came as text; 0 for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return 0
    try:
        number = int(value)
    except (ValueError, OverflowError):
        return 0
    return number if abs(number) < _LARGEST else 0
