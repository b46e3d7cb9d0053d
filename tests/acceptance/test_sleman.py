"""The second regency through whole processes: no line of code is Badung's."""

from __future__ import annotations

import asyncio
import re
import sys
from typing import Any

import aiohttp
import pytest
from program import free_port

from sandbox.phone import Phone, RemoteLine

pytestmark = pytest.mark.acceptance
CODE = re.compile(r"SLM-[A-Z2-9]{4}-[A-Z2-9]{3}")
GODEAN = (-7.7686, 110.2960)
ANSWER = "Our crew will collect it this afternoon."


async def test_a_report_in_sleman_goes_to_the_desk_and_back(town: Any) -> None:
    """Filed, forwarded to its department, answered; codes, places and times are Sleman's."""
    town.kanal.settings = {"REGION": "sleman"}
    await town.open(agency="dlh")
    desk, emma = town.desk_phone(), town.phone("Emma", "en")
    await emma.photo("rubbish", "Garbage has been piling up in front of the market for three days, it smells")
    await emma.tap(re.compile("agree"))
    await emma.settles()
    await emma.pin(*GODEAN)
    await emma.sees("Sidoagung, Godean")
    await emma.sees("Submit report")
    await emma.tap("Submit report")
    receipt = str(await emma.sees(CODE))
    code = CODE.search(receipt)[0]  # type: ignore[index]
    await emma.sees(re.compile("Received .* WIB"))

    card = await desk.sees(re.compile(f"{code}.*Sidoagung, Godean.*WIB", re.DOTALL), within=15, ever=True)
    await desk.tap("Teruskan")
    await desk.tap("⭐")
    department = town.sandbox.phone(town.operator, town.department)
    await department.sees(code, within=15, ever=True)
    await desk.reply(card, ANSWER)
    await desk.tap(re.compile("Kirim ke pelapor"))
    heard = str(await emma.sees(ANSWER, within=10, ever=True))

    assert "WIB" in heard
    everything = " ".join([str(one) for phone in (emma, desk, department) for one in await phone.messages()])
    assert not re.search("WITA|Badung|BDG-|Bali", everything)
    assert [] == town.kanal.rows("SELECT id, why FROM push WHERE state IN ('dead', 'unknown')")
    assert [] == town.kanal.rows("SELECT id, error FROM inbox WHERE state = 'quarantined'")
    assert 0 == await town.kanal.stop()


async def test_sleman_can_be_played() -> None:
    """`kanal try --region sleman`: its people, its bots, its departments."""
    port = free_port()
    kanal = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "try", "--port", str(port), "--region", "sleman", "--seconds", "60",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert kanal.stdout is not None
    try:
        line = b"-"
        while b"http://" not in line:
            line = await asyncio.wait_for(kanal.stdout.readline(), 60)
            assert line, "it ended before it printed an address"
        address = f"http://127.0.0.1:{port}"
        async with aiohttp.ClientSession() as session, session.get(f"{address}/control/state") as answer:
            phones = (await answer.json())["phones"]
            labels = [phone["label"] for phone in phones]
            assert ["Sari · warga", "Emma · tourist", "Ratna · koordinator"] == labels[:3]
            assert {"Bagas · petugas DLH", "Joko · petugas DPUPKP"} <= set(labels)
            sari = Phone(RemoteLine(session, address, phones[0]["id"]))
            await sari.start()
            assert "Sleman" in str(await sari.sees("Setuju", within=20, ever=True))
    finally:
        kanal.terminate()
        await asyncio.wait_for(kanal.wait(), 30)
        kanal._transport.close()  # type: ignore[attr-defined]  # what it printed last is not read
