"""Broadcasts and their recipients: who is meant, frozen at approval, a row for each, and what became of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from rules.access import Role
from rules.broadcast import Audience, Move, progress
from rules.delivery import Kind, Sent, Unknown, Unreachable, settle
from rules.draft import Draft, Part
from storage import audience, broadcasts, drafts, outbox, recipients, reporters, reports, staff
from storage.tables import Broadcast, Reporter
from storage.work import Storage, Work

DAY = timedelta(days=1)
Person = Callable[..., Awaitable[Reporter]]


@pytest.fixture
def person() -> Person:
    """Somebody who agreed, and filed a report when told of one."""

    async def make(work: Work, number: int, language: str = "id", **report: Any) -> Reporter:
        reporter = await reporters.seen(work, 7_000_000_000 + number, f"P{number}", "", language)
        await reporters.consent(work, reporter, "1")
        if report:
            draft = Draft(parts=(Part(1, "Lampu jalan padam sejak Senin"),))
            row = await drafts.save(work, reporter.id, draft)
            filed = await reports.file(work, reporter, row, draft, f"BDG-{number:04}", "Lampu")
            await drafts.drop(work, row)
            for name, value in report.items():
                setattr(filed, name, value)
            await work.session.flush()
        return reporter

    return make


async def approved(work: Work, wish: Audience | None = None, **values: Any) -> Broadcast:
    """A broadcast that its writer may send alone."""
    writer = await staff.add(work, 11, "Ayu", Role.COORDINATOR)
    row = await broadcasts.open(work, writer.id)
    await broadcasts.change(work, row, audience=(wish or Audience()).as_json())
    assert await broadcasts.move(work, row, Move.APPROVE, writer.id, approved_at=work.now, goes_at=work.now, **values)
    return row


async def planned(work: Work, row: Broadcast) -> None:
    while await recipients.plan(work, row):
        pass


async def test_an_audience_is_counted_by_language(storage: Storage, now: datetime, person: Person) -> None:
    """Each condition leaves out who does not meet it; those of a report hold of one and the same."""
    async with storage.work(now) as work:
        await person(work, 1, "id", district="Kuta", village="v1", category="waste", agency="dlhk")
        await person(work, 2, "en", district="Kuta", village="v2", category="road", agency="pupr")
        await person(work, 3, "id", district="Mengwi", village="v3", category="waste", agency="dlhk")
        await person(work, 4, "en")
        report = await reports.by_code(work.session, "BDG-0002")
        assert report is not None

        async def count(**wish: Any) -> dict[str, int]:
            return await audience.count(work.session, Audience(**wish), now)

        assert await count() == {"id": 2, "en": 2}
        assert await count(language="en") == {"en": 2}
        assert await count(districts=("Kuta",)) == {"id": 1, "en": 1}
        assert await count(districts=("Kuta",), villages=("v3",)) == {"id": 2, "en": 1}
        assert await count(districts=("Kuta",), categories=("waste",)) == {"id": 1}
        assert await count(villages=("v3",), agencies=("pupr",)) == {}
        assert await count(report_id=report.id) == {"en": 1}
        child = await reports.by_code(work.session, "BDG-0003")
        assert child is not None
        assert await reports.change(work, child, parent_id=report.id)
        assert await count(report_id=report.id) == {"en": 1, "id": 1}
        assert await count(report_id=child.id) == {"id": 1}
        assert await count(active_days=30) == {"id": 2, "en": 2}
        later = now + 31 * DAY
        assert await audience.count(work.session, Audience(active_days=30), later) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"blocked_at": "now"},
        {"erased_at": "now"},
        {"withdrawn_at": "now"},
        {"consent_at": None},
        {"announcements": False},
        {"telegram_id": -7},
        {"created_at": "later"},
    ],
    ids=str,
)
async def test_who_cannot_or_may_not_be_written_to_never_counts(
    storage: Storage, now: datetime, person: Person, change: dict[str, Any]
) -> None:
    """Blocked, erased, without consent, opted out, or here only since the approval."""
    async with storage.work(now) as work:
        somebody = await person(work, 1)
        await person(work, 2)
        for name, value in change.items():
            setattr(somebody, name, {"now": now, "later": now + DAY}.get(str(value), value))
        await work.session.flush()

        assert await audience.count(work.session, Audience(), now) == {"id": 1}
        row = await approved(work)
        await planned(work, row)
        assert await recipients.counts(work.session, row.id) == {"waiting": 1}


async def test_everybody_gets_one_row_and_the_text_is_kept_once(
    storage: Storage, now: datetime, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planned in ranges; a range that is begun again after a kill makes nobody a recipient twice."""
    monkeypatch.setattr(recipients, "RANGE", 2)
    async with storage.work(now) as work:
        for number in range(1, 6):
            await person(work, number)
        row = await approved(work)
        number = row.id
    async with storage.work(now) as work:
        row = await _row(work, number)
        assert await recipients.plan(work, row)
        assert row.planned_at is None
    async with storage.work(now + DAY) as work:
        await person(work, 6)  # came after the approval
        row = await _row(work, number)
        await planned(work, row)
        assert row.planned_at == work.now
    async with storage.work(now + DAY) as work:
        rows = await outbox.claim(work, 10)

    assert [push.chat_id - 7_000_000_000 for push in rows] == [1, 2, 3, 4, 5]
    assert {(push.intent, push.kind, push.body, push.bot) for push in rows} == {
        ("announcement", "broadcast", None, "public")
    }


async def _row(work: Work, number: int) -> Broadcast:
    row = await broadcasts.by_id(work.session, number)
    assert row is not None
    return row


async def test_what_became_of_them_is_counted(storage: Storage, now: datetime, person: Person) -> None:
    """Each outcome once; the file of outcomes names nobody; who blocked us is marked."""
    async with storage.work(now) as work:
        for number in range(1, 6):
            await person(work, number)
        row = await approved(work)
        await planned(work, row)
    async with storage.work(now) as work:
        claimed = await outbox.claim(work, 4)
        for push, outcome in zip(claimed, (Sent(9), Unreachable("blocked"), Unknown("killed")), strict=False):
            await outbox.settle(work, push, settle(outcome, Kind.BROADCAST, 1, False, now), outcome)
    async with storage.read() as session:
        found = await recipients.counts(session, row.id)
        assert progress(found).total == 5
        assert found == {"sent": 1, "unreachable": 1, "unknown": 1, "sending": 1, "waiting": 1}
        assert not await recipients.is_over(session, row.id)
        assert await recipients.settled_within(session, row.id, now + timedelta(seconds=9), timedelta(seconds=30)) == 3
        assert await recipients.settled_within(session, row.id, now + DAY, timedelta(seconds=30)) == 0
        first, *rest = [one async for some in recipients.outcomes(session, row.id) for one in some]
        assert (first.language, first.state, first.at, first.why) == ("id", "sent", now, "")
        assert [one.state for one in rest] == ["unreachable", "unknown", "sending", "waiting"]
        assert [some async for some in recipients.outcomes(session, 99)] == []
        blocked = await reporters.by_telegram_id(session, 7_000_000_002)
        assert blocked is not None
        assert blocked.blocked_at == now


async def test_a_cancelled_broadcast_lets_its_recipients_go(storage: Storage, now: datetime, person: Person) -> None:
    """Those who still wait, a few at a time; what is in flight ends as it ends."""
    async with storage.work(now) as work:
        for number in range(1, 5):
            await person(work, number)
        row = await approved(work)
        await planned(work, row)
        [push] = await outbox.claim(work, 1)
        assert await broadcasts.move(work, row, Move.CANCEL, row.staff_id)

        assert [await recipients.drop(work, row.id, 2) for _ in range(3)] == [2, 1, 0]
        assert not await recipients.is_over(work.session, row.id)
        await outbox.settle(work, push, settle(Sent(1), Kind.BROADCAST, 1, False, now), Sent(1))
        assert await recipients.is_over(work.session, row.id)
        assert await recipients.counts(work.session, row.id) == {"sent": 1, "dropped": 3}
        assert await broadcasts.active(work.session) == [row]
        assert await broadcasts.final_counts(work.session, row.id) is None
        await broadcasts.end(work, row, await recipients.counts(work.session, row.id))
        assert await broadcasts.active(work.session) == []
        assert await broadcasts.final_counts(work.session, row.id) == {"sent": 1, "dropped": 3}


async def test_a_kill_leaves_a_recipient_unknown_and_never_tried_again(
    storage: Storage, now: datetime, person: Person
) -> None:
    """Nobody can tell whether it was sent; a broadcast is not repeated."""
    async with storage.work(now) as work:
        await person(work, 1)
        row = await approved(work)
        await planned(work, row)
        assert len(await outbox.claim(work, 5)) == 1
    async with storage.work(now) as work:
        await outbox.recover(work)

    async with storage.work(now + DAY) as work:
        assert await outbox.claim(work, 5) == []
        assert await recipients.counts(work.session, row.id) == {"unknown": 1}


async def test_of_two_who_act_one_wins(storage: Storage, now: datetime) -> None:
    """What was seen must still be so; each step is in the history with who took it."""
    async with storage.work(now) as work:
        row = await approved(work)
        seen = row.version
        assert await broadcasts.move(work, row, Move.PAUSE, row.staff_id)
        assert not await broadcasts.move(work, row, Move.PAUSE, row.staff_id)
        assert not await broadcasts.change(work, row, texts={"id": "late"})
        assert not await broadcasts.move(work, row, Move.CANCEL, row.staff_id, version=seen)

        steps = [(line.step, line.staff_id) for line in await broadcasts.history(work.session, row.id)]
        assert steps == [("begin", row.staff_id), ("approve", row.staff_id), ("pause", row.staff_id)]


async def test_one_draft_waits_for_words(storage: Storage, now: datetime) -> None:
    """The last one asked; none once it is answered or no draft any more."""
    async with storage.work(now) as work:
        writer = await staff.add(work, 11, "Ayu", Role.COORDINATOR)
        first, second = await broadcasts.open(work, writer.id), await broadcasts.open(work, writer.id)
        assert await broadcasts.asking(work.session, writer.id) is None

        await broadcasts.ask(work, first, "text.id")
        await broadcasts.ask(work, second, "text.en")
        found = await broadcasts.asking(work.session, writer.id)
        assert found is not None
        assert (found.id, found.asks) == (second.id, "text.en")

        assert await broadcasts.move(work, second, Move.CANCEL, writer.id)
        assert await broadcasts.asking(work.session, writer.id) is None


async def test_what_an_operator_goes_on_with(storage: Storage, now: datetime) -> None:
    """The own drafts, all that is under way, what ended lately."""
    async with storage.work(now) as work:
        ayu = await staff.add(work, 11, "Ayu", Role.COORDINATOR)
        sri = await staff.add(work, 12, "Sri", Role.COORDINATOR)
        draft = await broadcasts.open(work, ayu.id)
        foreign = await broadcasts.open(work, sri.id)
        asked = await broadcasts.open(work, sri.id)
        await broadcasts.move(work, asked, Move.ASK, sri.id, size=900)
        old = await approved(work, ended_at=now - 9 * DAY)
        await broadcasts.move(work, old, Move.FINISH, None)

        assert await broadcasts.of_desk(work.session, ayu.id, now - DAY, 10) == [asked, draft]
        assert await broadcasts.of_desk(work.session, sri.id, now - 10 * DAY, 10) == [old, asked, foreign]


async def test_a_row_of_a_broadcast_is_never_made_twice(storage: Storage, now: datetime, person: Person) -> None:
    """Even if its place in the plan were lost, the database refuses a second row."""
    from storage.work import Fault

    async with storage.work(now) as work:
        await person(work, 1)
        row = await approved(work)
        await planned(work, row)
        number = row.id
    with pytest.raises(Fault):
        async with storage.work(now) as work:
            row = await _row(work, number)
            row.planned_to = 0
            await recipients.plan(work, row)

    async with storage.read() as session:
        assert await recipients.counts(session, number) == {"waiting": 1}


async def test_a_broadcast_that_waits_keeps_no_other_back(storage: Storage, now: datetime, person: Person) -> None:
    """Paused, or resting at night: another to the same people goes all the same, and a reply before it."""
    async with storage.work(now) as work:
        somebody = await person(work, 1)
        first = await approved(work)
        await planned(work, first)
        assert await broadcasts.move(work, first, Move.PAUSE, first.staff_id)
    async with storage.work(now + timedelta(minutes=1)) as work:
        second = await approved(work, emergency=True)
        await planned(work, second)
        await outbox.put(work, bot="public", chat_id=somebody.telegram_id, kind=Kind.REPLY, screen={"text": "yes"})
    async with storage.work(now + timedelta(minutes=2)) as work:
        [reply] = await outbox.claim(work, 5)
        await outbox.settle(work, reply, settle(Sent(1), Kind.REPLY, 1, False, now), Sent(1))
        [push] = await outbox.claim(work, 5)

    assert (reply.kind, push.broadcast_id) == ("reply", second.id)
