"""What the desk sees of reporters who leave, and of reports that go into other hands."""

from __future__ import annotations

from datetime import date

import pytest

from handlers import handover, stay
from handlers.desk import warnings
from rules.lifecycle import Actor, Moved, Step
from storage import desk_chats, reporters, reports
from storage.tables import Report
from tests.handlers.desk.test_warnings import look, step, warned, wita
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, MADE, Stage

TOMORROW = date(2026, 11, 24)  # a Tuesday; the stage is set on Monday at noon


async def leaves(stage: Stage, report: Report, day: date | None) -> None:
    """The reporter says until when they are here."""
    values = stay.columns(stage.house, day, stage.now)
    data = {"stay_until": day.isoformat()} if day else {}
    assert isinstance(await stage.step(report, Step.STAY, Actor.REPORTER, data=data, **values), Moved)


async def test_the_card_says_when_the_reporter_leaves(stage: Stage) -> None:
    """In the language of the group; in the history too, and no longer when they stay after all."""
    report = await stage.file()
    await stage.deliver()
    await leaves(stage, report, TOMORROW)
    card = stage.card(COORDINATORS).screen.text
    assert "🧳 <b>Pelapor akan pergi: hari terakhir di sini Selasa, 24 November 2026.</b>" in card
    assert "Pelapor: berada di sini sampai 24 Nov 2026" in card
    async with stage.storage.work(stage.now) as work:
        await desk_chats.bind(work, COORDINATORS, None, "en")
    await leaves(stage, report, None)

    card = stage.card(COORDINATORS).screen.text
    assert "The reporter leaves" not in card
    assert "names no last day any more" in card


async def test_after_the_day_the_card_says_that_they_are_gone(stage: Stage) -> None:
    """And can be reached; once the report has ended it does not matter."""
    report = await stage.file()
    await leaves(stage, report, TOMORROW)
    stage.later(days=2)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    assert "Pelapor sudah pergi (hari terakhir di sini Selasa, 24 November 2026)" in stage.card(DLHK).screen.text
    await stage.desk_takes(report, Step.ARCHIVE, archive_reason="unclear")

    assert "🧳" not in stage.card(COORDINATORS).screen.text.split("Riwayat")[0]


async def test_the_desk_is_told_on_the_working_day_before(stage: Stage) -> None:
    """Earlier than half time would be, once, with the day in the line."""
    report = await stage.file()
    await step(stage, report, Step.FORWARD, agency="dlhk")
    await stage.deliver()
    await leaves(stage, report, date(2026, 11, 28))  # a Saturday
    await look(stage, "2026-11-25T16:30")
    before = len(warned(stage, DLHK))
    await look(stage, "2026-11-27T07:00")
    assert before + 1 == len(warned(stage, DLHK))
    assert "🧳 pelapor pergi, hari terakhir 28 Nov 2026" in warned(stage, DLHK)[-1].screen.text
    await look(stage, "2026-11-27T10:00")

    assert before + 1 == len(warned(stage, DLHK))


async def test_who_leaves_tomorrow_is_told_to_the_desk_now(stage: Stage) -> None:
    """And again to the agency that gets the report just then."""
    report = await stage.file()
    await leaves(stage, report, TOMORROW)
    await look(stage, "2026-11-23T12:05")
    assert 1 == len(warned(stage, COORDINATORS))
    await step(stage, report, Step.FORWARD, agency="dlhk")
    await look(stage, "2026-11-23T13:10")

    assert 1 == len(warned(stage, DLHK))
    assert "🧳" in warned(stage, DLHK)[0].screen.text


async def test_those_who_leave_go_first(stage: Stage) -> None:
    """Before what is due earlier, but only by the next working day."""
    reports = [await stage.file(MADE + number) for number in range(3)]
    await leaves(stage, reports[2], date(2026, 11, 25))
    await leaves(stage, reports[1], date(2026, 12, 20))
    stage.now = wita("2026-11-25T10:00")
    await look(stage, "2026-11-25T10:00")
    text = warned(stage, COORDINATORS)[-1].screen.text
    order = sorted(reports, key=lambda report: text.index(report.code))

    assert [reports[2].id, reports[0].id, reports[1].id] == [report.id for report in order]


async def test_while_the_reporter_is_asked_nothing_rings(stage: Stage) -> None:
    """The question was put in time; when it is answered the reminder is there again."""
    report = await stage.file()
    await step(stage, report, Step.ASK, text="Which gate?")
    await leaves(stage, report, date(2026, 11, 26))
    assert 0 == len(warned(stage, COORDINATORS))
    await look(stage, "2026-11-25T08:00")

    assert 0 == len(warned(stage, COORDINATORS))


async def test_the_queue_shows_it(stage: Stage) -> None:
    """Until the day has passed."""
    report = await stage.file()
    await leaves(stage, report, TOMORROW)
    await stage.write(AYU, COORDINATORS, "/antrean")
    assert "🧳 pelapor pergi, hari terakhir 24 Nov 2026" in stage.last(COORDINATORS).screen.text
    stage.later(days=2)
    await stage.write(AYU, COORDINATORS, "/antrean")

    assert "🧳" not in stage.last(COORDINATORS).screen.text


@pytest.mark.parametrize("day", [date(2030, 1, 1), date(2028, 12, 31)])
async def test_a_calendar_that_ends_stops_nobody(stage: Stage, day: date) -> None:
    """The stay is noted, and the desk is warned of the promise as ever."""
    report = await stage.file()
    await leaves(stage, report, day)
    await look(stage, "2026-11-25T10:00")

    assert 1 == len(warned(stage, COORDINATORS))
    async with stage.storage.work(stage.now) as work:
        assert 0 == await warnings.warn(work, stage.house)


@pytest.mark.parametrize("anonymous", [False, True])
async def test_the_desk_sees_that_a_report_was_handed_over(stage: Stage, anonymous: bool) -> None:
    """Under the card with a sound, and on it: since when, the new language, both by their pseudonyms."""
    report = await stage.file(anonymous=anonymous)
    await stage.deliver()
    assert "Pelapor berbahasa Inggris" in stage.card(COORDINATORS).screen.text
    async with stage.storage.work(stage.now) as work:
        host = await reporters.seen(work, MADE, "Made Wirawan", "wirawan", "id")
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        link, _ = await handover.make(work, stage.house, found)
        assert await handover.take(work, stage.house, handover.Offer(link, found), host)
        assert not await handover.take(work, stage.house, handover.Offer(link, found), host)
        both = (stage.house.pseudonym(number) for number in (report.reporter_id, host.id))
        giver, taker = (stage.house.alias(report.id, name) for name in both)
    await stage.deliver()

    card = stage.card(COORDINATORS).screen.text
    assert "🤝 Diserahkan pada 23 Nov 2026: pelapornya sekarang orang lain" in card
    assert "Pelapor berbahasa Indonesia" in card
    assert f"menyerahkan laporan ini ({giver} → {taker})" in card
    added = stage.last(COORDINATORS)
    assert ("addition", False) == (added.push.intent, added.push.silent)
    who = f"Pelapor anonim {taker}" if anonymous else "Made Wirawan (@wirawan)"
    assert f"Pelapornya sekarang: {who}" in added.screen.text
    assert anonymous != ("Made Wirawan" in card)
    assert "Emma" not in card


async def test_the_desk_writes_to_the_new_reporter(stage: Stage) -> None:
    """A reply to the card reaches whoever has the report now."""
    report = await stage.file()
    await stage.deliver()
    async with stage.storage.work(stage.now) as work:
        host = await reporters.seen(work, MADE, "Made", "", "id")
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        link, _ = await handover.make(work, stage.house, found)
        assert await handover.take(work, stage.house, handover.Offer(link, found), host)
    await stage.deliver()
    before = len(stage.seen(EMMA, "public"))
    await stage.write(AYU, COORDINATORS, "Kami bersihkan sore ini.", to=stage.card(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")

    assert "Kami bersihkan sore ini." in stage.last(MADE, "public").screen.text
    assert before == len(stage.seen(EMMA, "public"))
