"""What is kept of a person: the draft, what was filed, the state of the conversation; and what of it got lost."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import text as sql

from rules import draft as rules
from rules.draft import Draft, Slot
from storage import drafts
from tests.handlers.reporter.phone import Phone

_NUMBERS = """
SELECT (SELECT count(*) FROM attachment a JOIN draft d ON a.draft_id = d.id JOIN reporter r ON d.reporter_id = r.id
        WHERE r.telegram_id = :who),
       (SELECT count(*) FROM report p JOIN reporter r ON p.reporter_id = r.id WHERE r.telegram_id = :who),
       (SELECT count(*) FROM event), (SELECT count(*) FROM attachment WHERE report_id IS NOT NULL),
       (SELECT state FROM fsm WHERE user_id = :who)
"""


@dataclass(frozen=True)
class Held:
    """The draft with its question, and how many files, reports, events and files of reports there are."""

    draft_id: int = 0
    draft: Draft = Draft()  # noqa: RUF009  # frozen, and empty
    question: Slot | None = None
    files: int = 0
    reports: int = 0
    events: int = 0
    evidence: int = 0
    state: str | None = None

    @classmethod
    async def of(cls, phone: Phone) -> Held:
        """As things are now."""
        row = await phone.draft()
        draft = drafts.load(row) if row else Draft()
        async with phone.storage.read() as session:
            connection = await session.connection()
            numbers = (await connection.execute(sql(_NUMBERS), {"who": phone.who})).one()
        question = rules.next_question(draft, phone.house.region.limits)
        return cls(row.id or 0 if row else 0, draft, question, *numbers)

    def lost_in(self, now: Held, asked: Collection[Slot] = ()) -> list[str]:
        """What there was and is no more; the answer to an open question, or one that was given anew, may change."""
        lost = [
            f"{name} lost: {getattr(self, name)} → {getattr(now, name)}"
            for name in ("reports", "events", "evidence")
            if getattr(now, name) < getattr(self, name)
        ]
        if not self.draft_id or now.reports > self.reports:
            return lost
        if now.files < self.files:
            lost.append("a file is lost")
        may_change = {self.question, self.draft.editing, *asked, *self.draft.understood}
        if Slot.WHAT not in may_change or self.draft.editing is not Slot.WHAT:
            lost += [f"words lost: {part.text}" for part in self.draft.parts if part.text not in now.draft.text]
        for slot, name in ((Slot.WHERE, "place"), (Slot.CATEGORY, "category"), (Slot.WHEN, "when")):
            had = getattr(self.draft, name)
            guessed = slot is Slot.WHEN and had is not None and had.assumed
            if had is not None and not guessed and slot not in may_change and had != getattr(now.draft, name):
                lost.append(f"{name} lost: {had} → {getattr(now.draft, name)}")
        return lost
