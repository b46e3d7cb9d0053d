"""A machine drafts the other language, and nothing of it goes before an officer has answered for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from bot import translator
from bot.interpreter import Interpreter
from bot.translator import Translator
from rules.draft import Part
from rules.lifecycle import Step
from storage import anonymous, events, reporters, reports
from storage.tables import Report
from tests import traces
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, KETUT, MADE, WAYAN, Stage, labels
from tests.libre import Libre, refusal

BODY = "Sampah di belakang bar sudah diangkut petugas kami tadi pagi, terima kasih Emma.\nHubungi 0361 123456."
DRAFT = "the rubbish behind the bar was collected by our team this morning, thank you Emma.\nplease call 0361 123456."
BETTER = "Our team collected the rubbish behind the bar this morning. Please call 0361 123456."
OFFER, CHECKED, SEND = "Minta draf mesin", "Saya sudah memeriksa", "Kirim ke pelapor"
ALONE = "Translated by machine and checked by an officer."


@pytest.fixture
async def libre(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Libre]:
    """The server that is set up."""
    monkeypatch.setattr(translator, "PAUSE_SECONDS", 0.0)
    async with Libre(key="k") as server:
        yield server


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """The stage of a Kanal that has a translator."""
    stage.house = replace(stage.house, translates=True)
    stage.application.bot_data["house"] = stage.house
    return stage


async def interpret(stage: Stage, libre: Libre) -> None:
    """What the job does, to its end."""
    async with Translator(libre.url, libre.key, within=5) as port:
        await Interpreter(stage.storage, port, lambda: stage.now).catch_up()
    await stage.deliver()


async def written(stage: Stage, text: str = BODY, **answers: Any) -> Report:
    """A tourist's report, and Indonesian words to her that wait for English ones."""
    report = await stage.file(**answers)
    await stage.deliver()
    await stage.write(AYU, COORDINATORS, text, to=stage.card(COORDINATORS).message_id)
    return report


async def drafted(stage: Stage, libre: Libre) -> Report:
    report = await written(stage)
    await stage.press(AYU, COORDINATORS, OFFER)
    await interpret(stage, libre)
    return report


def shown(stage: Stage) -> str:
    return stage.last(COORDINATORS).screen.text


def offered(stage: Stage) -> list[str]:
    return labels(stage.last(COORDINATORS).screen)


async def reply(stage: Stage, report: Report) -> Any:
    async with stage.storage.read() as session:
        return [one for one in await events.of_report(session, report.id) if one.step == Step.REPLY][-1]


async def test_three_ways_to_the_readers_language_are_offered(stage: Stage) -> None:
    """To write it, to have it drafted, to take a template; and none that sends it at once."""
    await written(stage)

    assert ["✍️ Tulis teks bahasa Inggris", "🤖 Minta draf mesin", "📄 Pakai templat"] == offered(stage)[:3]
    assert not [label for label in offered(stage) if SEND in label]


async def test_a_draft_is_shown_with_the_original_and_cannot_be_sent(stage: Stage, libre: Libre) -> None:
    """It is marked; the request itself is made after the press is committed."""
    await written(stage)
    await stage.press(AYU, COORDINATORS, OFFER)
    assert [] == libre.paths
    assert "Mesin sedang menerjemahkan" in shown(stage)

    await interpret(stage, libre)

    assert "Draf mesin, belum diperiksa" in shown(stage)
    assert DRAFT in shown(stage)
    assert BODY in shown(stage)
    assert not [label for label in offered(stage) if SEND in label]
    assert CHECKED in offered(stage)[0]
    assert [] == stage.seen(EMMA, "public")


async def test_names_and_numbers_stay_here(stage: Stage, libre: Libre) -> None:
    """The server is asked for the words alone."""
    await drafted(stage, libre)

    assert ["Sampah di belakang bar sudah diangkut petugas kami tadi pagi, terima kasih [1].\nHubungi [2]."] == [
        asked["q"] for asked in libre.asked
    ]


async def test_what_the_officer_says_was_checked_goes_with_a_mark(stage: Stage, libre: Libre) -> None:
    """Nobody changed a word: the reporter reads so, the record keeps it, the card shows it."""
    report = await drafted(stage, libre)
    await stage.press(AYU, COORDINATORS, CHECKED)
    assert "sudah Anda periksa" in shown(stage)
    await stage.press(AYU, COORDINATORS, SEND)

    assert DRAFT in stage.last(EMMA, "public").screen.text
    assert ALONE in stage.last(EMMA, "public").screen.text
    kept = await reply(stage, report)
    assert (DRAFT, BODY, "checked") == (kept.text, kept.data["original"], kept.data["machine"])
    assert kept.staff_id is not None
    assert "draf mesin, diperiksa petugas" in stage.card(COORDINATORS).screen.text


async def test_a_corrected_text_is_the_officers_own(stage: Stage, libre: Libre) -> None:
    """Written as a reply to the draft; the reporter sees no mark, the record keeps where it began."""
    report = await drafted(stage, libre)
    await stage.write(AYU, COORDINATORS, BETTER, to=stage.last(COORDINATORS).message_id)
    assert "sudah Anda perbaiki" in shown(stage)
    await stage.press(AYU, COORDINATORS, SEND)

    assert BETTER in stage.last(EMMA, "public").screen.text
    assert "machine" not in stage.last(EMMA, "public").screen.text
    kept = await reply(stage, report)
    assert (BETTER, BODY, "corrected") == (kept.text, kept.data["original"], kept.data["machine"])


async def test_the_same_words_sent_back_are_only_checked(stage: Stage, libre: Libre) -> None:
    """A reply that repeats the draft corrects nothing."""
    report = await drafted(stage, libre)
    await stage.write(AYU, COORDINATORS, DRAFT, to=stage.last(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, SEND)

    assert "checked" == (await reply(stage, report)).data["machine"]


async def test_no_forged_button_sends_or_checks_a_draft(stage: Stage, libre: Libre) -> None:
    """Not the seal of the words before the draft, not a colleague's press, not a press on another text's button."""
    await written(stage)
    number = stage.last(COORDINATORS).screen.buttons[0][0].value.split(":")[1]
    await stage.press(AYU, COORDINATORS, OFFER)
    await interpret(stage, libre)
    here, check = stage.button(COORDINATORS, CHECKED)

    assert "bukan untuk peran" in await stage.tap(KETUT, COORDINATORS, here.message_id, check.value)
    assert "sekali lagi" in await stage.tap(AYU, COORDINATORS, here.message_id, f"d.seen:{number}:00000000")
    seal = check.value.split(":")[2]
    assert "sekali lagi" in await stage.tap(AYU, COORDINATORS, here.message_id, f"d.send:{number}:{seal}")
    assert "Draf mesin, belum diperiksa" in shown(stage)
    assert [] == stage.seen(EMMA, "public")


async def test_an_unchecked_draft_is_in_no_note(stage: Stage, libre: Libre) -> None:
    """What nobody has read is nobody's note."""
    await drafted(stage, libre)
    await stage.press(AYU, COORDINATORS, "Catatan internal")

    assert BODY.splitlines()[0] in shown(stage)
    assert "behind the bar was" not in shown(stage)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (refusal(403, "Invalid API key"), "menolak kunci akses kita"),
        (refusal(429, "Slowdown", **{"Retry-After": "60"}), "terlalu banyak permintaan"),
        (refusal(400, "Invalid request"), "menolak teks ini"),
        (refusal(400, "Invalid request: request (99) exceeds text limit (50)"), "terlalu panjang untuk mesin"),
        (web.json_response({"translatedText": "the rubbish [1] is gone"}), "tidak dapat dipakai"),
        (web.json_response({"translatedText": BODY}), "tidak dapat dipakai"),
        (web.Response(text="<html>"), "tidak dapat dipakai"),
    ],
    ids=["key", "busy", "refused", "long", "lost", "untranslated", "garbage"],
)
async def test_a_failure_is_a_sentence_and_leaves_the_manual_way(
    stage: Stage, libre: Libre, answer: web.Response, words: str
) -> None:
    """The preview says why, and what can be done; it can be asked for again."""
    libre.answers = [web.Response(body=answer.body, status=answer.status, headers=answer.headers)]
    await drafted(stage, libre)

    assert words in shown(stage)
    assert "Balas pesan ini dengan teks bahasa Inggris, atau pakai templat" in shown(stage)
    assert offered(stage)[1] == "🤖 Minta draf mesin"
    await stage.press(AYU, COORDINATORS, OFFER)
    await interpret(stage, libre)
    assert "Draf mesin, belum diperiksa" in shown(stage)


async def test_a_server_that_is_away_says_so(stage: Stage) -> None:
    """Nothing waits for ever."""
    async with Libre() as gone:
        pass
    await drafted(stage, gone)

    assert "tidak dapat dihubungi" in shown(stage)


async def test_two_presses_ask_once(stage: Stage, libre: Libre) -> None:
    """While the first is waited for."""
    await written(stage)
    here, ask = stage.button(COORDINATORS, OFFER)
    await stage.tap(AYU, COORDINATORS, here.message_id, ask.value)
    await stage.tap(AYU, COORDINATORS, here.message_id, ask.value)
    await interpret(stage, libre)

    assert 1 == len(libre.asked)
    assert "sekali lagi" in await stage.tap(AYU, COORDINATORS, here.message_id, ask.value)


async def test_what_was_written_meanwhile_stays(stage: Stage, libre: Libre) -> None:
    """A draft never takes the place of an officer's own text, nor comes back to words that were cancelled."""
    await written(stage)
    await stage.press(AYU, COORDINATORS, OFFER)
    await stage.write(AYU, COORDINATORS, BETTER, to=stage.last(COORDINATORS).message_id)
    await interpret(stage, libre)
    assert BETTER in shown(stage)
    assert "🤖" not in shown(stage)

    await stage.press(AYU, COORDINATORS, "Batal")
    await stage.write(AYU, COORDINATORS, BODY, to=stage.card(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, OFFER)
    await stage.press(AYU, COORDINATORS, "Batal")
    await interpret(stage, libre)
    assert "🤖" not in shown(stage)
    assert [] == libre.asked


async def test_other_words_have_no_draft_yet(stage: Stage, libre: Libre) -> None:
    """Neither the original edited, nor another original written under the draft."""
    await drafted(stage, libre)
    await stage.write(AYU, COORDINATORS, f"{BODY} Segera.", to=stage.last(COORDINATORS).message_id)
    assert "⛔️" in shown(stage)
    assert "🤖 Minta draf mesin" in offered(stage)

    await stage.press(AYU, COORDINATORS, OFFER)
    await interpret(stage, libre)
    assert "Draf mesin, belum diperiksa" in shown(stage)
    await stage.press(AYU, COORDINATORS, CHECKED)
    assert [] == stage.seen(EMMA, "public")


async def test_an_edited_original_loses_its_draft(stage: Stage, libre: Libre) -> None:
    """The draft was of other words."""
    await stage.file()
    await stage.deliver()
    mine = await stage.write(AYU, COORDINATORS, BODY, to=stage.card(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, OFFER)
    await interpret(stage, libre)
    await stage.write(AYU, COORDINATORS, f"{BODY} Mohon maaf.", message_id=mine, update="edited_message")

    assert "⛔️" in shown(stage)
    assert "behind the bar was" not in shown(stage)


@pytest.mark.parametrize("confidential", [True, False])
async def test_nothing_of_a_confidential_report_is_given_away(stage: Stage, libre: Libre, confidential: bool) -> None:
    """No button, no forged one, and not when it became confidential while the machine was waited for."""
    report = await written(stage, confidential=confidential)
    if confidential:  # it is worked on in private: no group shows it
        await stage.write(AYU, AYU, f"/kartu {report.code}")
        await stage.write(AYU, AYU, BODY, to=stage.card(AYU).message_id)
        here = stage.last(AYU)
        assert OFFER not in " ".join(labels(here.screen))
        assert "Terjemahkan" not in " ".join(labels(stage.card(AYU).screen))
        number = here.screen.buttons[0][0].value.split(":")[1]
        for chat in (AYU, COORDINATORS):
            assert "rahasia" in await stage.tap(AYU, chat, here.message_id, f"d.mt:{number}")
            assert "rahasia" in await stage.tap(AYU, chat, here.message_id, f"d.read:{report.id}")
    else:
        await stage.press(AYU, COORDINATORS, OFFER)
        await stage.press(AYU, COORDINATORS, "Terjemahkan")
        async with stage.storage.work(stage.now) as work:
            found = await reports.by_id(work.session, report.id)
            assert found is not None
            await reports.change(work, found, confidential=True)
    await interpret(stage, libre)

    assert [] == libre.asked
    assert "belum diperiksa" not in "".join(stage.texts(AYU) + stage.texts(COORDINATORS))


async def test_without_a_translator_nothing_is_offered(stage: Stage) -> None:
    """Neither a draft nor a reading."""
    stage.house = replace(stage.house, translates=False)
    stage.application.bot_data["house"] = stage.house
    report = await written(stage)

    assert OFFER not in " ".join(offered(stage))
    assert "Terjemahkan" not in " ".join(labels(stage.card(COORDINATORS).screen))
    number = stage.last(COORDINATORS).screen.buttons[0][0].value.split(":")[1]
    await stage.tap(AYU, COORDINATORS, stage.last(COORDINATORS).message_id, f"d.mt:{number}")
    await stage.tap(AYU, COORDINATORS, stage.last(COORDINATORS).message_id, f"d.read:{report.id}")
    assert "🤖" not in shown(stage)


STORY = (
    "Piles of rubbish behind the beach bar, it smells and nobody comes.\n\nCall me on 0812 3456 7890, I am Emma Clarke."
)


async def read(stage: Stage, libre: Libre, who: int = AYU, chat: int = COORDINATORS) -> str:
    toast = await stage.press(who, chat, "Terjemahkan")
    await interpret(stage, libre)
    return toast


async def test_a_report_in_english_is_read_in_indonesian(stage: Stage, libre: Libre) -> None:
    """Under its card, marked; the report's own text stays what it is, and the reporter's name and number stay here."""
    report = await stage.file(parts=(Part(1, STORY),))
    await stage.deliver()
    assert "sedang dibuat" in await read(stage, libre)

    assert "Terjemahan mesin</b> dari bahasa Inggris" in shown(stage)
    assert "tumpukan sampah di belakang bar pantai, berbau dan sudah lama" in shown(stage)
    assert "hubungi saya on 0812 3456 7890, I am Emma Clarke." in shown(stage)
    assert "0812" not in libre.asked[0]["q"]
    assert "Clarke" not in libre.asked[0]["q"]
    assert STORY == (await stage.report(report)).body


async def test_it_is_asked_for_once(stage: Stage, libre: Libre) -> None:
    """Whoever presses again reads the same."""
    await stage.file(parts=(Part(1, STORY),))
    await stage.deliver()
    await read(stage, libre)
    await read(stage, libre)

    assert 1 == len(libre.asked)
    assert 2 == sum("tumpukan sampah" in text for text in stage.texts(COORDINATORS))


async def test_a_reading_that_failed_says_so(stage: Stage, libre: Libre) -> None:
    """And is asked for anew the next time."""
    await stage.file(parts=(Part(1, STORY),))
    await stage.deliver()
    libre.answers = [refusal(403, "Invalid API key")]
    await read(stage, libre)
    assert "menolak kunci akses kita" in shown(stage)
    assert "bacalah teks aslinya" in shown(stage)

    await read(stage, libre)
    assert "tumpukan sampah" in shown(stage)


async def test_a_long_reading_is_two_messages(stage: Stage, libre: Libre) -> None:
    """Nothing of it is lost."""
    await stage.file(parts=(Part(1, "\n".join([STORY.splitlines()[0]] * 55)),))
    await stage.deliver()
    await read(stage, libre)

    assert 55 == sum(text.count("tumpukan sampah") for text in stage.texts(COORDINATORS)[-2:])


async def test_only_what_is_in_another_language_has_the_button(stage: Stage) -> None:
    """And only for who may see the report."""
    await stage.file(
        MADE, language="id", parts=(Part(1, "Sampah menumpuk di belakang bar sejak kemarin, bau sekali."),)
    )
    await stage.deliver()
    assert "Terjemahkan" not in " ".join(labels(stage.card(COORDINATORS).screen))

    report = await stage.file()
    assert "bukan untuk peran Anda" in await stage.tap(WAYAN, WAYAN, 1, f"d.read:{report.id}")


async def test_it_leaves_the_chat_with_the_report(stage: Stage, libre: Libre) -> None:
    """What was on its way when the report left is not shown; what stood there is taken back."""
    report = await stage.file(parts=(Part(1, STORY),))
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await read(stage, libre, KETUT, DLHK)
    assert "tumpukan sampah" in " ".join(stage.texts(DLHK))
    await stage.press(KETUT, DLHK, "Terjemahkan")
    await stage.desk_takes(report, Step.FORWARD, agency="pupr")
    await interpret(stage, libre)

    assert "tumpukan sampah" not in " ".join(stage.texts(DLHK))


async def test_an_erased_reporters_translations_go(stage: Stage, libre: Libre) -> None:
    """Of reports that end with them, and of those that go on without them."""
    for strip in (True, False):
        report = await stage.file(parts=(Part(1, STORY),))
        await stage.deliver()
        await read(stage, libre)
        async with stage.storage.work(stage.now) as work:
            found = await reports.by_id(work.session, report.id)
            person = await reporters.by_id(work.session, report.reporter_id)
            assert found is not None
            assert person is not None
            if strip:
                await anonymous.strip(work, [found], person, {})
            else:
                await anonymous.make(work, [found], "term", {})
        assert [] == [line for line in await traces.of(stage.storage, "Clarke", "0812") if "translation" in line]
        assert [] == (await traces.dump(stage.storage))["translation"]
