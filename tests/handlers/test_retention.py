"""What has been kept for its term goes, the rest stays, and the figures are the same as before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import text

from handlers import casework, retention
from rules.access import Role, Staff
from rules.draft import Draft, Part, Place
from rules.lifecycle import Actor, Step
from storage import attachments, drafts, inbox, outbox, reporters, reports, ticks, tombstones
from storage.inbox import Incoming
from storage.tables import Report
from storage.work import Storage
from tests import traces
from tests.handlers.stage import AYU, COORDINATORS, EMMA, Stage

ACCOUNT = 7_123_456_789
DAY = timedelta(days=1)
STORY = "Sampah di depan rumah saya. Hubungi 0812 3456 7890, Ni Luh Sari atau @niluhsari."
PERSON = (ACCOUNT, "Ni Luh Sari", "niluhsari", "0812 3456 7890", "AgACfile", "unique-1", "-8.6543", "115.1432")
FIGURES = (
    "SELECT category, count(*) FROM report GROUP BY category ORDER BY 1",
    "SELECT village, count(*) FROM report GROUP BY village ORDER BY 1",
    "SELECT agency, count(*) FROM report GROUP BY agency ORDER BY 1",
    "SELECT status, count(*) FROM report GROUP BY status ORDER BY 1",
    "SELECT kind, anonymous, confidential, language, count(*) FROM report GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
    "SELECT stars, solved, count(*) FROM report GROUP BY stars, solved ORDER BY 1, 2",
    "SELECT filed_at, ended_at, changed_at FROM report ORDER BY id",
    "SELECT kind, met_at <= due_at, count(*) FROM deadline GROUP BY 1, 2 ORDER BY 1, 2",
)

File = Callable[..., Awaitable[Report]]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Nothing may be left in either database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def sari(stage: Stage) -> File:
    """Files a report of Sari's with a photo, which the desk answers with one, and closes, or leaves open."""

    async def file(*, ends: bool = True, account: int = ACCOUNT, story: str = STORY) -> Report:
        async with stage.storage.work(stage.now) as work:
            person = await reporters.seen(work, account, "Ni Luh Sari", "niluhsari", "id")
            await reporters.consent(work, person, "2026-11")
            place = Place(-8.6543, 115.1432, "51.03.06.2004", "Tibubeneng", "Kuta Utara", words="rumah Ni Luh Sari")
            draft = Draft(parts=(Part(31, story),), place=place, category="waste")
            row = await drafts.save(work, person.id, draft)
            settings = {"bot": "public", "kind": "photo", "message_id": 32, "media_group_id": "m7", "name": "sari.jpg"}
            await attachments.add(work, draft_id=row.id, file_id="AgACfile", file_unique_id="unique-1", **settings)
            await inbox.store(
                work, "public", [Incoming(work.now.toordinal() + account, account, '{"name": "Ni Luh Sari"}')]
            )
            report = await casework.file(work, stage.house, person, row, draft)
        await _handled(stage)
        if ends:
            await _answer(stage, report)
        await stage.deliver()
        return await stage.report(report)

    return file


async def _handled(stage: Stage) -> None:
    async with stage.storage.work(stage.now) as work:
        for row in await inbox.waiting(work.session, 10):
            await inbox.take(work, row.id)


async def _answer(stage: Stage, report: Report) -> None:
    """The coordinator answers by name, finishes and closes."""
    ayu = Staff(1, AYU, "Ayu", Role.COORDINATOR, None, "id")
    steps: tuple[tuple[Step, dict[str, Any]], ...] = (
        (Step.FORWARD, {"agency": "dlhk"}),
        (Step.REPLY, {"text": "Yth. Ibu Sari, sudah kami angkut.", "data": {"original": "Bu Ni Luh Sari, beres."}}),
        (Step.FINISH, {}),
        (Step.CLOSE, {}),
    )
    for step, values in steps:
        async with stage.storage.work(stage.now) as work:
            found = await reports.by_id(work.session, report.id)
            assert found is not None
            await casework.take_step(
                work, stage.house, found, step, actor=Actor.COORDINATOR, staff=ayu, **values
            )  # fmt: skip
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        found.ended_at, found.stars, found.solved = stage.now, 4, True


async def night(stage: Stage) -> int:
    """What the tick does, to its end."""
    done = 0
    while True:
        async with stage.storage.work(stage.now) as work:
            count = await retention.nightly(work, stage.house)
        done += count
        if count < stage.house.batch:
            return done


async def figures(storage: Storage) -> list[Any]:
    async with storage.read() as session:
        return [[tuple(row) for row in await session.exec(cast(Any, text(sql)))] for sql in FIGURES]


async def stones(storage: Storage) -> list[tuple[str, str, str, dict[str, Any]]]:
    async with storage.read() as session:
        return [(one.sort, one.subject, one.why, one.data) for one in await tombstones.since(session, 0, 100)]


async def test_an_old_report_is_nobodys_and_counts_on(stage: Stage, sari: File) -> None:
    """Two years after its end no table knows the person; the words stay, masked, and every figure."""
    report = await sari()
    before = await figures(stage.storage)
    assert await traces.of(stage.storage, *PERSON)

    stage.later(days=731)
    await night(stage)
    await stage.deliver()

    assert [] == await traces.of(stage.storage, *PERSON)
    assert before == await figures(stage.storage)
    kept = await stage.report(report)
    assert "Sampah di depan rumah saya. Hubungi •••, ••• atau •••." == kept.body
    village = stage.house.region.village("51.03.06.2004")
    assert village is not None
    assert (village.latitude, village.longitude) == (kept.latitude, kept.longitude)
    sorts = {sort: (subject, why, data) for sort, subject, why, data in await stones(stage.storage)}
    assert {"evidence", "report", "reporter"} == set(sorts)
    consent = {"consent": "2026-11", "consent_on": "2026-11-23"}
    assert (report.code, "retention", {"files": 0, "messages": 2, **consent}) == sorts["report"]
    assert consent == sorts["reporter"][2]
    assert "Ni Luh Sari" not in stage.card(COORDINATORS).screen.text
    assert "Data pelapor sudah dihapus" in stage.card(COORDINATORS).screen.text


async def test_an_open_report_is_never_touched(stage: Stage, sari: File) -> None:
    """However old: only what was said about it is forgotten, and not that it was said."""
    await sari(ends=False)
    stage.later(days=3000)
    async with stage.storage.work(stage.now) as work:
        person = await reporters.by_telegram_id(work.session, ACCOUNT)
        assert person is not None
        person.seen_at = stage.now
    kept = ("tick", "push", "composition", "inbox", "tombstone")
    before, messages = await traces.dump(stage.storage, *kept), await _messages(stage.storage)

    await night(stage)

    assert before == await traces.dump(stage.storage, *kept)
    assert [(key, False) for key, _ in messages] == await _messages(stage.storage)
    assert [] == await stones(stage.storage)


async def _messages(storage: Storage) -> list[tuple[str, bool]]:
    async with storage.read() as session:
        rows = await session.exec(cast(Any, text("SELECT dedup_key, body IS NOT NULL FROM push ORDER BY id")))
        return [(key, bool(said)) for key, said in rows.all()]


async def test_each_sort_has_its_own_term(stage: Stage, sari: File) -> None:
    """Messages after 90 days, files after a year, the person after two, words and history after five, figures never."""
    report = await sari()
    stage.later(minutes=11)
    await stage.deliver()
    before = await figures(stage.storage)
    found = {}
    for days in (89, 91, 366, 731, 1826):
        stage.now = report.filed_at + days * DAY
        await night(stage)
        found[days] = {
            name: len(rows)
            for name, rows in (await traces.dump(stage.storage)).items()
            if name in {"push", "message_link", "attachment", "reporter", "event", "report"} and rows
        }
        await stage.deliver()

    assert {"push", "message_link", "attachment", "reporter", "event", "report"} == set(found[89])
    assert {"message_link", "attachment", "reporter", "event", "report"} == set(found[91])
    assert found[91]["message_link"] < found[89]["message_link"]
    assert {"message_link", "reporter", "event", "report"} == set(found[366])
    desk = {"push", "message_link"}  # the card is drawn anew, of nobody's report; what hung under it is taken back
    assert desk | {"reporter", "event", "report"} == set(found[731])
    assert {"message_link", "reporter", "report"} == set(found[1826])  # where that card is
    assert found[1826]["message_link"] < found[731]["message_link"]
    assert before == await figures(stage.storage)
    kept = await stage.report(report)
    assert ("", "", "") == (kept.title, kept.body, kept.place_words)


async def test_who_reports_again_stays_known(stage: Stage, sari: File) -> None:
    """The old report leaves them, the open one and the account stay."""
    old = await sari()
    stage.later(days=731)
    new = await sari(ends=False, story="Lampu jalan padam lagi")

    await night(stage)

    assert (await stage.report(old)).reporter_id != (await stage.report(new)).reporter_id
    assert "Lampu jalan padam lagi" == (await stage.report(new)).body
    async with stage.storage.read() as session:
        assert await reporters.by_telegram_id(session, ACCOUNT) is not None


async def test_who_never_agreed_is_forgotten_with_what_they_sent(stage: Stage) -> None:
    """After the term of a draft, also the photo that came with it; who agreed and reports nothing stays for theirs."""
    async with stage.storage.work(stage.now) as work:
        stranger = await reporters.seen(work, ACCOUNT, "Ni Luh Sari", "niluhsari", "id")
        row = await drafts.save(work, stranger.id, Draft(parts=(Part(1, "Saya Ni Luh Sari"),)))
        settings = {"bot": "public", "kind": "photo", "message_id": 2}
        await attachments.add(work, draft_id=row.id, file_id="AgACfile", file_unique_id="unique-1", **settings)
        guest = await reporters.seen(work, EMMA, "Emma", "", "en")
        await reporters.consent(work, guest, "2026-11")

    stage.later(days=6)
    await night(stage)
    assert await traces.of(stage.storage, ACCOUNT)
    stage.later(days=2)
    await night(stage)

    assert [] == await traces.of(stage.storage, *PERSON)
    assert [("reporter", "retention", {})] == [(s, why, data) for s, _, why, data in await stones(stage.storage)]
    assert await traces.of(stage.storage, "Emma")
    stage.later(days=730)
    await night(stage)
    assert [] == await traces.of(stage.storage, "Emma")


async def test_a_kill_between_batches_changes_nothing(stage: Stage, sari: File) -> None:
    """What was left is done later, once, and comes to the same."""
    stage.house = replace(stage.house, batch=2)
    codes = {(await sari(account=ACCOUNT + number)).code for number in range(5)}
    stage.later(days=731)
    async with stage.storage.work(stage.now) as work:
        await retention.nightly(work, stage.house)
    with pytest.raises(RuntimeError):
        async with stage.storage.work(stage.now) as work:
            await retention.nightly(work, stage.house)
            raise RuntimeError("killed")
    assert 2 == sum(sort == "report" for sort, *_ in await stones(stage.storage))

    await night(stage)

    assert [] == await traces.of(stage.storage, *PERSON)
    done = [subject for sort, subject, *_ in await stones(stage.storage) if sort == "report"]
    assert (5, codes) == (len(done), set(done))


async def test_a_night_is_done_once(stage: Stage, sari: File) -> None:
    """At three in the region, or at the next start; what ends its term by day waits for the next night."""
    await sari()
    stage.now += 731 * DAY - timedelta(hours=10)  # two in the morning
    await night(stage)
    async with stage.storage.read() as session:
        first = (await ticks.all(session))[retention.NIGHT]
    stage.later(minutes=30)
    assert 0 == await night(stage)
    stage.later(hours=1)
    await night(stage)

    async with stage.storage.read() as session:
        assert first + DAY == (await ticks.all(session))[retention.NIGHT]


async def test_quarantined_messages_and_unsent_words_have_an_end(stage: Stage, sari: File) -> None:
    """What could not be read is kept for the engineer for its term, what waits to be acted on for ever."""
    await sari(ends=False)
    async with stage.storage.work(stage.now) as work:
        await inbox.store(work, "public", [Incoming(None, ACCOUNT, "{broken", malformed=True)])
        await inbox.store(work, "public", [Incoming(5, ACCOUNT, "{}")])
    stage.later(days=15)

    await night(stage)

    async with stage.storage.read() as session:
        assert {"waiting": 1} == await inbox.counts(session)


async def test_a_handled_message_is_blank(stage: Stage, sari: File) -> None:
    """Its words live on in what was made of them, nowhere else."""
    await sari(ends=False)

    async with stage.storage.read() as session:
        rows = (await session.exec(cast(Any, text("SELECT state, raw FROM inbox")))).all()
    assert [("done", "")] == [tuple(row) for row in rows]


async def test_the_desk_answers_nobody(stage: Stage, sari: File) -> None:
    """Nothing waits to be sent to a person who is gone."""
    await sari()
    stage.later(days=731)
    await night(stage)
    await stage.deliver()

    async with stage.storage.read() as session:
        assert await outbox.next_due(session, stage.now) is None
