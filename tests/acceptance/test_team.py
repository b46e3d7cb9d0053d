"""An officer joins by a link, works, and is removed: through whole processes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.acceptance.filing import INDONESIAN, file_report

pytestmark = pytest.mark.acceptance
LINK = re.compile(r"https://t\.me/meja_badung_bot\?start=(join_[A-Za-z0-9_-]{32})")


async def test_an_officer_joins_works_and_is_removed(town: Any) -> None:
    """The link is opened like any deep link and is in no table; after the removal no tap does anything, and the report
    is the agency's again."""
    await town.open(start=False)
    await town.kanal.command(
        "staff", "add", "--telegram-id", str(town.operator.id), "--name", "Ayu", "--role", "coordinator", "--admin"
    )
    await town.kanal.start()
    nyoman = town.sandbox.person("Nyoman", language_code="id")
    town.department.chat.members.append(nyoman)
    boss = town.sandbox.phone(town.operator, town.desk, started=True)
    own, group, desk = (
        town.sandbox.phone(nyoman, town.desk),
        town.sandbox.phone(nyoman, town.department),
        town.desk_phone(),
    )

    await boss.say("/tim")
    for words in ("Undang petugas", "petugas instansi", "DLHK"):
        await boss.tap(re.compile(words))
    payload = LINK.search(str(await boss.sees(LINK)))[1]  # type: ignore[index]
    await own.start(payload)
    await own.sees("petugas instansi DLHK")

    _, code = await file_report(town, INDONESIAN)
    await desk.tap(re.compile("Teruskan"), within=10)
    await desk.tap(re.compile("DLHK"))
    await group.tap(re.compile("Kerjakan"), within=10)
    await group.sees(re.compile(f"{code}.*Ditangani: Nyoman", re.DOTALL), within=10, ever=True)

    await boss.say("/tim")
    for words in ("Nyoman", "Keluarkan", "Ya, keluarkan"):
        await boss.tap(re.compile(words))
    await boss.sees("sudah dikeluarkan dari meja")
    await group.sees(re.compile("Nyoman.*tidak menangani 1 laporan", re.DOTALL), within=10)
    await group.tap(re.compile("Kerjakan"))
    await own.say(f"/kartu {code}")
    await own.sees("lapor_badung_bot")

    assert [("forwarded", None)] == town.kanal.rows("SELECT status, assignee_id FROM report")
    assert [] == town.kanal.rows("SELECT id, why FROM push WHERE state IN ('dead', 'unknown')")
    secrets = [
        (table, column)
        for (table,) in town.kanal.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        for _, column, *_ in town.kanal.rows(f"SELECT * FROM pragma_table_info('{table}')")
        if town.kanal.rows(f'SELECT 1 FROM "{table}" WHERE CAST("{column}" AS TEXT) LIKE ?', f"%{payload[5:]}%")
    ]
    assert [] == secrets
    assert 0 == await town.kanal.stop()
