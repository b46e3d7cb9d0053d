"""A coordinator shuts a reporter out from a card, with a reason and an end, without learning who it is."""

from __future__ import annotations

from storage import bans
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, KETUT, Stage, labels


async def banned(
    stage: Stage, days: str = "1 minggu", reason: str = "Dua puluh laporan palsu", **answers: object
) -> int:
    """An anonymous report whose reporter is shut out; its id."""
    report = await stage.file(anonymous=True, **answers)
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "⋯")
    await stage.press(AYU, COORDINATORS, "Blokir pelapor")
    await stage.press(AYU, COORDINATORS, days)
    await stage.write(AYU, COORDINATORS, reason, to=stage.last(COORDINATORS).message_id)
    return report.id


async def test_a_ban_has_a_reason_and_an_end(stage: Stage) -> None:
    """From the card, in two taps and a sentence; the history says who."""
    number = await banned(stage)

    async with stage.storage.read() as session:
        ban = await bans.of_report(session, number, stage.now)
    assert ban is not None
    assert (7, "Dua puluh laporan palsu", 1) == ((ban.until - ban.at).days, ban.reason, ban.staff_id)
    assert "memblokir pelapor" in stage.card(COORDINATORS).screen.text
    assert "diblokir sampai 30 Nov 2026" in stage.last(COORDINATORS).screen.text


async def test_the_list_names_reports_and_nobody(stage: Stage) -> None:
    """Neither a name nor an account; each can be let in again there."""
    number = await banned(stage)
    await stage.write(AYU, AYU, "/blokir")

    text = stage.last(AYU).screen.text
    assert "Dua puluh laporan palsu" in text
    assert "Emma" not in text
    assert str(EMMA) not in text

    assert "dicabut" in await stage.press(AYU, AYU, "Cabut blokir")
    async with stage.storage.read() as session:
        assert await bans.of_report(session, number, stage.now) is None
    await stage.write(AYU, AYU, "/bans")
    assert "Tidak ada" in stage.last(AYU).screen.text


async def test_a_ban_tells_nothing_of_another_report(stage: Stage) -> None:
    """Whoever looks at an open report of the same person must not learn that they filed the anonymous one."""
    await banned(stage)
    await stage.file()
    await stage.deliver()

    await stage.press(AYU, COORDINATORS, "⋯")
    await stage.press(AYU, COORDINATORS, "Blokir pelapor")

    assert "untuk berapa lama" in stage.last(COORDINATORS).screen.text
    assert "sudah diblokir" not in stage.last(COORDINATORS).screen.text
    assert not any("Cabut" in label for label in labels(stage.last(COORDINATORS).screen))


async def test_only_coordinators_ban(stage: Stage) -> None:
    """A liaison has no button, and no use of its payload or of the list."""
    report = await stage.file()
    await stage.deliver()

    for what in ("", ":7"):
        assert await stage.tap(KETUT, DLHK, 1, f"d.ban:{report.id}{what}")
    await stage.write(KETUT, KETUT, "/blokir")

    async with stage.storage.read() as session:
        assert [] == await bans.all_current(session, stage.now, 10)
    assert "palsu" not in stage.last(KETUT).screen.text


async def test_a_ban_needs_words(stage: Stage) -> None:
    """A picture is no reason; an end of one's own making neither."""
    report = await stage.file()
    await stage.deliver()
    await stage.tap(AYU, COORDINATORS, 1, f"d.ban:{report.id}:365")
    await stage.press(AYU, COORDINATORS, "⋯")
    await stage.press(AYU, COORDINATORS, "Blokir pelapor")
    await stage.press(AYU, COORDINATORS, "1 hari")
    asked = stage.last(COORDINATORS).message_id
    photo = [{"file_id": "x", "file_unique_id": "y", "width": 9, "height": 9}]
    await stage.write(AYU, COORDINATORS, "", to=asked, photo=photo)

    async with stage.storage.read() as session:
        assert [] == await bans.all_current(session, stage.now, 10)


async def test_who_is_shut_out_already_is_shown_with_the_way_back(stage: Stage) -> None:
    """Under the card by which it was decided."""
    await banned(stage)

    await stage.press(AYU, COORDINATORS, "⋯")
    await stage.press(AYU, COORDINATORS, "Blokir pelapor")

    assert "sudah diblokir" in stage.last(COORDINATORS).screen.text
    assert any("Cabut blokir" in label for label in labels(stage.last(COORDINATORS).screen))
