"""The main job: a resident and a tourist file, the desk answers, both are told in their language."""

from __future__ import annotations

import re
from typing import Any

import pytest
from filing import ENGLISH, INDONESIAN, file_report

pytestmark = pytest.mark.acceptance


@pytest.mark.parametrize("town", [{"webhook": False}, {"webhook": True}], ids=["polling", "webhook"], indirect=True)
async def test_two_reports_go_to_the_desk_and_back(town: Any) -> None:
    """Both reports are kept with their pictures, both cards reach the desk, a reply reaches each reporter."""
    await town.open_by_commands()
    desk = town.desk_phone()

    for words in (INDONESIAN, ENGLISH):
        phone, code = await file_report(town, words)
        card = await desk.sees(code, within=15, ever=True)
        await desk.reply(card, words["answer"])
        await desk.tap(re.compile("Kirim"))
        await phone.sees(words["answer"], within=10, ever=True)

    assert [("id", "Tibubeneng"), ("en", "Tibubeneng")] == town.kanal.rows(
        "SELECT language, place_name FROM report ORDER BY id"
    )
    assert [("stored",)] * 2 == town.kanal.rows("SELECT state FROM attachment")
    files = [path for path in (town.kanal.folder / "files").rglob("*") if path.is_file()]
    assert 1 == len(files), "the same picture from two people is kept once"
    assert files[0].read_bytes().startswith(b"\xff\xd8")
    assert [] == town.kanal.rows("SELECT id, why FROM push WHERE state IN ('dead', 'unknown')")
    assert [] == town.kanal.rows("SELECT id, error FROM inbox WHERE state = 'quarantined'")
    assert 0 == await town.kanal.stop()


@pytest.mark.parametrize("town", [{"level": "DEBUG"}], indirect=True)
async def test_logs_at_debug_hold_no_secret_and_no_words(town: Any) -> None:
    """A whole report at DEBUG leaves no token, no name and no words of anybody in the log."""
    await town.open()
    desk = town.desk_phone()
    phone, code = await file_report(town, ENGLISH | {"name": "Zebedee"})
    await desk.reply(await desk.sees(code, within=15, ever=True), ENGLISH["answer"])
    await desk.tap(re.compile("Kirim"))
    await phone.sees(ENGLISH["answer"], within=10, ever=True)
    await town.kanal.stop()

    logs = town.kanal.logs

    assert "push.sent" in logs, "the log is there at all"
    private = ["AApublic", "AAdesk", "Zebedee", ENGLISH["caption"], "piling", ENGLISH["answer"], "-8.66"]
    assert [] == [secret for secret in private if secret in logs]
