"""One report that tells of two matters becomes two, by taps; both stand under the law as what was filed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from handlers import callbacks
from handlers.desk.menus import Press
from rules import split
from rules.draft import Part, Place
from rules.lifecycle import Actor, Status, Step
from rules.updates import Choice
from storage import attachments, deadlines, events, reporters, reports, statistics
from storage import linked as linked_rows
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, KETUT, MADE, Stage, labels

if TYPE_CHECKING:
    from storage.tables import Attachment, Event, Report

WORDS = "The street light next to the beach bar has been out for a week."


async def filed(stage: Stage, files: int = 0, **answers: Any) -> Report:
    """Rubbish and a dark lamp in one report, with so many photos; its card is out."""
    said = "Piles of rubbish behind the beach bar, and the street light next to it is out."
    report = await stage.file(**{"parts": (Part(1, said),), **answers})
    async with stage.storage.work(stage.now) as work:
        for at in range(files):
            await attachments.add(
                work, bot="public", kind="photo", file_id=f"f{at}", file_unique_id=f"u{report.id}-{at}", message_id=7,
                report_id=report.id, state="stored", sha256=f"{at:064x}", covers="A1",
            )  # fmt: skip
    await stage.deliver()
    return report


async def ask(stage: Stage, report: Report, who: int = AYU, chat: int = COORDINATORS, words: str = WORDS) -> int:
    """From the button to the question of the category; the number of the words' message."""
    await stage.tap(who, chat, stage.card(chat).message_id, callbacks.pack(Press.SPLIT, report.id))
    assert stage.last(chat).screen.ask
    return await stage.write(who, chat, words, to=stage.last(chat).message_id)


async def choose(stage: Stage, who: int = AYU, chat: int = COORDINATORS, category: str = "street_light") -> None:
    """The category, found in its group."""
    region = stage.house.region
    group = next(one for one in region.groups.values() if category in one.categories)
    await stage.press(who, chat, group.names.id)
    await stage.press(who, chat, region.categories[category].names.id)


async def halved(stage: Stage, report: Report, who: int = AYU, chat: int = COORDINATORS, **how: Any) -> Report:
    """The report split without files; the second one."""
    await ask(stage, report, who, chat)
    await choose(stage, who, chat, **how)
    await stage.press(who, chat, "Ya, pisahkan")
    return await second_of(stage, report)


async def second_of(stage: Stage, report: Report) -> Report:
    last = [event for event in await history(stage, report) if event.step == Step.SPLIT][-1]
    async with stage.storage.read() as session:
        found = await reports.by_code(session, last.data["into"])
    assert found is not None
    return found


async def history(stage: Stage, report: Report) -> list[Event]:
    async with stage.storage.read() as session:
        return await events.of_report(session, report.id)


async def files_of(stage: Stage, report: Report) -> list[Attachment]:
    async with stage.storage.read() as session:
        return await attachments.of_report(session, report.id)


async def dates(stage: Stage, report: Report) -> dict[str, Any]:
    async with stage.storage.read() as session:
        return await deadlines.open_of(session, report.id)


async def number(stage: Stage) -> int:
    """How many reports there are."""
    async with stage.storage.read() as session:
        reporter = await reporters.by_telegram_id(session, EMMA)
        assert reporter is not None
        return len(await reports.of_reporter(session, reporter.id, 99))


async def test_from_the_card_to_two_reports(stage: Stage) -> None:
    """Words, category, evidence by toggling, a summary, yes: the second is received, the first as it was."""
    report = await filed(stage, files=3)
    before = await stage.report(report)
    stage.later(days=1)
    await stage.press(AYU, COORDINATORS, "⋯")
    await stage.press(AYU, COORDINATORS, "Pisahkan jadi dua")
    await stage.write(AYU, COORDINATORS, WORDS, to=stage.last(COORDINATORS).message_id)
    assert any("⭐" in label and "Lampu jalan" in label for label in labels(stage.last(COORDINATORS).screen))
    await choose(stage)
    await stage.press(AYU, COORDINATORS, "▫️ 🖼 2")
    await stage.press(AYU, COORDINATORS, "Semua")
    await stage.press(AYU, COORDINATORS, "✅ 🖼 1")
    await stage.press(AYU, COORDINATORS, "Lanjut")
    sure = stage.last(COORDINATORS).screen.text
    assert WORDS in sure
    assert "2 lampiran" in sure
    assert "Dinas Perhubungan" in sure
    assert "Jawabannya paling lambat" in sure
    toast = await stage.press(AYU, COORDINATORS, "Ya, pisahkan")

    second = await second_of(stage, report)
    assert second.code in toast
    assert (second.status, second.agency, second.category) == (Status.RECEIVED, None, "street_light")
    assert (second.body, second.reporter_id, second.language) == (WORDS, report.reporter_id, report.language)
    assert (second.latitude, second.village, second.place_words) == (report.latitude, report.village, "Berawa")
    assert (second.happened_on, second.filed_at) == (report.happened_on, report.filed_at)
    now = await stage.report(report)
    assert (now.status, now.body, now.category, now.version) == (
        before.status, before.body, before.category, before.version,
    )  # fmt: skip
    assert [file.file_id for file in await files_of(stage, second)] == ["f1", "f2"]
    assert {file.covers for file in await files_of(stage, second)} == {"A1"}
    assert len(await files_of(stage, report)) == 3

    assert stage.card(COORDINATORS).push.report_id == second.id
    assert f"memisahkannya dari {report.code}" in stage.card(COORDINATORS).screen.text
    first_card = next(one for one in stage.seen(COORDINATORS) if one.push.report_id == report.id)
    assert f"memisahkan satu hal menjadi {second.code}" in first_card.screen.text
    await stage.press(AYU, COORDINATORS, f"Teruskan ke {stage.house.region.agencies['dishub'].short}")
    assert (await stage.report(second)).agency == "dishub"


async def test_the_reporter_hears_of_it_once_with_both_codes(stage: Stage) -> None:
    """In their language, in the thread of the new report, which stands with the first in their list."""
    report = await filed(stage)
    before = len(stage.seen(EMMA, "public"))
    second = await halved(stage, report)

    told = stage.seen(EMMA, "public")[before:]
    assert len(told) == 1
    assert second.code in told[0].screen.text
    assert f"Your report {report.code} told of two matters" in told[0].screen.text
    assert told[0].push.report_id == second.id
    assert await number(stage) == 2


@pytest.mark.parametrize(("choice", "heard"), [(Choice.ANSWERS, 1), (Choice.DAILY, 0)])
async def test_the_reporters_choice_holds(stage: Stage, choice: Choice, heard: int) -> None:
    """Who wants only answers hears of it all the same; who wants a summary reads it there."""
    report = await filed(stage)
    async with stage.storage.work(stage.now) as work:
        reporter = await reporters.by_telegram_id(work.session, EMMA)
        assert reporter is not None
        reporter.updates = choice.value
    before = len(stage.seen(EMMA, "public"))
    second = await halved(stage, report)
    assert len(stage.seen(EMMA, "public")) == before + heard

    stage.later(days=1)
    await stage.deliver()
    assert any(second.code in text and report.code in text for text in stage.texts(EMMA, "public"))


async def test_a_reporter_who_blocked_us_hears_nothing(stage: Stage) -> None:
    """And the operator reads so before."""
    report = await filed(stage)
    async with stage.storage.work(stage.now) as work:
        await reporters.blocked(work, EMMA, stage.now)
    before = len(stage.seen(EMMA, "public"))
    await ask(stage, report)
    await choose(stage)
    assert "tidak dapat dihubungi" in stage.last(COORDINATORS).screen.text
    await stage.press(AYU, COORDINATORS, "Ya, pisahkan")

    assert (await second_of(stage, report)).status == Status.RECEIVED
    assert len(stage.seen(EMMA, "public")) == before


async def test_the_law_counts_from_the_first_filing(stage: Stage) -> None:
    """The answer's date is that of the first report, also days later and after a wait; never a later one, also where
    the second one's class has more days, and an earlier one where it has fewer."""
    report = await filed(stage)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    stage.later(days=1)
    await stage.desk_takes(report, Step.ASK, text="Where exactly is it?")
    stage.later(days=2)
    await stage.step(report, Step.SUPPLY, Actor.REPORTER)
    stage.later(days=1)
    promised = (await dates(stage, report))["resolve"]

    second = await halved(stage, report)
    third = await halved(stage, report, category="misconduct")

    assert (await dates(stage, second))["resolve"] == promised
    assert (await dates(stage, third))["resolve"] == promised
    assert (await dates(stage, second))["verify"] > stage.now
    await stage.step(second, Step.CLASSIFY, Actor.COORDINATOR, klass="oversight")
    longer = (await dates(stage, second))["resolve"]
    await stage.step(second, Step.CLASSIFY, Actor.COORDINATOR, klass="complaint")
    assert (await dates(stage, second))["resolve"] == promised < longer


async def test_what_was_not_verified_in_time_stays_late(stage: Stage) -> None:
    """Splitting gives the desk no new days, and the reporter is not told twice."""
    report = await filed(stage)
    due = (await dates(stage, report))["verify"]
    stage.now = due + timedelta(hours=1)
    async with stage.storage.work(stage.now) as work:
        for row in await deadlines.rows_of(work.session, report.id):
            row.told_at = stage.now if row.kind == "verify" else None
    second = await halved(stage, report)

    assert (await dates(stage, second))["verify"] == due
    async with stage.storage.read() as session:
        told = {row.kind: row.told_at for row in await deadlines.rows_of(session, second.id)}
    assert told["verify"] == stage.now
    assert told["resolve"] is None


async def test_a_liaison_splits_what_the_agency_holds(stage: Stage) -> None:
    """The second report goes to the coordinators; of it nothing opens in the agency's group."""
    report = await filed(stage)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    second = await halved(stage, report, KETUT, DLHK)

    assert "ada pada koordinator" in stage.last(DLHK).screen.text
    assert not labels(stage.last(DLHK).screen)
    assert stage.card(COORDINATORS).push.report_id == second.id
    assert (await stage.report(report)).agency == "dlhk"


async def test_an_anonymous_report_has_another_pseudonym_in_each_half(stage: Stage) -> None:
    """And once one of them shows the name, neither leads the desk to the other."""
    report = await filed(stage, anonymous=True)
    second = await halved(stage, report)
    name = stage.house.pseudonym(report.reporter_id)
    assert second.anonymous
    assert "no secret number yet" in stage.last(EMMA, "public").screen.text
    assert stage.house.alias(second.id, name) in stage.card(COORDINATORS).screen.text
    assert stage.house.alias(report.id, name) not in stage.card(COORDINATORS).screen.text

    await stage.step(report, Step.IDENTITY, Actor.REPORTER, anonymous=False)

    for one, other in ((report, second), (second, report)):
        lines = [event for event in await history(stage, one) if event.step in split.OTHER]
        assert [split.HIDDEN] == [key for event in lines for key in event.data if event.data[key] == other.code]
    cards = [shown.screen.text for shown in stage.seen(COORDINATORS) if shown.push.intent == "card"]
    assert any("memisahkannya dari laporan lain" in text for text in cards)
    assert not any(report.code in text and second.code in text for text in cards)


async def test_a_confidential_report_is_split_where_it_may_be_read(stage: Stage) -> None:
    """In the coordinator's own chat; the second one is as confidential, and sealed in the group."""
    report = await filed(stage, confidential=True)
    assert "belum" not in await stage.tap(AYU, COORDINATORS, 1, callbacks.pack(Press.SPLIT, report.id))
    assert not stage.last(COORDINATORS).screen.ask
    await stage.write(AYU, AYU, report.code)
    second = await halved(stage, report, AYU, AYU)

    assert second.confidential
    assert all(WORDS not in text for text in stage.texts(COORDINATORS))
    assert any(second.code in text for text in stage.texts(COORDINATORS))


async def test_the_words_can_be_set_right_and_all_of_it_cancelled(stage: Stage) -> None:
    """By an edit, or by a reply to the page; a button that looked at other words shows them first."""
    report = await filed(stage)
    written = await ask(stage, report, words="The street lihgt")
    await choose(stage)
    old = stage.button(COORDINATORS, "Ya, pisahkan")
    await stage.write(AYU, COORDINATORS, "The street light", update="edited_message", message_id=written, edit_date=2)
    assert "The street light" in stage.last(COORDINATORS).screen.text
    assert "berubah" in await stage.tap(AYU, COORDINATORS, old[0].message_id, old[1].value)
    await stage.write(AYU, COORDINATORS, WORDS, to=stage.last(COORDINATORS).message_id)
    assert WORDS in stage.last(COORDINATORS).screen.text
    await stage.press(AYU, COORDINATORS, "Batal")
    assert "tidak dipisahkan" in stage.last(COORDINATORS).screen.text
    assert "dibatalkan" in await stage.tap(AYU, COORDINATORS, old[0].message_id, old[1].value)
    assert await number(stage) == 1
    assert not [event for event in await history(stage, report) if event.step == Step.SPLIT]


async def test_buttons_that_are_forged_or_too_late_answer_with_a_sentence(stage: Stage) -> None:
    """Nothing is split twice, by somebody else, by a button for other words, or after the report has moved on."""
    report = await filed(stage)
    await ask(stage, report)
    await choose(stage)
    shown, yes = stage.button(COORDINATORS, "Ya, pisahkan")
    chosen = callbacks.unpack(yes.value)[1]
    for what in ("is:no_such", "file:999.0", "cat:no_such", "yes:00000000", "files:x", "", "what"):
        assert await stage.tap(AYU, COORDINATORS, shown.message_id, f"{Press.PART}:{chosen}:{what}")
    for press in (Press.SEND, Press.NOTE, Press.OTHER, Press.RISK, Press.LOOK, Press.MACHINE, Press.CHECKED):
        assert "tidak berlaku" in await stage.tap(AYU, COORDINATORS, shown.message_id, f"{press}:{chosen}:00000000")
    assert await number(stage) == 1
    assert await stage.tap(AYU, COORDINATORS, shown.message_id, yes.value)
    assert "sudah dipisahkan" in await stage.tap(AYU, COORDINATORS, shown.message_id, yes.value)
    assert await number(stage) == 2

    await ask(stage, report)
    await choose(stage)
    shown, yes = stage.button(COORDINATORS, "Ya, pisahkan")
    await stage.step(report, Step.WITHDRAW, Actor.REPORTER)
    assert await stage.tap(AYU, COORDINATORS, shown.message_id, yes.value)
    assert await stage.tap(AYU, COORDINATORS, shown.message_id, callbacks.pack(Press.SPLIT, report.id))
    assert await number(stage) == 2


async def test_a_child_is_not_split_and_a_parents_children_stay_with_it(stage: Stage) -> None:
    """What was split off has nobody beside it."""
    report = await filed(stage)
    child = await stage.file(MADE, "id", place=Place(-8.66, 115.14, "51.03.06.2004", "Tibubeneng", "Kuta Utara"))
    async with stage.storage.work(stage.now) as work:
        row = await reports.by_id(work.session, child.id)
        assert row is not None
        await reports.change(work, row, parent_id=report.id)
    assert "laporan utama" in await stage.tap(AYU, COORDINATORS, 1, callbacks.pack(Press.SPLIT, child.id))
    second = await halved(stage, report)

    async with stage.storage.read() as session:
        assert await linked_rows.count(session, report.id) == 1
        assert await linked_rows.count(session, second.id) == 0


async def test_files_are_needed_until_both_have_let_them_go(stage: Stage) -> None:
    """Each report has rows of its own for the same bytes; what one of them loses, the other keeps."""
    report = await filed(stage, files=2)
    await ask(stage, report)
    await choose(stage)
    await stage.press(AYU, COORDINATORS, "Semua")
    await stage.press(AYU, COORDINATORS, "Lanjut")
    await stage.press(AYU, COORDINATORS, "Ya, pisahkan")
    second = await second_of(stage, report)
    sums = {file.sha256 or "" for file in await files_of(stage, report)}

    for one, needed in ((report, sums), (second, set())):
        ids = [file.id for file in await files_of(stage, one)]
        async with stage.storage.work(stage.now) as work:
            assert await attachments.shred(work, attachments.among(ids)) == 2
        async with stage.storage.read() as session:
            assert await attachments.referenced(session, sums) == needed


async def test_a_person_may_file_as_many_reports_as_before(stage: Stage) -> None:
    """What the desk made of one is not counted against whoever filed it, though it counts as filed then."""
    report = await filed(stage)
    await halved(stage, report)

    async with stage.storage.read() as session:
        assert await reports.filed_since(session, report.reporter_id, stage.now - timedelta(days=1)) == 1
        span = (stage.now - timedelta(days=1), stage.now + timedelta(days=1))
        assert (await statistics.of(session, [span], None, stage.now)).filed.count == 2
