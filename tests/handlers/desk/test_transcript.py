"""A report that is only a voice message: the desk is asked to write it down."""

from __future__ import annotations

from rules.draft import Part
from tests.handlers.stage import AYU, COORDINATORS, EMMA, Stage

WORDS = "Lampu jalan di depan vila mati sejak Minggu"
BUTTON = "Tulis isi pesan suara"


async def test_it_is_written_down_once_and_shown(stage: Stage) -> None:
    """The card offers it until it is done; its words stand on the card and reach the reporter."""
    report = await stage.file(parts=(Part(0, "(voice message)"),), spoken=True)
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, BUTTON)
    await stage.write(AYU, COORDINATORS, WORDS, to=stage.last(COORDINATORS).message_id)

    now = await stage.report(report)
    assert (False, f"(voice message)\n{WORDS}", WORDS) == (now.spoken, now.body, now.title)
    card = stage.card(COORDINATORS)
    assert WORDS in card.screen.text
    assert not any(BUTTON in button.text for row in card.screen.buttons for button in row)
    assert any(WORDS in text for text in stage.texts(EMMA, "public"))


async def test_a_written_report_does_not_ask_for_it(stage: Stage) -> None:
    """There is nothing to write down."""
    await stage.file()
    await stage.deliver()

    assert not any(BUTTON in button.text for row in stage.card(COORDINATORS).screen.buttons for button in row)
