"""The team: invited by a link that works once, changed and removed by an administrator, off duty with a stand-in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from handlers.desk import duty
from rules.access import Role, Staff, is_off
from rules.lifecycle import Step
from storage import compositions, events, staff, templates
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, MADE, STRANGER, WAYAN, labels

if TYPE_CHECKING:
    from storage.tables import Report
    from tests.handlers.stage import Stage

KOMANG, PUTU = 16, 17
LINK = re.compile(r"https://t\.me/meja_badung_bot\?start=(join_[A-Za-z0-9_-]{32})")


async def who(stage: Stage, account: int) -> Staff | None:
    """The operator behind the account."""
    async with stage.storage.read() as session:
        return await staff.by_telegram_id(session, account)


@pytest.fixture
async def desk(stage: Stage) -> Stage:
    """Ayu runs the team, Putu leads."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, AYU, "Ayu", Role.COORDINATOR, admin=True)
        await staff.add(work, PUTU, "Putu", Role.LEADER)
    return stage


async def invite(desk: Stage, *choices: str) -> str:
    """Ayu makes a link; its payload."""
    await desk.write(AYU, AYU, "/tim")
    await desk.press(AYU, AYU, "Undang petugas")
    for choice in choices:
        await desk.press(AYU, AYU, choice)
    found = LINK.search(desk.last(AYU).screen.text)
    assert found
    return found[1]


async def taken(desk: Stage) -> Report:
    """A report that Ketut works on, with an answer he has not sent."""
    report = await desk.file()
    await desk.desk_takes(report, Step.FORWARD, agency="dlhk")
    await desk.press(KETUT, DLHK, "Kerjakan")
    await desk.write(KETUT, DLHK, "We are on our way.", to=desk.card(DLHK).message_id)
    return await desk.report(report)


async def test_an_invitation_makes_one_operator_once(desk: Stage) -> None:
    """Role and agency are the link's, the maker is told, the second hears that it is used; no table has the token."""
    payload = await invite(desk, "petugas instansi", "DLHK")
    await desk.write(KOMANG, KOMANG, f"/start {payload}")
    await desk.write(STRANGER, STRANGER, f"/start {payload}")

    komang = await who(desk, KOMANG)
    assert komang is not None
    assert (Role.LIAISON, "dlhk", "en", False) == (komang.role, komang.agency, komang.language, komang.admin)
    assert "agency officer DLHK" in desk.last(KOMANG).screen.text
    assert "membuka undangan Anda dan sekarang petugas instansi DLHK" in desk.last(AYU).screen.text
    assert await who(desk, STRANGER) is None
    assert "not valid" in desk.last(STRANGER).screen.text
    async with desk.storage.read() as session:
        from storage.tables import Base

        connection = await session.connection()
        for table in Base.metadata.tables.values():
            rows = (await connection.execute(table.select())).all()
            assert payload[5:] not in str(rows), table.name


async def test_a_link_ends_after_two_days_or_when_it_is_cancelled(desk: Stage) -> None:
    """And an operator who opens one keeps their own place, and the link works on."""
    late, cancelled = await invite(desk, "pimpinan"), await invite(desk, "koordinator")
    await desk.press(AYU, AYU, "Batalkan tautan", desk.last(AYU).message_id)
    await desk.write(KOMANG, KOMANG, f"/start {cancelled}")
    assert "not valid" in desk.last(KOMANG).screen.text
    kept = await invite(desk, "koordinator")
    await desk.write(KETUT, KETUT, f"/start {kept}")
    ketut = await who(desk, KETUT)
    assert ketut is not None
    assert Role.LIAISON is ketut.role
    await desk.write(KOMANG, KOMANG, f"/start {kept}")
    assert await who(desk, KOMANG) is not None
    desk.later(hours=49)
    await desk.write(STRANGER, STRANGER, f"/start {late}")
    assert await who(desk, STRANGER) is None


async def test_removal_ends_everything_at_once(desk: Stage) -> None:
    """The next tap, command and message do nothing; words are cancelled, the report is the agency's again, which is
    told once; cards in the own chat are emptied."""
    report = await taken(desk)
    await desk.write(KETUT, KETUT, f"/kartu {report.code}")
    async with desk.storage.work(desk.now) as work:
        ketut = await staff.by_telegram_id(work.session, KETUT)
        assert ketut is not None
        draft = await templates.open(work, ketut.id, "dlhk")
        written = await compositions.at(work.session, DLHK, desk.last(DLHK).push.reply_to or 0)
    shown, send = desk.button(DLHK, "Kirim ke pelapor")
    await desk.write(AYU, AYU, "/tim")
    await desk.press(AYU, AYU, "Ketut")
    await desk.press(AYU, AYU, "Keluarkan")
    await desk.press(AYU, AYU, "Ya, keluarkan")

    assert "grup Telegram" in desk.last(AYU).screen.text
    now = await desk.report(report)
    assert ("forwarded", None, "dlhk") == (now.status, now.assignee_id, now.agency)
    told = [text for text in desk.texts(DLHK) if "tidak menangani" in text and "🔄" in text]
    assert 1 == len(told)
    assert report.code in told[0]
    assert "Piles of rubbish" not in "\n".join(desk.texts(KETUT))
    async with desk.storage.read() as session:
        assert written is not None
        found = await compositions.by_id(session, written.id)
        assert found is not None
        assert compositions.CANCELLED == found.state
        gone = await templates.by_id(session, draft.id)
        assert gone is not None
        assert templates.RETIRED == gone.state
        assert ["release"] == [event.step for event in await events.of_report(session, report.id)][-1:]
    assert "lapor_badung_bot" in await desk.tap(KETUT, DLHK, shown.message_id, send.value)
    await desk.write(KETUT, KETUT, f"/kartu {report.code}")
    await desk.write(KETUT, DLHK, "Still here", to=desk.card(DLHK).message_id)
    assert now == await desk.report(report)
    assert "We are on our way." not in "\n".join(desk.texts(MADE, "public"))


async def test_another_agency_is_another_desk(desk: Stage) -> None:
    """Whoever changes the agency lays down what they had, is told, and sees the reports of the new one only."""
    report = await taken(desk)
    await desk.write(AYU, AYU, "/tim")
    for words in ("Ketut", "Ubah peran", "petugas instansi", "PUPR"):
        await desk.press(AYU, AYU, words)

    ketut = await who(desk, KETUT)
    assert ketut is not None
    assert "pupr" == ketut.agency
    assert "petugas instansi PUPR" in desk.last(KETUT).screen.text
    assert (await desk.report(report)).assignee_id is None
    await desk.write(KETUT, KETUT, f"/kartu {report.code}")
    assert "Piles" not in desk.last(KETUT).screen.text


async def test_the_last_ones_stay(desk: Stage) -> None:
    """Without a coordinator nobody verifies, without an administrator nobody mends the team."""
    await desk.write(AYU, AYU, "/tim")
    await desk.press(AYU, AYU, "Ayu")
    await desk.press(AYU, AYU, "Keluarkan")
    assert "koordinator terakhir" in await desk.press(AYU, AYU, "Ya, keluarkan")
    await desk.press(AYU, AYU, "Kembali")
    assert "administrator terakhir" in await desk.press(AYU, AYU, "Bukan administrator lagi")

    ayu = await who(desk, AYU)
    assert ayu is not None
    assert (Role.COORDINATOR, True) == (ayu.role, ayu.admin)


async def test_only_an_administrator_changes_the_team(desk: Stage) -> None:
    """Another coordinator reads it without a button; a liaison and a leader do not see it; nobody does in a group."""
    async with desk.storage.work(desk.now) as work:
        await staff.add(work, KOMANG, "Komang", Role.COORDINATOR)
        wayan = await staff.by_telegram_id(work.session, WAYAN)
    assert wayan is not None
    await desk.write(KOMANG, KOMANG, "/tim")
    assert "<b>Ketut</b> · petugas instansi DLHK" in desk.last(KOMANG).screen.text
    assert [] == labels(desk.last(KOMANG).screen)
    for account in (KETUT, PUTU):
        await desk.write(account, account, "/tim")
        assert "untuk koordinator dan administrator" in desk.last(account).screen.text
    await desk.write(AYU, COORDINATORS, "/tim")
    assert "chat pribadi" in desk.last(COORDINATORS).screen.text
    for account in (KOMANG, KETUT, PUTU):
        await desk.tap(account, account, 1, f"d.tm:xx:{wayan.id}")
        await desk.tap(account, account, 1, "d.tm:set:0:coordinator")
    await desk.tap(AYU, COORDINATORS, 1, f"d.tm:xx:{wayan.id}")
    assert await who(desk, WAYAN) is not None


async def test_an_administrator_sees_no_report(desk: Stage) -> None:
    """Neither by its code nor in the queue, and statistics of the machine only."""
    report = await desk.file()
    async with desk.storage.work(desk.now) as work:
        await staff.add(work, KOMANG, "Komang", Role.ADMIN)
    for text in (f"/kartu {report.code}", "/antrean", "/templat", "/siaran"):
        await desk.write(KOMANG, KOMANG, text)
    await desk.tap(KOMANG, KOMANG, 1, f"d.open:{report.id}")

    said = "\n".join(desk.texts(KOMANG) + [label for one in desk.seen(KOMANG) for label in labels(one.screen)])
    assert "Piles" not in said
    assert "Tibubeneng" not in said
    await desk.write(KOMANG, KOMANG, "/tim")
    assert "➕ Undang petugas" in labels(desk.last(KOMANG).screen)


async def test_last_seen_is_written_once_an_hour(desk: Stage) -> None:
    """So that a busy operator costs no row a tap."""
    seen = []
    for minutes in (0, 30, 40):
        desk.later(minutes=minutes)
        await desk.write(KETUT, KETUT, "/bantuan")
        ketut = await who(desk, KETUT)
        assert ketut is not None
        seen.append(ketut.seen_at)

    assert seen[0] == seen[1] != seen[2]


async def test_off_duty_with_a_stand_in(desk: Stage) -> None:
    """Until a day, with somebody of the same agency, who is told; back with the same command."""
    async with desk.storage.work(desk.now) as work:
        await staff.add(work, KOMANG, "Komang", Role.LIAISON, "dlhk")
    await desk.write(KETUT, KETUT, "/istirahat")
    await desk.press(KETUT, KETUT, "Hari ini")
    assert ["Komang", "Tanpa pengganti"] == labels(desk.last(KETUT).screen)
    await desk.press(KETUT, KETUT, "Komang")

    assert "digantikan Komang" in desk.last(KETUT).screen.text
    assert "<b>Ketut</b>: 🌙 istirahat sampai" in desk.last(KOMANG).screen.text
    await desk.write(AYU, AYU, "/tim")
    assert "🌙 istirahat sampai" in desk.last(AYU).screen.text
    ketut = await who(desk, KETUT)
    assert ketut is not None
    assert is_off(ketut, desk.now)
    await desk.write(KETUT, KETUT, "/offduty")
    ketut = await who(desk, KETUT)
    assert ketut is not None
    assert not is_off(ketut, desk.now)


@pytest.mark.parametrize(("stand_in", "expected"), [("Komang", KOMANG), ("Tanpa pengganti", PUTU)])
async def test_what_is_meant_for_somebody_off_duty_reaches_the_stand_in(
    desk: Stage, stand_in: str, expected: int
) -> None:
    """What took twice its time is told to whoever stands in for the leader; where nobody does, to the leader."""
    async with desk.storage.work(desk.now) as work:
        await staff.add(work, KOMANG, "Komang", Role.LEADER)
    komang = await who(desk, KOMANG)
    assert komang is not None
    await desk.write(PUTU, PUTU, "/istirahat")
    await desk.press(PUTU, PUTU, "Sampai saya kembali")
    await desk.press(PUTU, PUTU, stand_in)

    async with desk.storage.read() as session:
        putu = await staff.by_telegram_id(session, PUTU)
        assert putu is not None
        assert expected == (await duty.reached(session, putu, desk.now)).telegram_id
        assert KOMANG == (await duty.reached(session, komang, desk.now)).telegram_id
    async with desk.storage.work(desk.now) as work:
        await staff.remove(work, KOMANG)
    async with desk.storage.read() as session:
        assert PUTU == (await duty.reached(session, putu, desk.now)).telegram_id
