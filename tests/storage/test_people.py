"""Reporters with their drafts and files; operators with their chats."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from rules.access import Role
from rules.draft import Draft, Part
from storage import attachments, desk_chats, drafts, reporters, staff
from storage.tables import Attachment
from storage.work import Storage, Work

DAY = timedelta(days=1)


async def test_a_reporter_is_known_again(storage: Storage, now: datetime) -> None:
    """One row for an account, with its newest names, and its language until one is chosen."""
    async with storage.work(now) as work:
        first = await reporters.seen(work, 1, "Sari", "", "id")
    async with storage.work(now + DAY) as work:
        again = await reporters.seen(work, 1, "Ni Luh Sari", "sari", "en")
        assert (again.id, again.name, again.username, again.language) == (first.id, "Ni Luh Sari", "sari", "en")
        assert again.created_at == now

        await reporters.choose_language(work, again, "id")
    async with storage.work(now + DAY) as work:
        assert (await reporters.seen(work, 1, "Sari", "sari", "en")).language == "id"


async def test_json_is_replaced_not_edited(storage: Storage, now: datetime, someone: Any) -> None:
    """A saved draft holds exactly the new answers, and the draft is touched; there is one for a reporter."""
    async with storage.work(now) as work:
        reporter = await someone(work)
        first = await drafts.save(work, reporter.id, Draft(parts=(Part(1, "Lampu"),), category="light"))
    async with storage.work(now + DAY) as work:
        second = await drafts.save(work, reporter.id, Draft(parts=(Part(2, "Sampah"),)))
        assert (second.id, second.created_at, second.touched_at) == (first.id, now, now + DAY)
    async with storage.read() as session:
        kept = await drafts.of(session, reporter.id)

    assert kept is not None
    assert drafts.load(kept) == Draft(parts=(Part(2, "Sampah"),))


async def test_an_idle_draft_is_reminded_of_once(storage: Storage, now: datetime, someone: Any) -> None:
    """Untouched since then, not reminded, not of someone who blocked us."""
    async with storage.work(now) as work:
        rows = [await drafts.save(work, (await someone(work, person)).id, Draft()) for person in (1, 2, 3)]
        await reporters.blocked(work, 2, now)
    async with storage.work(now + DAY) as work:
        await drafts.save(work, rows[2].reporter_id, Draft(category="light"))
        idle = await drafts.idle(work.session, now + timedelta(hours=1), now, 10)
        assert [row.id for row in idle] == [rows[0].id]

        assert await drafts.reminded(work, rows[0].id)
        assert not await drafts.reminded(work, rows[0].id)
        assert await drafts.idle(work.session, now + timedelta(hours=1), now, 10) == []


async def test_a_draft_older_than_asked_for_is_not_reminded_of(storage: Storage, now: datetime, someone: Any) -> None:
    """It is about to be deleted, and that is said instead."""
    async with storage.work(now) as work:
        await drafts.save(work, (await someone(work)).id, Draft())
        assert await drafts.idle(work.session, now + 9 * DAY, now + timedelta(seconds=1), 10) == []


async def test_a_draft_ends_unless_it_is_touched(storage: Storage, now: datetime, someone: Any) -> None:
    """Its end is set once; saving and touching take it back; with the draft goes what was attached to it."""
    async with storage.work(now) as work:
        rows = [await drafts.save(work, (await someone(work, person)).id, Draft()) for person in (1, 2, 3)]
        await _attach(work, rows[0].id, "a")
        ids = [row.id for row in rows]
    async with storage.work(now + DAY) as work:
        fading = await drafts.fading(work, now + DAY, 10)
        assert [(row.id, reporter.telegram_id) for row, reporter in fading] == list(zip(ids, (1, 2, 3), strict=True))
        assert [row.id for row, _ in await drafts.fading(work, now + DAY, 2)] == ids[:2]
        await drafts.expire(work, ids, now + 2 * DAY)
        assert await drafts.fading(work, now + DAY, 10) == []
        assert await drafts.expired(work, 10) == []
    async with storage.work(now + 2 * DAY) as work:
        await drafts.save(work, rows[1].reporter_id, Draft())
        touched = await drafts.by_id(work.session, ids[2])
        assert touched is not None
        await drafts.touch(work, touched)
        assert [row.id for row in await drafts.expired(work, 10)] == ids[:1]

        await drafts.drop_all(work, ids[:1])
        assert await drafts.by_id(work.session, ids[0]) is None
        assert await attachments.of_draft(work.session, ids[0]) == []
        assert await drafts.by_id(work.session, ids[1]) is not None


async def _attach(work: Work, draft_id: int | None, unique: str, **fields: Any) -> Attachment:
    settings = {"bot": "public", "kind": "photo", "file_id": "AgAC", "message_id": 5, **fields}
    return await attachments.add(work, draft_id=draft_id, file_unique_id=unique, **settings)


async def test_files_are_fetched_after_consent(storage: Storage, now: datetime, someone: Any) -> None:
    """A reporter's file waits for the consent; an operator's does not."""
    async with storage.work(now) as work:
        reporter = await someone(work)
        row = await drafts.save(work, reporter.id, Draft())
        theirs = await _attach(work, row.id, "a")
        ours = await _attach(work, None, "b", bot="desk", composition_id=1)
        assert [file.id for file in await attachments.waiting(work.session, now, 10)] == [ours.id]

        await reporters.consent(work, reporter, "2026-11")
        assert "files" in work.wakes
        assert [file.id for file in await attachments.waiting(work.session, now, 10)] == [theirs.id, ours.id]


async def test_the_same_file_twice_is_one(storage: Storage, now: datetime, someone: Any) -> None:
    """Sent again into one draft it is the one already there."""
    async with storage.work(now) as work:
        row = await drafts.save(work, (await someone(work)).id, Draft())
        first = await _attach(work, row.id, "a")
        assert (await _attach(work, row.id, "a")).id == first.id
        assert (await _attach(work, row.id, "b")).id != first.id
        assert len(await attachments.of_draft(work.session, row.id)) == 2


async def test_a_fetched_file_waits_no_more(storage: Storage, now: datetime) -> None:
    """Stored, refused and given up are ends; a failure with a date is tried again then."""
    async with storage.work(now) as work:
        files = [await _attach(work, None, unique, bot="desk") for unique in "abcd"]
        await attachments.stored(work, files[0].id, "0" * 64, 5_000_000_000, "image/jpeg")
        await attachments.refused(work, files[1].id)
        await attachments.failed(work, files[2].id, None)
        await attachments.failed(work, files[3].id, now + DAY)
    async with storage.read() as session:
        assert await attachments.waiting(session, now, 10) == []
        assert [file.id for file in await attachments.waiting(session, now + DAY, 10)] == [files[3].id]
        kept = await attachments.by_ids(session, [file.id for file in files])

    assert [file.state for file in kept] == ["stored", "refused", "failed", "waiting"]
    assert [file.attempts for file in kept] == [0, 0, 1, 1]
    assert kept[0].size == 5_000_000_000


async def test_a_report_adopts_the_files_of_its_draft(
    storage: Storage, now: datetime, someone: Any, filed: Any
) -> None:
    """What was adopted outlives the draft; what was not goes with it."""
    async with storage.work(now) as work:
        report = await filed(work)
        row = await drafts.save(work, report.reporter_id, Draft())
        kept = await _attach(work, row.id, "a")
        assert await attachments.adopt(work, row.id, report.id) == 1
        lost = await _attach(work, row.id, "b")
        await drafts.drop(work, row)
    async with storage.read() as session:
        assert [file.id for file in await attachments.of_report(session, report.id)] == [kept.id]
        assert await attachments.by_id(session, lost.id) is None
        assert await drafts.of(session, report.reporter_id) is None


async def test_an_operator_is_named_and_removed(storage: Storage, now: datetime) -> None:
    """Removed, the account may nothing, but the history still knows the name; named again it may."""
    async with storage.work(now) as work:
        ayu = await staff.add(work, 7_123_456_789, "Ayu", Role.COORDINATOR)
        assert await staff.by_telegram_id(work.session, 7_123_456_789) == ayu

        assert await staff.remove(work, 7_123_456_789)
        assert not await staff.remove(work, 7_123_456_789)
        assert await staff.by_telegram_id(work.session, 7_123_456_789) is None
        assert await staff.everyone(work.session) == []
        assert await staff.by_id(work.session, ayu.id) == ayu

        back = await staff.add(work, 7_123_456_789, "Ayu Lestari", Role.LIAISON, "dlhk", "en")
        assert (back.id, back.role, back.agency, back.language) == (ayu.id, Role.LIAISON, "dlhk", "en")
        assert await staff.everyone(work.session) == [back]


async def test_a_chat_belongs_to_one_desk(storage: Storage, now: datetime) -> None:
    """Bound again a chat changes hands; an agency may have several, the coordinators theirs."""
    async with storage.work(now) as work:
        await desk_chats.bind(work, -1, None)
        await desk_chats.bind(work, -2, "pupr")
        await desk_chats.bind(work, -2, "dlhk", "en", is_forum=True)
        await desk_chats.bind(work, -3, "dlhk")
        await desk_chats.set_forum(work, -1, True)

        assert [chat.chat_id for chat in await desk_chats.of_agency(work.session, None)] == [-1]
        assert [chat.chat_id for chat in await desk_chats.of_agency(work.session, "dlhk")] == [-2, -3]
        assert await desk_chats.of_agency(work.session, "pupr") == []
        assert [chat.is_forum for chat in await desk_chats.everyone(work.session)] == [True, True, False]
        assert await desk_chats.unbind(work, -3)
        assert await desk_chats.by_chat(work.session, -3) is None
