"""A report changes in one place, and everything follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers import cards, casework, fit, promises
from handlers.casework import LostRace
from handlers.house import House
from rules import deadline
from rules.draft import Draft, Part
from rules.lifecycle import Actor, Moved, Refusal, Refused, Status, Step
from rules.region import Region
from storage import attachments, deadlines, drafts, events, reporters, reports, staff
from storage.tables import DraftRow, Event, Report
from storage.work import Work
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, MADE, Stage


async def _step(stage: Stage, report: Report, step: Step, actor: Actor, **values: Any) -> Any:
    async with stage.storage.work(stage.now) as work:
        ayu = await staff.by_telegram_id(work.session, AYU)
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        outcome = await casework.take_step(work, stage.house, found, step, actor=actor, staff=ayu, **values)
    await stage.deliver()
    return outcome


async def _open(stage: Stage, report: Report) -> dict[str, Any]:
    async with stage.storage.read() as session:
        return await deadlines.open_of(session, report.id or 0)


async def test_filing_drops_the_draft_and_adopts_its_files(stage: Stage) -> None:
    """Report, history, promises, files and cards exist together; the draft is gone."""
    async with stage.storage.work(stage.now) as work:
        reporter = await reporters.seen(work, MADE, "Made", "", "id")
        await reporters.consent(work, reporter, "1")
        row = await _draft(work, reporter.id or 0)
        await _photo(work, row.id)
        report = await casework.file(work, stage.house, reporter, row, drafts.load(row))

        assert await drafts.of(work.session, reporter.id or 0) is None
        assert len(await attachments.of_report(work.session, report.id or 0)) == 1
        assert [event.step for event in await events.of_report(work.session, report.id or 0)] == ["filed"]
    assert report.code.startswith("BDG-")
    assert report.title == "Lampu jalan mati di depan banjar"
    assert set(await _open(stage, report)) == {"verify", "resolve"}


async def test_evidence_follows_as_an_album_once_its_bytes_are_here(stage: Stage) -> None:
    """It answers the card, and waits for the download."""
    async with stage.storage.work(stage.now) as work:
        reporter = await reporters.seen(work, MADE, "Made", "", "id")
        await reporters.consent(work, reporter, "1")
        row = await _draft(work, reporter.id or 0)
        files = [await _photo(work, row.id, f"U{number}") for number in range(3)]
        await casework.file(work, stage.house, reporter, row, drafts.load(row))
    await stage.deliver()
    assert len(stage.seen(COORDINATORS)) == 1

    async with stage.storage.work(stage.now) as work:
        for file in files:
            await attachments.stored(work, file, "0" * 64, 9, "image/jpeg")
    stage.later(seconds=5)
    await stage.deliver()

    album = stage.last(COORDINATORS)
    assert len(album.screen.media) == 3
    assert album.push.reply_to == stage.card(COORDINATORS).message_id


async def test_a_forwarded_report_brings_everything_along(stage: Stage) -> None:
    """What the reporter added before is in the agency's chat too."""
    report = await stage.file()
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        await casework.add_from_reporter(work, stage.house, found, "The smell is worse now", [], 9)
    await stage.deliver()

    await _step(stage, report, Step.FORWARD, Actor.COORDINATOR, agency="dlhk")

    assert any("smell is worse" in text for text in stage.texts(DLHK))


async def test_a_refused_step_changes_nothing(stage: Stage) -> None:
    """No event, no notice, the reason as a value."""
    report = await stage.file()

    assert Refused(Refusal.STATUS) == await _step(stage, report, Step.FINISH, Actor.COORDINATOR)
    assert Refused(Refusal.ACTOR) == await _step(stage, report, Step.FORWARD, Actor.LIAISON, agency="dlhk")
    assert (await stage.report(report)).version == 1


async def test_who_looked_at_an_older_version_loses_a_decision(stage: Stage) -> None:
    """Two transactions read the same report; the second to decide is told, its words are still sent."""
    report = await stage.file()
    async with stage.storage.work(stage.now) as work:
        stale = await reports.by_id(work.session, report.id or 0)
        assert stale is not None
        work.session.expunge(stale)
    await _step(stage, report, Step.FORWARD, Actor.COORDINATOR, agency="dlhk")

    async with stage.storage.work(stage.now) as work:
        work.session.add(stale)
        lost = await casework.take_step(
            work, stage.house, stale, Step.FORWARD, actor=Actor.COORDINATOR, agency="dishub"
        )

    assert lost == LostRace()
    assert (await stage.report(report)).agency == "dlhk"


async def test_the_promises_of_a_whole_life(stage: Stage) -> None:
    """Verified at forwarding, followed up at the first answer, resolved at the end, made anew when reopened."""
    report = await stage.file()
    await _step(stage, report, Step.FORWARD, Actor.COORDINATOR, agency="dlhk")
    assert set(await _open(stage, report)) == {"follow_up", "resolve"}

    await _step(stage, report, Step.REPLY, Actor.COORDINATOR, text="Our team has cleaned the place.")
    assert set(await _open(stage, report)) == {"resolve"}

    assert await _step(stage, report, Step.FINISH, Actor.COORDINATOR) == Moved(Status.ANSWERED, changed=True)
    assert await _open(stage, report) == {"reply": promises.reply_until(stage.house, report, stage.now)}

    await _step(stage, report, Step.REOPEN, Actor.COORDINATOR)
    assert {"follow_up", "resolve"} == set(await _open(stage, report))  # the agency has it again
    assert not (await stage.report(report)).replied


async def test_a_reporters_answer_to_an_ending_opens_the_report_again(stage: Stage) -> None:
    """The agency that took it has it in progress again, with new dates; a second message is an addition."""
    report = await stage.file()
    for step, values in _TO_THE_END:
        await _step(stage, report, step, Actor.COORDINATOR, **values)

    assert Step.REOPEN == (await _add(stage, report, "It is still there")).step
    found = await stage.report(report)
    assert (Status.IN_PROGRESS, "dlhk", False) == (found.status, found.agency, found.replied)
    assert {"follow_up", "resolve"} == set(await _open(stage, report))
    assert Step.ADD == (await _add(stage, report, "And more of it")).step
    assert Refused(Refusal.NO_REPLY) == await _step(stage, report, Step.FINISH, Actor.COORDINATOR)


@pytest.mark.parametrize(
    ("step", "actor", "values"),
    [
        (Step.CLOSE, Actor.CLOCK, {}),
        (Step.WITHDRAW, Actor.REPORTER, {}),
        (Step.REOPEN, Actor.REPORTER, {"text": "It is still there"}),
    ],
)
async def test_the_reporters_window_ends_with_the_answer(
    stage: Stage, step: Step, actor: Actor, values: dict[str, str]
) -> None:
    """Closed, withdrawn or opened again: nothing waits for the reporter's word any more."""
    report = await stage.file()
    for taken, set_ in _TO_THE_END:
        await _step(stage, report, taken, Actor.COORDINATOR, **set_)
    assert set(await _open(stage, report)) == {"reply"}

    await _step(stage, report, step, actor, **values)

    assert "reply" not in await _open(stage, report)


async def test_a_closed_report_without_an_agency_is_verified_anew(stage: Stage) -> None:
    """Nobody had it but the coordinator."""
    report = await stage.file()
    await _change(stage, report, status=Status.CLOSED.value)

    await _add(stage, report, "It is back")

    assert Status.RECEIVED == (await stage.report(report)).status
    assert {"verify", "resolve"} == set(await _open(stage, report))


@pytest.mark.parametrize("status", [Status.REFERRED, Status.ARCHIVED, Status.WITHDRAWN])
async def test_an_addition_opens_nothing_else(stage: Stage, status: Status) -> None:
    """What another authority has, was put aside or withdrawn stays so."""
    report = await stage.file()
    await _change(stage, report, status=status.value)

    assert Step.ADD == (await _add(stage, report, "By the way")).step
    assert status == (await stage.report(report)).status


_TO_THE_END: list[tuple[Step, dict[str, str]]] = [
    (Step.FORWARD, {"agency": "dlhk"}),
    (Step.TAKE, {}),
    (Step.REPLY, {"text": "The rubbish was collected today."}),
    (Step.FINISH, {}),
]


async def _add(stage: Stage, report: Report, text: str) -> Event:
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        event = await casework.add_from_reporter(work, stage.house, found, text, [], 9)
    await stage.deliver()
    return event


async def _change(stage: Stage, report: Report, **values: Any) -> None:
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        assert await reports.change(work, found, **values)


async def test_the_clock_stands_still_while_the_reporter_is_asked(stage: Stage) -> None:
    """Two days of waiting move the promise by the opening hours of those days."""
    report = await stage.file()
    before = (await _open(stage, report))["resolve"]
    await _step(stage, report, Step.ASK, Actor.COORDINATOR, text="Where exactly?")
    stage.later(days=2)

    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        event = await casework.add_from_reporter(work, stage.house, found, "Behind the bar", [], 9)

    assert event.step == Step.SUPPLY
    assert (await stage.report(report)).status == Status.RECEIVED
    after = (await _open(stage, report))["resolve"]
    assert after > before
    assert [before.isoformat(), after.isoformat()] == event.data["moved"]["resolve"]
    assert {"verify", "resolve"} == set(event.data["moved"])


async def test_a_return_promises_verification_again(stage: Stage) -> None:
    """The coordinator has it again, with a date."""
    report = await stage.file()
    await _step(stage, report, Step.FORWARD, Actor.COORDINATOR, agency="dlhk")
    await _step(stage, report, Step.RETURN, Actor.LIAISON, text="not ours")

    assert set(await _open(stage, report)) == {"verify", "resolve"}


async def test_what_moves_a_date_says_so_in_the_history(stage: Stage) -> None:
    """A step that leaves every date as it was remembers none; one that moves some, those: from when, to when."""
    report = await stage.file()
    await _step(stage, report, Step.FORWARD, Actor.COORDINATOR, agency="dlhk")
    stage.later(days=1)
    await _step(stage, report, Step.TAKE, Actor.LIAISON)
    await _step(stage, report, Step.RETURN, Actor.LIAISON, text="not ours")
    await _step(stage, report, Step.FORWARD, Actor.COORDINATOR, agency="dishub")
    for step, values in _TO_THE_END[1:]:
        await _step(stage, report, step, Actor.COORDINATOR, **values)
    stage.later(days=1)
    await _step(stage, report, Step.REOPEN, Actor.REPORTER)

    async with stage.storage.read() as session:
        history = await events.of_report(session, report.id or 0)
    moved = {event.step: set(event.data.get("moved", ())) for event in history}
    assert moved == {
        "filed": set(),
        "take": set(),
        "return": {"verify"},
        "forward": {"follow_up"},  # the second one
        "reply": set(),
        "finish": set(),
        "reopen": {"follow_up", "resolve"},
    }


async def test_a_class_set_by_hand_counts_anew_without_the_waits(stage: Stage) -> None:
    """Sixty days instead of fourteen, from filing, and two days of waiting for the reporter move that date too."""
    report = await stage.file()
    filed_at = stage.now
    await _step(stage, report, Step.ASK, Actor.COORDINATOR, text="Where exactly?")
    stage.later(days=2)
    await _add(stage, report, "Behind the bar")
    before = (await _open(stage, report))["resolve"]
    calendar = stage.house.region.calendar
    assert deadline.after_wait(calendar.add_working_days(filed_at, 14), filed_at, stage.now, calendar) == before
    stage.later(days=1)

    await _step(stage, report, Step.CLASSIFY, Actor.COORDINATOR, klass="oversight")

    after = (await _open(stage, report))["resolve"]
    waited = calendar.working_minutes_between(filed_at, filed_at + timedelta(days=2))
    assert calendar.add_working_minutes(calendar.add_working_days(filed_at, 60), waited) == after
    async with stage.storage.read() as session:
        event = (await events.of_report(session, report.id or 0))[-1]
    assert event.data["moved"] == {"resolve": [before.isoformat(), after.isoformat()]}
    assert "oversight" == (await stage.report(report)).klass

    await _step(stage, report, Step.CLASSIFY, Actor.COORDINATOR, klass="complaint")
    assert before == (await _open(stage, report))["resolve"]


async def test_a_class_counts_from_where_the_report_started_anew(stage: Stage) -> None:
    """What was reopened, or put aside and forwarded after all, has all its days from then; a wait before is over."""
    report = await stage.file()
    await _step(stage, report, Step.ASK, Actor.COORDINATOR, text="Where exactly?")
    stage.later(days=2)
    await _add(stage, report, "Behind the bar")
    await _step(stage, report, Step.ARCHIVE, Actor.COORDINATOR, archive_reason="unclear")
    stage.later(days=7)
    begun = stage.now
    await _step(stage, report, Step.FORWARD, Actor.COORDINATOR, agency="dlhk")
    stage.later(days=1)

    await _step(stage, report, Step.CLASSIFY, Actor.COORDINATOR, klass="information")

    expected = stage.house.region.calendar.add_working_days(begun, 5)
    assert expected == (await _open(stage, report))["resolve"]


async def test_a_report_keeps_the_days_it_was_filed_under(stage: Stage) -> None:
    """A law that changes meanwhile does not change what was promised, also not when it is reopened or answered."""
    region = stage.house.region
    new = replace(region.sla[0], effective_from=stage.now.date() + timedelta(days=1), verify_days=1, resolve_days={})
    values = {name: getattr(region, name) for name in region.__slots__}
    stage.house = House(Region(**{**values, "sla": (*region.sla, new)}), stage.house.catalog, "a", "b")
    report = await stage.file()
    for step, values in _TO_THE_END:
        await _step(stage, report, step, Actor.COORDINATOR, **values)
    stage.later(days=2)
    await _step(stage, report, Step.REOPEN, Actor.REPORTER)

    assert region.calendar.add_working_days(stage.now, 14) == (await _open(stage, report))["resolve"]


async def test_what_was_archived_and_is_forwarded_after_all_is_promised_anew(stage: Stage) -> None:
    """A mistake at the desk does not leave the reporter without a date."""
    report = await stage.file()
    await _step(stage, report, Step.ARCHIVE, Actor.COORDINATOR, archive_reason="unclear")
    await _step(stage, report, Step.FORWARD, Actor.COORDINATOR, agency="dlhk")

    assert set(await _open(stage, report)) == {"follow_up", "resolve"}
    assert (await stage.report(report)).archive_reason is None


async def test_a_very_long_report_fits_and_follows_in_full(stage: Stage) -> None:
    """4,000 characters beyond the basic plane are 8,000 units: the card is cut, the whole text follows."""
    words = "🗑" * 4000
    await stage.file(parts=(Part(1, words),), place=None, category=None)
    await stage.deliver()

    shown = stage.seen(COORDINATORS)
    assert all(fit.visible(message.screen.text) <= fit.MESSAGE_UNITS for message in shown)
    assert sum(message.screen.text.count("🗑") for message in shown[1:]) == 4000
    assert shown[1].push.reply_to == shown[0].message_id


async def test_a_card_full_of_everything_still_fits(stage: Stage) -> None:
    """History lines give way before the description does."""
    report = await stage.file(parts=(Part(1, "x " * 1250),), place=None)
    for _ in range(6):
        await _step(stage, report, Step.NOTE, Actor.COORDINATOR, text="n" * 4000)

    assert all(fit.visible(message.screen.text) <= fit.MESSAGE_UNITS for message in stage.seen(COORDINATORS))


async def test_the_reporters_language_does_not_change_the_desks(stage: Stage) -> None:
    """A notice is in the reporter's language, the card in the chat's."""
    report = await stage.file(telegram_id=MADE, language="id")
    await _step(stage, report, Step.FORWARD, Actor.COORDINATOR, agency="dlhk")
    other = await stage.file(telegram_id=EMMA)
    await _step(stage, other, Step.FORWARD, Actor.COORDINATOR, agency="dlhk")

    assert "diteruskan ke" in stage.last(MADE, "public").screen.text
    assert "passed on to" in stage.last(EMMA, "public").screen.text


def test_the_topic_is_named_by_code_and_category(stage: Stage) -> None:
    """At most 128 characters, as Telegram allows."""
    report = Report(code="BDG-7K3Q-XM2", category="waste")  # type: ignore[call-arg]

    assert cards.topic(stage.house, report, "id").text == "BDG-7K3Q-XM2 · Sampah menumpuk"


async def _draft(work: Work, reporter_id: int) -> DraftRow:
    draft = Draft(parts=(Part(1, "Lampu jalan mati di depan banjar. Sudah seminggu."),), category="street_light")
    return await drafts.save(work, reporter_id, draft)


async def _photo(work: Work, draft_id: int | None, unique: str = "U1") -> int:
    file = await attachments.add(
        work, bot="public", draft_id=draft_id, kind="photo", file_id="F", file_unique_id=unique, message_id=3
    )
    return file.id or 0
