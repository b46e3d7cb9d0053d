"""The card tells the truth about what the desk said last: waiting, delivered, unknown, refused, not reachable."""

from __future__ import annotations

import pytest

from handlers import reach, words
from rules.delivery import Dead, Later, Outcome, Unknown, Unreachable
from storage import events, reporters
from storage.tables import Report
from tests.handlers.stage import AYU, COORDINATORS, EMMA, Stage

WORDS = "Our team collected the rubbish behind the bar this morning."
BLOCKED = Unreachable("Forbidden: bot was blocked by the user")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """On both databases."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def report(stage: Stage) -> Report:
    """A tourist's, with its card."""
    filed = await stage.file()
    await stage.deliver()
    return filed


async def _answer(stage: Stage, *fates: Outcome) -> int:
    """Ayu answers, and this becomes of what goes to Emma; the number of her message."""
    stage.fates[EMMA] = list(fates)
    number = await stage.write(AYU, COORDINATORS, WORDS, to=stage.card(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")
    return number


async def test_what_arrived_is_said_on_the_card(stage: Stage, report: Report) -> None:
    """And nothing else is said about it."""
    before = len(stage.seen(COORDINATORS))
    await _answer(stage)

    assert "✅ diterima Telegram untuk pelapor" in stage.card(COORDINATORS).screen.text
    assert len(stage.seen(COORDINATORS)) == before + 1  # the preview, which became the confirmation


async def test_what_waits_is_said_to_wait_until_it_is_through(stage: Stage, report: Report) -> None:
    """The card changes by itself."""
    await _answer(stage, Later("Bad Gateway"))
    assert "⏳ menunggu dikirim" in stage.card(COORDINATORS).screen.text

    stage.later(seconds=5)
    await stage.deliver()
    assert "✅ diterima Telegram" in stage.card(COORDINATORS).screen.text


@pytest.mark.parametrize(
    ("fates", "card", "told"),
    [
        ((BLOCKED,), "🚫 tidak sampai", "🚫 Pesan Anda untuk {code} tidak sampai"),
        ((Dead("Bad Request"),), "⛔️ ditolak Telegram", "⛔️ Telegram menolak pesan Anda untuk {code}"),
        ((Unknown("TimedOut"), Unknown("TimedOut")), "❔ mungkin sampai", "❔ Telegram tidak memastikan"),
    ],
)
async def test_who_wrote_what_did_not_arrive_hears_so_once(
    stage: Stage, report: Report, fates: tuple[Outcome, ...], card: str, told: str
) -> None:
    """Under what they wrote, with what to do; the card says it, too."""
    number = await _answer(stage, *fates)
    stage.later(minutes=1)
    await stage.deliver()

    assert card in stage.card(COORDINATORS).screen.text
    heard = [shown for shown in stage.seen(COORDINATORS) if told.format(code=report.code) in shown.screen.text]
    assert [number] == [shown.push.reply_to for shown in heard]
    assert stage.last(COORDINATORS).screen.text == heard[0].screen.text


async def test_long_words_that_went_halfway_did_not_arrive(stage: Stage, report: Report) -> None:
    """Of several messages the worst counts."""
    number = await stage.write(
        AYU, COORDINATORS, ("Thank you for telling us. " * 160)[:4000], to=stage.card(COORDINATORS).message_id
    )
    shown, send = stage.button(COORDINATORS, "Kirim ke pelapor")
    stage.fates[EMMA] = [Later("Bad Gateway"), BLOCKED]
    await stage.tap(AYU, COORDINATORS, shown.message_id, send.value)
    stage.later(seconds=5)
    await stage.deliver()

    assert "🚫" in stage.card(COORDINATORS).screen.text
    assert 1 == sum(shown.push.reply_to == number and "🚫" in shown.screen.text for shown in stage.seen(COORDINATORS))


async def test_words_of_another_report_that_waited_for_the_same_person_are_told_too(
    stage: Stage, report: Report
) -> None:
    """The person is gone for both."""
    await _answer(stage, Later("Bad Gateway"))
    other = await stage.file()
    await stage.deliver()
    await _answer(stage, BLOCKED)
    stage.later(seconds=5)
    await stage.deliver()

    texts = stage.texts(COORDINATORS)
    for code in (report.code, other.code):
        assert any(f"🚫 Pesan Anda untuk {code}" in text for text in texts), code


async def test_who_comes_back_gets_the_answer_that_waited(stage: Stage, report: Report) -> None:
    """By itself, and once; the card changes."""
    await _answer(stage, BLOCKED)
    assert stage.seen(EMMA, "public") == []

    for _ in range(2):
        async with stage.storage.work(stage.now) as work:
            await reporters.blocked(work, EMMA, None)
            await reach.again(work, EMMA)
        await stage.deliver()

    assert [True] == [WORDS in text for text in stage.texts(EMMA, "public")]
    assert "✅ diterima Telegram" in stage.card(COORDINATORS).screen.text


async def test_who_took_the_consent_back_gets_nothing_by_coming_back(stage: Stage, report: Report) -> None:
    """The answer is kept for them."""
    await _answer(stage, BLOCKED)
    async with stage.storage.work(stage.now) as work:
        emma = await reporters.by_telegram_id(work.session, EMMA)
        assert emma is not None
        await reporters.withdraw(work, emma)
        await reporters.blocked(work, EMMA, None)
        await reach.again(work, EMMA)
    await stage.deliver()

    assert stage.seen(EMMA, "public") == []


async def test_a_reporter_of_the_other_language_is_told_again_in_theirs(stage: Stage, report: Report) -> None:
    """What was kept beside the words that went is what somebody else can read."""
    await stage.write(AYU, COORDINATORS, "Kapan sampah itu mulai menumpuk?", to=stage.card(COORDINATORS).message_id)
    await stage.write(
        AYU, COORDINATORS, "When did the rubbish start to pile up?", to=stage.last(COORDINATORS).message_id
    )
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")
    await _choose(stage, "id")
    async with stage.storage.work(stage.now) as work:
        said = (await events.of_report(work.session, report.id or 0))[-1]
        await words.say(work, stage.house, await stage.report(report), said, agency="dlhk")
    await stage.deliver()

    assert "Kapan sampah itu mulai menumpuk?" in stage.last(EMMA, "public").screen.text


async def _choose(stage: Stage, language: str) -> None:
    async with stage.storage.work(stage.now) as work:
        emma = await reporters.by_telegram_id(work.session, EMMA)
        assert emma is not None
        await reporters.choose_language(work, emma, language)
