"""What became of an announcement: the file of outcomes, the figures."""

from __future__ import annotations

import re
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from handlers.desk import broadcast_outcomes
from rules import pseudonym
from rules.access import Role
from rules.delivery import Sent, Unknown, Unreachable
from storage import retention, staff
from tests.handlers.desk.announcer import PUTU, at_night, counts, look, settle, steps, text, written
from tests.handlers.stage import AYU, Stage


async def test_the_file_of_outcomes(desk: Stage) -> None:
    """A line for each recipient under a pseudonym, and nothing that names them; it comes with the report."""
    await at_night(desk)
    desk.later(hours=9)
    await settle(desk, Sent(1), Unreachable("=Forbidden: bot was blocked by the user"), Unknown("killed"))
    await look(desk)
    report = desk.last(AYU).screen
    assert report.document is not None
    lines = report.document.content.decode().splitlines()

    assert "siaran-1.csv" == report.document.name
    assert "nama_samaran,bahasa,hasil,waktu,keterangan" == lines[0]
    assert [
        "id,terkirim,2026-11-24 07:00:00,",
        "id,tidak terjangkau,2026-11-24 07:00:00,'=Forbidden: bot was blocked by the user",
        "en,belum pasti,2026-11-24 07:00:00,killed",
    ] == [line.partition(",")[2] for line in lines[1:]]
    names = [line.partition(",")[0] for line in lines[1:]]
    assert 3 == len({name for name in names if len(name) == 10})
    assert pseudonym.make("badung", 1) != names[0][:4]
    assert not re.search("N60|N70|600|601|700", report.document.content.decode())


async def test_a_large_file_is_packed(desk: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram takes 50 megabytes."""
    monkeypatch.setattr(broadcast_outcomes, "PLAIN", 2)
    await written(desk)
    await desk.press(AYU, AYU, "✅ Kirim")
    await desk.press(AYU, AYU, "✅ Ya, kirim")
    await look(desk)
    document = desk.last(AYU).screen.document
    assert document is not None

    assert "siaran-1.zip" == document.name
    with zipfile.ZipFile(BytesIO(document.content)) as archive:
        assert 4 == len(archive.read("siaran-1.csv").splitlines())


async def test_the_file_can_be_had_again(desk: Stage) -> None:
    """By a leader, too, and that is in the history; once the rows are gone it says so."""
    async with desk.storage.work(desk.now) as work:
        await staff.add(work, PUTU, "Putu", Role.LEADER)
    await at_night(desk)
    assert "tidak berlaku" in await desk.tap(AYU, AYU, 1, "d.bc:1:file")
    await look(desk, hours=10)
    await look(desk)
    await desk.write(PUTU, PUTU, "/siaran")
    await desk.press(PUTU, PUTU, "✅ 1")
    await desk.press(PUTU, PUTU, "📄 Berkas hasil")
    assert desk.last(PUTU).screen.document is not None
    assert "file" == (await steps(desk))[-1]
    async with desk.storage.work(desk.now + timedelta(days=1)) as work:
        await retention.messages(work, work.now, 100)
    await desk.press(PUTU, PUTU, "📄 Berkas hasil")
    assert desk.last(PUTU).screen.document is None
    assert "sudah dihapus" in text(desk, PUTU)


async def test_the_figures_outlive_the_rows(desk: Stage) -> None:
    """Retention takes the rows of the outbox; what became of the announcement stays known."""
    await written(desk)
    await desk.press(AYU, AYU, "✅ Kirim")
    await desk.press(AYU, AYU, "✅ Ya, kirim")
    await look(desk)
    async with desk.storage.work(desk.now + timedelta(days=1)) as work:
        await retention.messages(work, work.now, 100)
    await desk.write(AYU, AYU, "/siaran")
    await desk.press(AYU, AYU, "✅ 1")

    assert {} == await counts(desk)
    assert "Terkirim: 3" in text(desk)
