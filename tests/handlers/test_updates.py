"""What each reporter is told, by what they chose: at once, once a day, only the answer, nothing of a muted report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from handlers import casework, fit
from rules.delivery import Kind
from rules.lifecycle import Step
from rules.updates import Choice
from storage import drafts, outbox, reporters, reports
from storage.tables import Report
from tests.handlers.stage import EMMA, KETUT, MADE, Shown, Stage, labels

EIGHT = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # on Tuesday morning in Badung; the stage opens on Monday at noon
SEVEN = EIGHT - timedelta(hours=1)
MIDNIGHT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def told(stage: Stage, who: int = EMMA) -> list[Shown]:
    """What the person received of the public bot."""
    return stage.seen(who, "public")


async def at(stage: Stage, moment: datetime) -> None:
    """Time passes, and what is due is delivered."""
    stage.now = moment
    await stage.deliver()


async def choose(stage: Stage, choice: Choice, who: int = EMMA) -> None:
    async with stage.storage.work(stage.now) as work:
        reporter = await reporters.by_telegram_id(work.session, who)
        assert reporter is not None
        await reporters.choose_updates(work, reporter, choice)


async def mute(stage: Stage, report: Report, muted: bool = True) -> None:
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        await reports.mute(work, found, muted)


async def add(stage: Stage, report: Report, text: str) -> None:
    """The reporter writes about the report."""
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        await casework.add_from_reporter(work, stage.house, found, text, [], 9)
    await stage.deliver()


async def four_steps(stage: Stage, report: Report) -> None:
    """Four messages of their own, ten minutes apart."""
    for step in (Step.FORWARD, Step.RETURN, Step.FORWARD, Step.RETURN):
        values = {"agency": "dlhk"} if step is Step.FORWARD else {"text": "not ours"}
        await stage.desk_takes(report, step, **values)
        stage.later(minutes=10)


async def test_a_report_makes_three_notices_a_day_and_the_rest_is_told_in_the_morning(stage: Stage) -> None:
    """In one message that says all of it, also what happened after it was ordered."""
    report = await stage.file()
    await four_steps(stage, report)
    assert 3 == len(told(stage))
    await stage.desk_takes(report, Step.REFER, referred_to="pln")
    assert 3 == len(told(stage))

    await at(stage, SEVEN - timedelta(seconds=1))
    assert 3 == len(told(stage))
    await at(stage, SEVEN)
    (*_, last) = told(stage)
    assert 4 == len(told(stage))
    assert "not in its remit" in last.screen.text
    assert "outside the regency" in last.screen.text


async def test_the_cap_counts_neither_edits_nor_other_reports_nor_other_days(stage: Stage) -> None:
    """Only what rings for this report, on this day of the region."""
    report, other = await stage.file(), await stage.file()
    for one in (other, report):
        await stage.desk_takes(one, Step.FORWARD, agency="dlhk")
        await stage.desk_takes(one, Step.TAKE, KETUT)
    stage.later(minutes=10)
    await stage.desk_takes(report, Step.RETURN, KETUT, text="no")
    await stage.desk_takes(report, Step.ARCHIVE, archive_reason="unclear")
    assert 2 + 2 == len(told(stage))  # two notices with an edit each, and two more of the second report
    stage.later(minutes=10)
    await stage.desk_takes(other, Step.RETURN, KETUT, text="no")
    assert 5 == len(told(stage))

    stage.now = EIGHT
    await stage.desk_takes(report, Step.REOPEN)
    assert 6 == len(told(stage))


async def test_a_conversation_is_never_counted_out(stage: Stage) -> None:
    """Words and questions come at once, whatever came before, and count for nothing."""
    report = await stage.file()
    for number in range(4):
        await stage.desk_takes(report, Step.REPLY, text=f"word {number}")
    await four_steps(stage, report)
    assert 4 + 3 == len(told(stage))
    await stage.desk_takes(report, Step.ASK, text="Which side of the road?")

    assert "Which side" in told(stage)[-1].screen.text


async def test_one_summary_a_day_tells_of_every_report_on_which_something_happened(stage: Stage) -> None:
    """At eight: what happened, where it stands, what is promised next; a button to each. The next day nothing."""
    first, second, _quiet = [await stage.file() for _ in range(3)]
    await choose(stage, Choice.DAILY)
    await stage.desk_takes(first, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(first, Step.TAKE, KETUT)
    await stage.desk_takes(second, Step.REFER, referred_to="pln")
    assert [] == told(stage)

    await at(stage, EIGHT - timedelta(seconds=1))
    assert [] == told(stage)
    await at(stage, EIGHT)
    (summary,) = told(stage)
    for words in (
        first.code,
        second.code,
        "passed on to",
        "started to work",
        "outside the regency",
        "Next: the final answer",
    ):
        assert words in summary.screen.text
    assert [first.code, second.code, "⚙️ Settings"] == labels(summary.screen)
    assert not summary.push.silent

    await at(stage, EIGHT + timedelta(days=2))
    assert 1 == len(told(stage))


async def test_a_summary_of_one_report_has_its_buttons_and_takes_replies_for_it(stage: Stage) -> None:
    """As a notice would."""
    report = await stage.file()
    await choose(stage, Choice.DAILY)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await at(stage, EIGHT)

    (summary,) = told(stage)
    assert ["➕ Add something", "🔎 See status", "🔕 Stop messages", "⚙️ Settings"] == labels(summary.screen)
    assert report.id == summary.push.report_id


async def test_a_summary_is_composed_when_it_is_sent(stage: Stage) -> None:
    """In the language of that moment, with what happened until then, as things stand; not what is no more."""
    report, withdrawn = await stage.file(), await stage.file()
    await choose(stage, Choice.DAILY)
    for one in (report, withdrawn):
        await stage.desk_takes(one, Step.FORWARD, agency="dlhk")
    stage.now = SEVEN
    await stage.desk_takes(report, Step.ASK, text="Which side?")
    async with stage.storage.work(stage.now) as work:
        reporter = await reporters.by_telegram_id(work.session, EMMA)
        found = await reports.by_id(work.session, withdrawn.id or 0)
        assert reporter is not None
        assert found is not None
        await reporters.choose_language(work, reporter, "id")
        await reports.change(work, found, status="withdrawn")
    await at(stage, EIGHT)

    text = told(stage)[-1].screen.text
    assert "diteruskan ke" in text
    assert "Kami menunggu jawaban Anda" in text
    assert withdrawn.code not in text


async def test_a_summary_says_as_much_as_fits(stage: Stage) -> None:
    """Telegram refuses more than 4,096 units: what is left out is a command away, what is long is told from its end."""
    filed = [await stage.file() for _ in range(12)]
    await choose(stage, Choice.DAILY)
    for report in filed:
        await stage.desk_takes(report, Step.ARCHIVE, text="& " * 500, archive_reason="incomplete")
        await stage.desk_takes(report, Step.REOPEN)
        await stage.desk_takes(report, Step.ARCHIVE, text="> " * 500, archive_reason="incomplete")
    await at(stage, EIGHT)
    (summary,) = told(stage)

    assert fit.visible(summary.screen.text) <= fit.MESSAGE_UNITS
    assert "… and your other reports: /mine" in summary.screen.text
    assert "&amp;" not in summary.screen.text
    assert [report.code for report in filed[:3]] == labels(summary.screen)[:-1]


async def test_conversation_comes_at_once_to_who_reads_a_summary(stage: Stage) -> None:
    """Words, and the confirmation of what the person did."""
    report = await stage.file()
    await choose(stage, Choice.DAILY)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(report, Step.REPLY, KETUT, text="It was cleaned this morning.")
    await stage.desk_takes(report, Step.FINISH, KETUT)
    assert 1 == len(told(stage))
    await add(stage, report, "No, it is still there.")
    assert "opened again" in told(stage)[-1].screen.text

    await at(stage, EIGHT)
    text = told(stage)[-1].screen.text
    assert "dealt with" in text
    assert "opened again" not in text


async def test_who_wants_only_the_answer_hears_of_the_outcome(stage: Stage) -> None:
    """Not of the way to it; also that it no longer holds."""
    report = await stage.file()
    await choose(stage, Choice.ANSWERS)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(report, Step.TAKE, KETUT)
    assert [] == told(stage)

    await stage.desk_takes(report, Step.REPLY, KETUT, text="It was cleaned this morning.")
    await stage.desk_takes(report, Step.FINISH, KETUT)
    await stage.desk_takes(report, Step.REOPEN)
    assert 3 == len(told(stage))
    assert "opened again" in told(stage)[-1].screen.text


async def test_of_a_muted_report_come_words_and_the_outcome_without_a_sound(stage: Stage) -> None:
    """Not its way; what the person does is confirmed aloud. Started again, it is as before."""
    report = await stage.file()
    await mute(stage, report)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    assert [] == told(stage)

    await stage.desk_takes(report, Step.REPLY, KETUT, text="It was cleaned this morning.")
    await stage.desk_takes(report, Step.FINISH, KETUT)
    assert [True, True] == [shown.push.silent for shown in told(stage)]
    assert "🔔 Start messages again" in labels(told(stage)[-1].screen)

    await add(stage, report, "No, it is still there.")
    assert not told(stage)[-1].push.silent
    await mute(stage, report, muted=False)
    await stage.desk_takes(report, Step.TAKE, KETUT)
    assert "started to work" in told(stage)[-1].screen.text


async def test_a_report_muted_while_its_notice_waits_is_silent(stage: Stage) -> None:
    """What was ordered is not said; an outcome that joined it is, without a sound."""
    silent, ended = await stage.file(), await stage.file()
    stage.now = MIDNIGHT
    for report in (silent, ended):
        await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(ended, Step.REFER, referred_to="pln")
    for report in (silent, ended):
        await mute(stage, report)
    await at(stage, SEVEN)

    (notice,) = told(stage)
    assert notice.push.silent
    assert "outside the regency" in notice.screen.text
    assert "passed on" not in notice.screen.text


async def test_a_choice_counts_when_the_notice_is_sent(stage: Stage) -> None:
    """Ordered for the morning, and by then only the answer is wanted."""
    report = await stage.file()
    stage.now = MIDNIGHT
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await choose(stage, Choice.ANSWERS)
    await at(stage, SEVEN)

    assert [] == told(stage)


async def test_a_notice_says_how_things_stand_when_it_is_sent(stage: Stage) -> None:
    """The desk asked in the meantime: then the next step is the reporter's."""
    report = await stage.file()
    stage.now = MIDNIGHT
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(report, Step.ASK, KETUT, text="Which side?")
    await at(stage, SEVEN)

    assert "We are waiting for your answer to the officers' question, by Tuesday, 8" in told(stage)[-1].screen.text


async def test_what_waits_goes_at_once_when_the_person_acts(stage: Stage) -> None:
    """At night the answer is no surprise: one message says both."""
    report = await stage.file()
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(report, Step.REPLY, KETUT, text="It was cleaned this morning.")
    stage.now = MIDNIGHT
    await stage.desk_takes(report, Step.FINISH, KETUT)
    before = len(told(stage))
    await add(stage, report, "No, it is still there.")

    assert before + 1 == len(told(stage))
    assert "dealt with" in told(stage)[-1].screen.text
    assert "opened again" in told(stage)[-1].screen.text
    await at(stage, SEVEN)
    assert before + 1 == len(told(stage))


async def test_what_could_not_go_by_day_does_not_ring_at_night(stage: Stage) -> None:
    """Kanal was down: a notice of the afternoon waits for the morning, an operator's words do not."""
    report = await stage.file()
    async with stage.storage.work(stage.now) as work:
        for kind, text in ((Kind.NOTICE, "notice"), (Kind.REPLY, "reply")):
            await outbox.put(work, bot="public", chat_id=EMMA, kind=kind, screen={"text": text}, report_id=report.id)
    await at(stage, MIDNIGHT)
    assert ["reply"] == stage.texts(EMMA, "public")

    await at(stage, SEVEN)
    assert ["reply", "notice"] == stage.texts(EMMA, "public")


async def test_nothing_rings_on_nyepi(stage: Stage) -> None:
    """2027-03-08: notices come on the 9th at seven, summaries at eight; an operator's words without a sound."""
    stage.now = datetime(2027, 3, 7, 14, 0, tzinfo=UTC)  # Sunday at 22:00 in Badung
    report, other = await stage.file(), await stage.file(MADE, "id")
    await choose(stage, Choice.DAILY, MADE)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(other, Step.FORWARD, agency="dlhk")
    await at(stage, datetime(2027, 3, 8, 4, 0, tzinfo=UTC))
    await stage.desk_takes(report, Step.REPLY, text="We heard you.")
    await stage.desk_takes(report, Step.TAKE, KETUT)
    assert [True] == [shown.push.silent for shown in told(stage)]

    nine = datetime(2027, 3, 8, 23, 0, tzinfo=UTC)  # the 9th at seven
    await at(stage, nine - timedelta(seconds=1))
    assert 1 == len(told(stage))
    await at(stage, nine)
    assert 2 == len(told(stage))
    assert [] == told(stage, MADE)
    await at(stage, nine + timedelta(hours=1))
    assert 1 == len(told(stage, MADE))


async def test_who_gave_the_report_away_hears_nothing_more(stage: Stage) -> None:
    """A notice and a summary that wait are for its holder only."""
    report, daily = await stage.file(), await stage.file(MADE, "id")
    await choose(stage, Choice.DAILY, MADE)
    stage.now = MIDNIGHT
    for one in (report, daily):
        await stage.desk_takes(one, Step.FORWARD, agency="dlhk")
    async with stage.storage.work(stage.now) as work:
        friend = await reporters.seen(work, 777, "Friend", "", "en")
        for one in (report, daily):
            found = await reports.by_id(work.session, one.id or 0)
            assert found is not None
            await reports.change(work, found, reporter_id=friend.id)
        assert await drafts.of(work.session, friend.id) is None
    await at(stage, EIGHT)

    assert [] == told(stage) == told(stage, MADE) == told(stage, 777)
