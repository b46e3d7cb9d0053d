"""A sheet: everything a page about a broadcast is made from, read in one go, for one operator."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from handlers import announcements, callbacks
from handlers.desk.menus import Press
from handlers.screens import Button
from locales import formats
from rules import broadcast as rules
from rules.broadcast import Audience, Clearance, Progress, State
from storage import attachments, audience, broadcasts, recipients, reports, staff

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handlers.house import House
    from rules.access import Staff
    from storage.tables import Broadcast
    from storage.work import Session

MOMENT: Final = timedelta(seconds=10)  # in which the rate is measured
_WRITTEN: Final = frozenset({State.DRAFT, State.ASKED})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A broadcast as an operator sees it. `counts` are the people it would reach, by language, as long as it is being
    written; `progress` and `rate` (a second) what became of them since; `picture` why its picture cannot be sent
    yet (waiting, failed)."""

    house: House
    row: Broadcast
    viewer: Staff
    now: datetime
    counts: Mapping[str, int] = field(default_factory=dict)
    progress: Progress = Progress()  # noqa: RUF009  # frozen, and empty
    rate: float = 0.0
    writer: str = ""
    approver: str = ""
    code: str = ""
    agreeing: Sequence[str] = ()
    picture: str = ""

    @property
    def audience(self) -> Audience:
        """Whom it is for."""
        return rules.audience_of(self.row.audience)

    @property
    def size(self) -> int:
        """How many people it would reach now."""
        return sum(self.counts.values())

    @property
    def needs(self) -> Clearance:
        """Whose word it needs."""
        return rules.clearance(self.size, self.house.region.approve_above, self.row.emergency)

    @property
    def is_own(self) -> bool:
        """Whether the viewer wrote it."""
        return self.row.staff_id == self.viewer.id

    @property
    def flaws(self) -> list[tuple[rules.Flaw, str, str]]:
        """What keeps its texts from being sent."""
        lengths = announcements.lengths(self.house, self.row.texts)
        return rules.flaws(self.row.texts, lengths, announcements.room(self.house, self.row))

    def say(self, key: str, **fields: object) -> str:
        """A text in the viewer's language; the key is of a broadcast's."""
        return self.house.catalog.say(self.viewer.language, f"desk.broadcast.{key}", **fields)

    def emergency(self) -> str:
        """That it goes out at any hour, and on the day of the year on which nothing else does, where there is one."""
        silent = next((day.names for day in self.house.region.days if day.silent), None)
        if silent is None:
            return self.say("line.emergency")
        return self.say("line.emergency.silent", day=silent.of(self.viewer.language))

    def people(self, number: int) -> str:
        """So many people."""
        figure = self.number(number)
        return self.house.catalog.count(self.viewer.language, "desk.broadcast.people", number, figure=figure)

    def number(self, number: float) -> str:
        """A number as the viewer writes it."""
        return formats.number(number, self.viewer.language)

    def moment(self, at: datetime) -> str:
        """A moment in the region's time."""
        region = self.house.region
        return formats.short_moment(at, self.viewer.language, region.tz, region.zone_label)

    def call(self, key: str, do: str, *args: object) -> Button:
        """A button that does something with the broadcast."""
        return self.button(self.say(f"button.{key}"), do, *args)

    def button(self, words: str, do: str, *args: object) -> Button:
        """The same with other words."""
        return Button(words, callbacks.pack(Press.BROADCAST, self.row.id, do, *args))

    def page(self, key: str, page: str, *args: object) -> Button:
        """A button that shows another page."""
        return self.call(key, "page", page, *args)


async def load(session: Session, house: House, row: Broadcast, viewer: Staff, now: datetime) -> Sheet:
    """The sheet of a broadcast, as things are now."""
    names = {person.id: person for person in await staff.everyone(session)}
    chosen = rules.audience_of(row.audience)
    report = await reports.by_id(session, chosen.report_id) if chosen.report_id else None
    written = row.state in _WRITTEN
    counts = await audience.count(session, chosen, now) if written else {}
    needs = rules.clearance(sum(counts.values()), house.region.approve_above, row.emergency)
    return Sheet(
        house=house,
        row=row,
        viewer=viewer,
        now=now,
        counts=counts,
        progress=Progress() if written else rules.progress(await _ended_in(session, row)),
        rate=0.0 if written else await rate(session, row, now),
        writer=await _name(session, row.staff_id),
        approver=await _name(session, row.approved_by),
        code=report.code if report else "",
        picture=await picture(session, row),
        agreeing=[one.name for one in names.values() if rules.may_approve(one, row.staff_id, needs)],
    )


async def picture(session: Session, row: Broadcast) -> str:
    """Why its picture cannot be sent yet: it is being fetched, or could not be; "" when it can, or there is none."""
    file = await attachments.by_id(session, row.attachment_id) if row.attachment_id else None
    if row.attachment_id is None or (file is not None and file.state == attachments.STORED):
        return ""
    return attachments.WAITING if file is not None and file.state == attachments.WAITING else attachments.FAILED


async def rate(session: Session, row: Broadcast, now: datetime) -> float:
    """How many a second were settled of late."""
    if row.goes_at is None or row.goes_at >= now or row.ended_at is not None:
        return 0.0
    span = min(MOMENT, max(now - row.goes_at, timedelta(seconds=1)))
    return await recipients.settled_within(session, row.id, now, span) / span.total_seconds()


async def _ended_in(session: Session, row: Broadcast) -> dict[str, int]:
    final = await broadcasts.final_counts(session, row.id) if row.ended_at else None
    return await recipients.counts(session, row.id) if final is None else final


async def _name(session: Session, staff_id: int | None) -> str:
    person = await staff.by_id(session, staff_id) if staff_id is not None else None
    return person.name if person else ""
