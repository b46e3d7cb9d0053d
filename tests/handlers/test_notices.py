"""What the reporter is told, when, and in how many messages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handlers import casework, fit, news, outlook
from rules.deadline import Promise
from rules.lifecycle import OPEN, Actor, Status, Step
from storage import reporters, reports, staff
from storage.tables import Report
from tests.handlers.stage import AYU, EMMA, KETUT, Stage, labels

MIDNIGHT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
SEVEN = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)


async def _step(stage: Stage, report: Report, step: Step, who: int = AYU, **values: Any) -> None:
    async with stage.storage.work(stage.now) as work:
        person = await staff.by_telegram_id(work.session, who)
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        actor = Actor.COORDINATOR if who == AYU else Actor.LIAISON
        await casework.take_step(work, stage.house, found, step, actor=actor, staff=person, **values)
    await stage.deliver()


async def test_a_notice_says_what_happened_what_is_next_and_by_when(stage: Stage) -> None:
    """The agency by name, the date in full with the zone, buttons to add and to look."""
    report = await stage.file()
    await _step(stage, report, Step.FORWARD, agency="dlhk")

    screen = stage.last(EMMA, "public").screen
    assert "passed on to the <b>Environment and Cleanliness Agency</b>" in screen.text
    assert "Next: the Environment and Cleanliness Agency acts on it, by Monday, 30 November 2026 16:00" in screen.text
    assert ["➕ Add something", "🔎 See status", "🔕 Stop messages", "⚙️ Settings"] == labels(screen)


async def test_changes_within_five_minutes_are_one_message(stage: Stage) -> None:
    """The message that was sent is edited; the next one after five minutes is new."""
    report = await stage.file()
    await _step(stage, report, Step.FORWARD, agency="dlhk")
    stage.later(minutes=3)
    await _step(stage, report, Step.TAKE, KETUT)
    assert len(stage.seen(EMMA, "public")) == 1
    assert "passed on" in stage.last(EMMA, "public").screen.text
    assert "started to work" in stage.last(EMMA, "public").screen.text

    stage.later(minutes=3)  # six after the message: an edit must not put off the next one for ever
    await _step(stage, report, Step.RETURN, KETUT, text="no")

    assert len(stage.seen(EMMA, "public")) == 2


@pytest.mark.parametrize(
    ("first", "weighty", "values"),
    [
        (Step.FORWARD, Step.REFER, {"referred_to": "pln"}),
        (Step.FORWARD, Step.ARCHIVE, {"archive_reason": "unclear"}),
        (Step.FORWARD, Step.RETURN, {"text": "no"}),
        (Step.ARCHIVE, Step.REOPEN, {}),
    ],
)
async def test_weighty_news_is_never_a_silent_edit(
    stage: Stage, first: Step, weighty: Step, values: dict[str, str]
) -> None:
    """Nobody's phone rings for an edit, so an ending or a turn is a message of its own, also a minute later."""
    report = await stage.file()
    await _step(stage, report, first, **({"agency": "dlhk"} if first is Step.FORWARD else {}))
    stage.later(minutes=1)
    await _step(stage, report, weighty, **values)

    assert ["send", "send"] == [shown.push.method for shown in stage.seen(EMMA, "public")]


async def test_the_end_after_an_answer_is_a_message_and_so_is_its_closing(stage: Stage) -> None:
    """Taken, answered, done and closed within the same minute."""
    report = await stage.file()
    await _step(stage, report, Step.FORWARD, agency="dlhk")
    await _step(stage, report, Step.REPLY, KETUT, text="The rubbish was collected today.")
    await _step(stage, report, Step.FINISH, KETUT)
    await _step(stage, report, Step.CLOSE)

    assert 4 == len(stage.seen(EMMA, "public"))
    assert "has been closed" in stage.last(EMMA, "public").screen.text


async def test_a_waiting_notice_absorbs_weighty_news_too(stage: Stage) -> None:
    """In the morning there is one message that says all of it."""
    report = await stage.file()
    stage.now = MIDNIGHT
    await _step(stage, report, Step.FORWARD, agency="dlhk")
    await _step(stage, report, Step.REFER, referred_to="pln")

    stage.now = SEVEN
    await stage.deliver()

    assert 1 == len(stage.seen(EMMA, "public"))
    assert "outside the regency" in stage.last(EMMA, "public").screen.text


async def test_who_disputes_an_ending_hears_that_the_report_is_open_again(stage: Stage) -> None:
    """At once, also at night, with the agency that has it and a date."""
    report = await stage.file()
    await _step(stage, report, Step.FORWARD, agency="dlhk")
    await _step(stage, report, Step.REPLY, KETUT, text="The rubbish was collected today.")
    await _step(stage, report, Step.FINISH, KETUT)
    stage.now = MIDNIGHT
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        await casework.add_from_reporter(work, stage.house, found, "No, it is not", [], 9)
    await stage.deliver()

    text = stage.last(EMMA, "public").screen.text
    assert "has been opened again" in text
    assert "the Environment and Cleanliness Agency acts on it, by Tuesday, 1 December 2026" in text


async def test_a_notice_is_not_hidden_above_a_conversation(stage: Stage) -> None:
    """After an operator's words, the next step is a message of its own below them."""
    report = await stage.file()
    await _step(stage, report, Step.FORWARD, agency="dlhk")
    await _step(stage, report, Step.REPLY, KETUT, text="The rubbish was collected today.")
    await _step(stage, report, Step.FINISH, KETUT)

    assert "dealt with" in stage.last(EMMA, "public").screen.text
    assert "by Monday, 7 December 2026 16:00 WITA" in stage.last(EMMA, "public").screen.text


async def test_notices_of_the_night_are_one_message_in_the_morning(stage: Stage) -> None:
    """Nothing rings between 21:00 and 07:00, and it says all of it at 07:00."""
    report = await stage.file()
    stage.now = MIDNIGHT
    await _step(stage, report, Step.FORWARD, agency="dlhk")
    stage.later(hours=1)
    await _step(stage, report, Step.TAKE, KETUT)
    assert stage.seen(EMMA, "public") == []

    stage.now = SEVEN
    await stage.deliver()

    assert len(stage.seen(EMMA, "public")) == 1
    assert "started to work" in stage.last(EMMA, "public").screen.text


async def test_a_night_of_long_reasons_fits_one_message(stage: Stage) -> None:
    """Telegram refuses more than 4,096 units for ever: the last steps are told, the first left out."""
    report = await stage.file()
    stage.now = MIDNIGHT
    for _ in range(4):
        await _step(stage, report, Step.ARCHIVE, text="& " * 700, archive_reason="incomplete")
        await _step(stage, report, Step.REOPEN)

    stage.now = SEVEN
    await stage.deliver()

    text = stage.last(EMMA, "public").screen.text
    assert fit.visible(text) <= fit.MESSAGE_UNITS
    assert report.code in text


async def test_an_operators_words_go_at_night_without_a_sound(stage: Stage) -> None:
    """And by day with one."""
    report = await stage.file()
    await _step(stage, report, Step.REPLY, text="Thank you")
    stage.now = MIDNIGHT
    await _step(stage, report, Step.REPLY, text="We are there")

    assert [shown.push.silent for shown in stage.seen(EMMA, "public")] == [False, True]
    assert stage.last(EMMA, "public").push.report_id == report.id


async def test_the_language_is_that_of_the_moment_of_sending(stage: Stage) -> None:
    """Changed while the notice waited for the morning."""
    report = await stage.file()
    stage.now = MIDNIGHT
    await _step(stage, report, Step.FORWARD, agency="dlhk")
    async with stage.storage.work(stage.now) as work:
        reporter = await reporters.by_telegram_id(work.session, EMMA)
        assert reporter is not None
        await reporters.choose_language(work, reporter, "id")

    stage.now = SEVEN
    await stage.deliver()

    assert "diteruskan ke" in stage.last(EMMA, "public").screen.text


async def test_words_are_shown_as_they_were_written(stage: Stage) -> None:
    """What looks like HTML is no HTML."""
    report = await stage.file()
    await _step(stage, report, Step.REPLY, text="5 < 6 & <b>now</b>")

    assert "5 &lt; 6 &amp; &lt;b&gt;now&lt;/b&gt;" in stage.last(EMMA, "public").screen.text


async def test_who_blocked_us_is_left_alone(stage: Stage) -> None:
    """No notice is ordered for somebody who does not want any."""
    report = await stage.file()
    async with stage.storage.work(stage.now) as work:
        await reporters.blocked(work, EMMA, stage.now)

    await _step(stage, report, Step.FORWARD, agency="dlhk")

    assert stage.seen(EMMA, "public") == []


@pytest.mark.parametrize("authority", ["bbpjn", "pln"])
async def test_a_referral_names_the_authority_and_its_contact_if_it_is_known(stage: Stage, authority: str) -> None:
    """Nobody is told to call an empty number."""
    report = await stage.file()
    await _step(stage, report, Step.REFER, referred_to=authority)

    contact = stage.house.region.authorities[authority].contact
    assert ("Please contact" in stage.last(EMMA, "public").screen.text) == bool(contact)


def test_every_english_agency_name_takes_an_article(stage: Stage) -> None:
    """The sentences say "the"; each name is a common noun with what it is for."""
    nouns = ("Agency", "Inspectorate", "Company", "Section of the Secretariat")

    assert [] == [
        agency.names.of("en")
        for agency in stage.house.region.agencies.values()
        if not agency.names.of("en").endswith(nouns) or agency.names.of("en").startswith("The ")
    ]


@pytest.mark.parametrize("locale", ["id", "en"])
@pytest.mark.parametrize("step", sorted(news.ANNOUNCED))
def test_every_announced_step_has_its_text(stage: Stage, step: Step, locale: str) -> None:
    """In every language."""
    assert news.told(stage.house, step, {}, locale)


@pytest.mark.parametrize("locale", ["id", "en"])
@pytest.mark.parametrize("status", sorted(set(Status) - {Status.WITHDRAWN}))
async def test_every_status_has_its_outlook(stage: Stage, status: Status, locale: str) -> None:
    """In every language, with a date, without one, and from the moment it is due; after an answer nobody is late."""
    report = await stage.file()
    report.status = status
    dates = dict.fromkeys(Promise, stage.now)
    undated, dated, late = (
        outlook.line(stage.house, report, due, locale, now)
        for due, now in (({}, stage.now), (dates, stage.now - timedelta(hours=1)), (dates, stage.now))
    )
    has_date = status in OPEN or status == Status.ANSWERED

    assert undated
    assert has_date == (dated != undated) == ("23 November 2026" in dated)
    assert (has_date and status in OPEN) == late.startswith("⏰")
    if status in OPEN:
        assert outlook.waits(stage.house, report, locale)
