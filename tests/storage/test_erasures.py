"""The wish to be forgotten, and forgetting: what is left of a person, and what of others must not be touched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from rules.delivery import Kind, Sent, State, settle
from rules.draft import Draft
from rules.lifecycle import Status
from storage import attachments, drafts, erasures, holdings, inbox, links, outbox, reporters, traces
from storage.inbox import Incoming
from storage.tables import Attachment, InboxRow, Push, Report, Reporter
from storage.work import Storage, Work
from tests import traces as everywhere

SARI, OTHER = 7_123_456_789, 7_000_000_001
DAY = timedelta(days=1)

Someone = Callable[..., Awaitable[Reporter]]
Say = Callable[..., Awaitable[bool]]


async def _file(work: Work, unique: str, **fields: Any) -> Attachment:
    settings = {"bot": "public", "kind": "photo", "file_id": f"ID-{unique}", "message_id": 5, "name": "s.jpg", **fields}
    return await attachments.add(work, file_unique_id=unique, **settings)


async def test_a_wish_is_due_in_time_or_when_nothing_is_open(
    storage: Storage, now: datetime, someone: Someone, filed: Any
) -> None:
    """Kept once, found when its time has come, or as soon as no open report hinders it; called off, it is no more."""
    async with storage.work(now) as work:
        report: Report = await filed(work)
        sari = await someone(work)
        wish = await erasures.ask(work, sari, now + 3 * DAY)
        assert wish == await erasures.ask(work, sari, now + 9 * DAY)
        assert [] == await erasures.due(work, 10)
        report.status = Status.ANSWERED
        await work.session.flush()
        assert [sari] == await erasures.due(work, 10)
        report.status = Status.NEEDS_INFO
        await work.session.flush()
    async with storage.work(now + 3 * DAY) as work:
        assert [SARI] == [one.telegram_id for one in await erasures.due(work, 10)]
        assert await erasures.call_off(work, sari.id)
        assert not await erasures.call_off(work, sari.id)
        assert [] == await erasures.due(work, 10)


async def test_everything_but_reports_goes_and_others_keep_theirs(
    storage: Storage, now: datetime, someone: Someone, say: Say
) -> None:
    """Drafts with their files, messages both ways, links and dialogues: of that person, and of nobody else."""
    async with storage.work(now) as work:
        for number, account in enumerate((SARI, OTHER)):
            person = await someone(work, account)
            row = await drafts.save(work, person.id, Draft())
            await _file(work, f"u{account}", draft_id=row.id, sha256=f"{account:064}", state="stored")
            await _file(work, f"w{account}", draft_id=row.id)
            await say(work, f"to {account}", chat_id=account)
            await inbox.store(work, "public", [Incoming(number, account, f"from {account}"), Incoming(9, 0, "x")])
        await inbox.store(work, "public", [Incoming(77, SARI, "not yet handled")])
        for row in await inbox.waiting(work.session, 10):
            if row.update_id != 77:
                await inbox.quarantine(work, row.id, "failed")
    async with storage.work(now) as work:
        sari = await reporters.by_telegram_id(work.session, SARI)
        assert sari is not None
        await erasures.forget(work, sari)
    async with storage.read() as session:
        left = await everywhere.of(storage, SARI, f"u{SARI}", f"w{SARI}")
        assert {"attachment", "inbox"} >= {line.split(":")[0] for line in left}
        assert 1 == sum(line.startswith("inbox") for line in left)  # the update that nobody has handled yet
        gone = (await session.exec(select(Attachment).where(col(Attachment.state) == attachments.GONE))).one()
        assert ("", "", "", None, None) == (gone.file_id, gone.file_unique_id, gone.name, gone.draft_id, gone.report_id)
        assert set() == await attachments.referenced(session, [f"{SARI:064}"])
        assert {f"{OTHER:064}"} == await attachments.referenced(session, [f"{OTHER:064}"])
        blank = (await session.exec(select(InboxRow).where(col(InboxRow.update_id) == 0))).one()
        assert (0, "") == (blank.lane, blank.raw)
        assert 2 == len(await everywhere.of(storage, f"from {OTHER}", f"to {OTHER}"))
        other = await reporters.by_telegram_id(session, OTHER)
        assert other is not None
        assert 2 == len((await holdings.of(session, other)).drafted)


async def test_an_update_that_comes_twice_is_still_none(storage: Storage, now: datetime, someone: Someone) -> None:
    """Telegram may send it again for a day: the person must not be known anew by it."""
    async with storage.work(now) as work:
        await someone(work)
        await inbox.store(work, "public", [Incoming(5, SARI, "erase me")])
        [row] = await inbox.waiting(work.session, 10)
        await inbox.take(work, row.id)
        sari = await reporters.by_telegram_id(work.session, SARI)
        assert sari is not None
        await erasures.forget(work, sari)
    async with storage.work(now) as work:
        assert 0 == await inbox.store(work, "public", [Incoming(5, SARI, "erase me")])


async def test_a_person_with_reports_is_a_row_that_tells_nothing(
    storage: Storage, now: datetime, filed: Any, someone: Someone
) -> None:
    """Nothing can be said to it; a new account of the same number is somebody else."""
    async with storage.work(now) as work:
        report = await filed(work)
        sari = await someone(work)
        await reporters.consent(work, sari, "1")
        await erasures.forget(work, sari)
        assert (-sari.id, "", "", None, None) == (
            sari.telegram_id, sari.name, sari.username, sari.consent_version, sari.consent_at,
        )  # fmt: skip
        assert sari.blocked_at == sari.erased_at == now
        assert "erased" == reporters.unheard(sari)
        new = await someone(work)
        assert new.id != sari.id
        assert report.reporter_id == sari.id


async def test_the_last_words_go_with_their_sending(
    storage: Storage, now: datetime, someone: Someone, say: Say
) -> None:
    """Until then they survive a second forgetting; afterwards no row knows the account, whatever became of them."""
    async with storage.work(now) as work:
        sari = await someone(work)
        await erasures.forget(work, sari)
        await say(work, "erased", purpose=traces.FAREWELL)
        await traces.wipe(work, [await someone(work)])
        await erasures.delete_people(work, [await someone(work)])
        [push] = await outbox.claim(work, 10)
        await outbox.settle(work, push, settle(Sent(7), Kind.REPLY, 1, False, now), Sent(7))

    assert [] == await everywhere.of(storage, SARI)


async def test_who_took_the_consent_back_is_sent_nothing_that_waits(
    storage: Storage, now: datetime, someone: Someone, say: Say
) -> None:
    """Nor what is on its way once more; others' messages go."""
    async with storage.work(now) as work:
        await say(work, "flying")
        [flying] = await outbox.claim(work, 10)
        await say(work, "waiting")
        await say(work, "to another", chat_id=OTHER)
        assert 2 == await traces.hush(work, SARI)
        settlement = settle(Sent(7), Kind.REPLY, 1, False, now)
        assert not await outbox.settle(work, flying, settlement, Sent(7))
        rows = (await work.session.exec(select(Push.state, Push.body).order_by(col(Push.id)))).all()

    assert [(State.DROPPED, None), (State.DROPPED, None), (State.WAITING, {"text": "to another"})] == rows


async def test_files_are_shredded_once_and_only_those_that_are_meant(
    storage: Storage, now: datetime, filed: Any
) -> None:
    """Of a file whose bytes never came nothing is left; of the others only the sum, until the bytes are gone."""
    async with storage.work(now) as work:
        report = await filed(work)
        await _file(work, "a", report_id=report.id, sha256="a" * 64, state="stored")
        await _file(work, "b", report_id=report.id)
        kept = await _file(work, "c", bot="desk", sha256="c" * 64, state="stored")
        assert 2 == await attachments.shred(work, col(Attachment.report_id) == report.id)
        [gone] = await attachments.shredded(work.session, 10)
        assert "a" * 64 == gone.sha256
        await attachments.forget(work, [gone.id])
        assert [] == await attachments.shredded(work.session, 10)
        assert await attachments.by_id(work.session, kept.id) is not None


async def test_what_is_held_is_ones_own(
    storage: Storage, now: datetime, filed: Any, someone: Someone, say: Say
) -> None:
    """Draft, reports newest first, files by report, the wish; and how many messages are kept."""
    async with storage.work(now) as work:
        first, second = await filed(work, "BDG-2345-678"), await filed(work, "BDG-2345-679")
        await _file(work, "a", report_id=first.id)
        await _file(work, "proof", report_id=first.id, bot="desk")
        sari = await someone(work)
        row = await drafts.save(work, sari.id, Draft())
        await _file(work, "d", draft_id=row.id)
        wish = await erasures.ask(work, sari, now + DAY)
        await say(work, "hello")
        await say(work, "to another", chat_id=OTHER)
        await links.add(work, "public", SARI, 5, first.id)
        held = await holdings.of(work.session, sari)
        messages = await holdings.messages(work.session, sari)

    assert [second.id, first.id] == [report.id for report in held.reports]
    assert ["a"] == [file.file_unique_id for file in held.files[first.id]]
    assert ["d"] == [file.file_unique_id for file in held.drafted]
    assert (held.draft, held.erasure) == (row, wish)
    assert (1, now) == (messages.count, messages.since)
