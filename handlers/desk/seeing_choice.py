"""What somebody who looks at many reports has chosen so far, as the buttons keep it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handlers import callbacks
from handlers.desk.menus import Press
from rules import export as rules
from rules.export import Format

if TYPE_CHECKING:
    from handlers.desk.gate import Desk

EVERY: Final = "~"
FORMS: Final = {"p": Format.PICTURES, "x": Format.XLSX, "c": Format.CSV}
_LETTERS: Final = {form: letter for letter, form in FORMS.items()}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen so far: a span as `rules.period` names it, an agency (None: all), a form, whether with people."""

    span: str
    agency: str | None = None
    form: Format = Format.XLSX
    personal: bool = False

    def button(self, do: str, page: object = "") -> str:
        """The payload of a button that does something with it."""
        letter = f"{_LETTERS[self.form]}{'!' if self.personal else ''}"
        return callbacks.pack(Press.SEEING, do, self.span, self.agency or EVERY, letter, page)


def may_choose(desk: Desk) -> bool:
    """Whether there is more than one agency to look at, here, for this operator."""
    own = desk.chat.agency if desk.chat is not None else None
    return own is None and rules.agency_of(desk.staff, None) is None
