"""View: everything a screen of the reporter is made from, as a pure value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from handlers import callbacks
from handlers.reporter import taps
from handlers.screens import Button, Does
from rules import draft as drafts
from rules.draft import Draft, Slot

if TYPE_CHECKING:
    from datetime import date

    from handlers.house import House
    from rules.region import Region

NAMED: Final = 2  # other languages that have a button of their own on every page


@dataclass(frozen=True, slots=True)
class View:
    """One reporter's draft as it is to be shown: in which language, on which day, with which line above it."""

    house: House
    locale: str
    today: date
    draft: Draft = Draft()  # noqa: RUF009  # frozen, and empty
    draft_id: int = 0
    consented: bool = True
    invited: bool = False  # somebody wants to give them a report
    note: str = ""
    fresh: Slot | None = None

    @property
    def region(self) -> Region:
        """The region served."""
        return self.house.region

    @property
    def question(self) -> Slot | None:
        """The open question; None: the summary."""
        return drafts.next_question(self.draft, self.region.limits)

    @property
    def editing(self) -> bool:
        """Whether an answer is being changed on the way from the summary: nothing else is open."""
        rest = replace(self.draft, editing=None)
        return self.draft.editing is not None and drafts.next_question(rest, self.region.limits) is None

    def say(self, key: str, **fields: object) -> str:
        """A text of the catalogue in the reader's language."""
        return self.house.catalog.say(self.locale, key, **fields)

    def count(self, key: str, number: int, **fields: object) -> str:
        """A text for a number of things."""
        return self.house.catalog.count(self.locale, key, number, **fields)

    def with_note(self, text: str) -> str:
        """The text under the line that says what just happened, if anything did."""
        return f"{self.note}\n\n{text}" if self.note else text

    def call(self, key: str, prefix: str, *parts: object) -> Button:
        """A button that calls back."""
        return Button(self.say(key), callbacks.pack(prefix, *parts))

    def answer(self, text: str, slot: Slot, value: str) -> Button:
        """A button that answers a question of this draft."""
        return Button(text, taps.answer(self.draft_id, slot, value))

    def move(self, key: str, what: str, slot: Slot | None = None) -> Button:
        """A button that goes through the questions of this draft."""
        return Button(self.say(key), taps.move(self.draft_id, what, slot))

    def switch(self, page: str, *beside: Button) -> tuple[tuple[Button, ...], ...]:
        """The buttons that say the page in another language, each named in that language; of many, the one that leads
        to the choice. Alone it shares its row with what is `beside` it."""
        buttons = tuple(self.speak(other, page) for other in self.others)
        if len(buttons) > NAMED:
            buttons = (Button(self.say("button.languages"), callbacks.pack(taps.LANGUAGE, taps.CHOOSE, page)),)
        if len(buttons) == 1:
            return ((*buttons, *beside),)
        return tuple(row for row in (buttons, beside) if row)

    def speak(self, locale: str, page: str) -> Button:
        """The button that says a page in a language, named in that language."""
        name = self.house.catalog.say(locale, "language.name")
        return Button(name, callbacks.pack(taps.LANGUAGE, locale, page))

    def key(self, key: str, does: Does = Does.SAY) -> Button:
        """A key of a reply keyboard."""
        return Button(self.say(key), "", does)

    @property
    def others(self) -> tuple[str, ...]:
        """The languages the switch leads to."""
        return tuple(locale for locale in self.house.catalog.locales if locale != self.locale)
