"""Reading what a Bot API server sent: JSON, of which one wild update must not hide the others in its batch."""

from __future__ import annotations

import json
import re
from typing import Any, Final

DEEPEST: Final = 100  # levels; Telegram's own updates have about a dozen
_LONGEST_NUMBER: Final = 20  # digits; 64 bits have 19
_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[{]|[\]}]', re.DOTALL)


def read(body: bytes) -> Any:
    """The value of a body; `ValueError` if it is no JSON.

    What would stop the parser is left out: nesting beyond `DEEPEST` becomes null, an endless number becomes null, bytes
    that are no UTF-8 become replacement marks. The rest of the body is as it came.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return json.loads(_shallow(body.decode("utf-8", "replace")), parse_int=_number)


def _shallow(text: str) -> str:
    """The same with null in the place of every list and object that is nested too deep."""
    pieces, kept_to, depth = [], 0, 0
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "[" | "{":
                depth += 1
                if depth == DEEPEST + 1:
                    pieces += [text[kept_to : token.start()], "null"]
            case "]" | "}":
                if depth == DEEPEST + 1:
                    kept_to = token.end()
                depth -= 1
    if depth > DEEPEST:
        raise ValueError("the body ends in the middle")
    return "".join((*pieces, text[kept_to:]))


def _number(digits: str) -> int | None:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else None
