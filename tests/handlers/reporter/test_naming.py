"""A filed report loses its reporter's name, or gets it: at the desk nothing is left that the bot can take back."""

from __future__ import annotations

import pytest

from rules.lifecycle import Actor, Step
from storage import attachments
from tests.handlers.reporter.phone import TIBUBENENG, Phone
from tests.handlers.reporter.test_erasing import sari  # noqa: F401
from tests.handlers.stage import COORDINATORS, Stage

NAMES = ("Saraswati", "niluhsaras")


async def filed(phone: Phone, anonymous: bool = False) -> None:
    """A report about waste."""
    await phone.say("/start")
    await phone.tap("Setuju")
    await phone.photo("Sampah di depan rumah saya, salam Saraswati")
    await phone.pin(TIBUBENENG)
    await phone.tap_if_asked("sampah")
    if anonymous:
        await phone.tap("Nama dan kerahasiaan")
        await phone.tap("Anonim")
    await phone.tap("Kirim laporan")


async def record(phone: Phone, kind: str, to: int, **content: str) -> None:
    """Send a recording as a reply."""
    sides = {"length": 9} if kind == "video_note" else {"width": 9, "height": 9} if kind == "video" else {}
    sent = {
        "file_id": f"f{phone.number}",
        "file_unique_id": f"u{phone.number}",
        "file_size": 5000,
        "duration": 3,
        **sides,
    }
    await phone.send(**{kind: sent}, to=to, **content)


def desk(stage: Stage) -> str:
    """All that stands in the coordinators' group."""
    return "\n".join(stage.texts(COORDINATORS))


async def test_a_name_disappears_from_the_desk(sari: Phone, stage: Stage) -> None:  # noqa: F811
    """From cards, from what hangs under them, from lists; the page says what cannot be undone."""
    await filed(sari)
    [report] = await sari.reports()
    await sari.say("Masih belum diangkut", to=sari.last.number)
    assert "Saraswati" in desk(stage)
    assert "niluhsaras" in desk(stage)

    await sari.say(report.code)
    await sari.tap("Kelola")
    await sari.tap("Sembunyikan nama saya")
    assert "tidak dapat dihapus dari ingatan" in sari.text
    await sari.tap("Ya, sembunyikan")

    assert any("sekarang disembunyikan" in shown.text for shown in sari.shown)
    for name in NAMES:
        assert name not in desk(stage)
    assert "menyembunyikan namanya" in stage.card(COORDINATORS).screen.text
    assert "Masih belum diangkut" in desk(stage)
    assert 1 == desk(stage).count("Masih belum diangkut") - stage.card(COORDINATORS).screen.text.count("Masih belum")
    [after] = await sari.reports()
    assert after.anonymous
    assert "Saraswati" not in after.title


async def test_a_name_is_shown_and_hidden_again(sari: Phone, stage: Stage) -> None:  # noqa: F811
    """As often as the person likes; an old button does not undo what was chosen since."""
    await filed(sari, anonymous=True)
    [report] = await sari.reports()
    for name in NAMES:
        assert name not in desk(stage)

    await sari.press(f"r.mg:{report.id}:name")
    await sari.tap("Ya, tampilkan")
    assert "Saraswati" in stage.card(COORDINATORS).screen.text
    await sari.press(f"r.mg:{report.id}:show")
    assert 1 == stage.card(COORDINATORS).screen.text.count("menampilkan namanya")
    await sari.press(f"r.mg:{report.id}:hide")

    for name in NAMES:
        assert name not in desk(stage)


@pytest.mark.parametrize("status", ["open", "withdrawn"])
async def test_a_name_can_be_hidden_at_any_time(sari: Phone, stage: Stage, status: str) -> None:  # noqa: F811
    """Also when the report has ended."""
    await filed(sari)
    [report] = await sari.reports()
    if status == "withdrawn":
        await stage.step(report, Step.WITHDRAW, Actor.REPORTER)

    await sari.press(f"r.mg:{report.id}:hide")

    assert "Saraswati" not in desk(stage)


async def test_nobody_changes_anothers_name(sari: Phone, emma: Phone, stage: Stage) -> None:  # noqa: F811
    """Whoever knows the payload of the button."""
    await filed(sari, anonymous=True)
    [report] = await sari.reports()

    await emma.agree()
    await emma.press(f"r.mg:{report.id}:show")

    assert (await sari.reports())[0].anonymous
    assert "Saraswati" not in desk(stage)


@pytest.mark.parametrize("kind", ["voice", "video", "video_note", "audio"])
async def test_a_recording_waits_for_a_yes(sari: Phone, stage: Stage, kind: str) -> None:  # noqa: F811
    """What is added to a report that hides its reporter: nothing goes to the desk before; then it goes, or is gone."""
    await filed(sari, anonymous=True)
    [report] = await sari.reports()
    receipt = sari.last.number
    for answer, left in (("Hapus", 0), ("Tetap sertakan", 1)):
        await record(sari, kind, receipt)
        assert "belum kami sampaikan" in sari.text
        async with sari.storage.read() as session:
            assert 1 == len(await attachments.of_report(session, report.id))  # the photo
            assert 1 == len(await attachments.held(session, report.id))
        await sari.tap(answer)
        async with sari.storage.read() as session:
            assert 1 + left == len(await attachments.of_report(session, report.id))
            assert [] == await attachments.held(session, report.id)

    await sari.press(f"r.held:{report.id}:keep")
    assert sari.toast


async def test_words_with_a_recording_go_at_once(sari: Phone, stage: Stage) -> None:  # noqa: F811
    """A caption gives nobody away."""
    await filed(sari, anonymous=True)
    await record(sari, "video", sari.last.number, caption="Baunya sampai ke dapur")

    assert "Baunya sampai ke dapur" in desk(stage)
    assert any("belum kami sampaikan" in shown.text for shown in sari.shown)


async def test_who_reports_openly_is_not_asked(sari: Phone) -> None:  # noqa: F811
    """Their name stands there anyway."""
    await filed(sari)
    await record(sari, "voice", sari.last.number)

    assert not any("belum kami sampaikan" in shown.text for shown in sari.shown)
