"""What officers chose, counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from rules.access import Role
from rules.draft import Draft, Part
from rules.lessons import Tally
from storage import drafts, lessons, reporters, reports, staff
from storage.tables import Report
from storage.work import Storage, Work


async def filed(work: Work, number: int) -> Report:
    reporter = await reporters.seen(work, 500 + number, "Emma", "emma", "en")
    draft = Draft(parts=(Part(1, "Sampah di selokan"),))
    row = await drafts.save(work, reporter.id, draft)
    return await reports.file(work, reporter, row, draft, code=f"BDG-{number}", title="Sampah")


async def test_each_report_counts_once_with_the_last_choice(storage: Storage, now: datetime) -> None:
    """A second choice takes the first one's place; what was left as it was does not undo a choice; operators count."""
    async with storage.work(now) as work:
        one = await staff.add(work, 1, "A", Role.COORDINATOR)
        two = await staff.add(work, 2, "B", Role.COORDINATOR)
        first, second, third = [await filed(work, number) for number in range(3)]
        assert await lessons.newest(work.session) is None
        await lessons.note(work, first.id, one.id, ["sampah", "selokan"], "waste", "flood", again=True)
        await lessons.note(work, first.id, two.id, ["sampah"], "waste", "drain", again=True)
        await lessons.note(work, first.id, one.id, ["sampah"], "waste", "waste", again=False)
        await lessons.note(work, second.id, one.id, ["sampah"], "waste", "drain", again=True)
        await lessons.note(work, third.id, one.id, ["sampah"], "waste", "waste", again=False)
        await lessons.note(work, third.id, one.id, [], "waste", "waste", again=False)

    async with storage.read() as session:
        assert await lessons.tallies(session) == [
            Tally("sampah", "waste", "drain", 2, 2),
            Tally("sampah", "waste", "waste", 1, 1),
            Tally("selokan", "waste", "flood", 1, 1),
        ]
        assert await lessons.newest(session) == now


async def test_what_was_taught_stays_when_its_report_goes(storage: Storage, now: datetime) -> None:
    """The counts hold no word of a person, and outlive the report."""
    async with storage.work(now) as work:
        one = await staff.add(work, 1, "A", Role.COORDINATOR)
        report = await filed(work, 1)
        await lessons.note(work, report.id, one.id, ["sampah"], "waste", "drain", again=True)
    async with storage.work(now + timedelta(days=1)) as work:
        await work.session.delete(await reports.by_id(work.session, report.id))

    async with storage.read() as session:
        assert await lessons.tallies(session) == [Tally("sampah", "waste", "drain", 1, 1)]
