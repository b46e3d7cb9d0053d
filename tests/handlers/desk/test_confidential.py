"""A confidential report: nothing of it in a group, open to those who were named, every look a line of its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handlers import casework
from handlers.desk.looked import STEP
from rules.access import Role
from rules.lifecycle import Step
from storage import attachments, events, reports, staff
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, WAYAN, labels

if TYPE_CHECKING:
    from storage.tables import Event, Report
    from tests.handlers.stage import Stage

PUTU = 14
SECRETS = ("Piles of rubbish", "Tibubeneng", "Berawa", "Emma", "More of it")


async def add(stage: Stage, report: Report, text: str) -> None:
    """The reporter adds something, with a picture that is here already."""
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        file = await attachments.add(
            work, bot="public", kind="photo", file_id="f", file_unique_id="u", message_id=7, report_id=report.id
        )
        file.state = "stored"
        await casework.add_from_reporter(work, stage.house, found, text, [file.id], 7)
    await stage.deliver()


async def looks(stage: Stage, report: Report) -> list[Event]:
    """The lines that say who looked."""
    async with stage.storage.read() as session:
        return [event for event in await events.of_report(session, report.id) if event.step == STEP]


@pytest.fixture
async def secret(stage: Stage) -> Report:
    """A confidential report that lies with DLHK."""
    report = await stage.file(confidential=True)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    return await stage.report(report)


async def test_a_group_knows_only_that_there_is_one(stage: Stage, secret: Report) -> None:
    """Code, category, by when, and the way to the reader's own chat; later news without its words and pictures."""
    await add(stage, secret, "More of it today")
    await stage.desk_takes(secret, Step.TAKE)

    for chat in (COORDINATORS, DLHK):
        said = "\n".join(stage.texts(chat))
        assert not [word for word in SECRETS if word in said]
        assert not [shown for shown in stage.seen(chat) if shown.screen.media]
        card = stage.card(chat).screen
        assert f"🔒 <b>{secret.code}</b> · laporan rahasia" in card.text
        assert "Sampah menumpuk" in card.text
        assert "paling lambat" in card.text
        assert ["🔒 Buka di chat pribadi"] == labels(card)
        assert f"https://t.me/meja_badung_bot?start=k_{secret.code}" == card.buttons[0][0].value
        assert f"🔔 Ada kabar baru tentang laporan rahasia {secret.code}" in said


async def test_a_coordinator_opens_it_alone_and_that_is_written_down(stage: Stage, secret: Report) -> None:
    """Every opening is one line, which the card's own history leaves out and the reporter never reads."""
    await add(stage, secret, "More of it today")
    for _ in range(2):
        await stage.write(AYU, AYU, f"/start k_{secret.code}")
        stage.later(minutes=1)

    said = "\n".join(stage.texts(AYU))
    assert "Piles of rubbish" in said
    assert "More of it" in said
    assert any(shown.screen.media for shown in stage.seen(AYU))
    found = await looks(stage, secret)
    assert [("card", "desk")] * 2 == [(event.data["what"], event.visibility) for event in found]
    assert "membuka" not in stage.card(AYU).screen.text


async def test_a_liaison_opens_it_once_named(stage: Stage, secret: Report) -> None:
    """A coordinator gives and takes access with a tap; what was open is emptied, and the history has it all."""
    await stage.write(KETUT, KETUT, f"/kartu {secret.code}")
    assert "hanya untuk koordinator dan petugas" in stage.last(KETUT).screen.text
    assert [] == await looks(stage, secret)

    await stage.write(AYU, AYU, f"/kartu {secret.code}")
    await stage.press(AYU, AYU, "Beri akses")
    assert ["Ketut"] == labels(stage.last(AYU).screen)
    await stage.press(AYU, AYU, "Ketut")
    assert "memberi Anda akses" in stage.last(KETUT).screen.text
    await stage.write(KETUT, KETUT, f"/start k_{secret.code}")
    assert "Piles of rubbish" in stage.card(KETUT).screen.text
    await stage.press(KETUT, KETUT, "Kerjakan")
    assert (await stage.report(secret)).assignee_id is not None
    await stage.press(AYU, AYU, "✅ Ketut")
    assert "Piles of rubbish" in stage.card(KETUT).screen.text  # it is his to work on

    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, secret.id)
        assert found is not None
        await reports.change(work, found, assignee_id=None)
    await stage.press(AYU, AYU, "Ketut")
    await stage.press(AYU, AYU, "✅ Ketut")
    assert "Piles of rubbish" not in "\n".join(stage.texts(KETUT))
    async with stage.storage.read() as session:
        history = [event.step for event in await events.of_report(session, secret.id)]
    assert ["look", "trust", "look", "take", "distrust", "trust", "distrust"] == history[2:]


async def test_nobody_writes_about_it_in_a_group(stage: Stage, secret: Report) -> None:
    """Not even a coordinator: a reply to its card is refused, and says where to go on."""
    for who, chat in ((AYU, COORDINATORS), (AYU, DLHK)):
        await stage.write(who, chat, "What was it again?", to=stage.card(chat).message_id)
        assert "Kerjakan di chat pribadi" in stage.last(chat).screen.text
        assert "Laporan ini rahasia" in await stage.tap(who, chat, 1, f"d.ask:{secret.id}:reply")


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMIN])
async def test_leaders_and_administrators_do_not_read_it(stage: Stage, secret: Report, role: Role) -> None:
    """A leader knows it as a number; an administrator knows no report at all."""
    plain = await stage.file(category="waste")
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, PUTU, "Putu", role)
    for report in (secret, plain):
        await stage.write(PUTU, PUTU, f"/kartu {report.code}")
        await stage.tap(PUTU, PUTU, 1, f"d.open:{report.id}")

    assert ("Piles of rubbish" in "\n".join(stage.texts(PUTU))) is (role is Role.LEADER)
    assert [] == await looks(stage, secret)


async def test_another_agency_does_not_learn_that_it_exists(stage: Stage, secret: Report) -> None:
    """Its code is unknown there, like that of any report of others."""
    await stage.write(WAYAN, WAYAN, f"/kartu {secret.code}")

    assert "BDG" in stage.last(WAYAN).screen.text
    assert "rahasia" not in stage.last(WAYAN).screen.text
