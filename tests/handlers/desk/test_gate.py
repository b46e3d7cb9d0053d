"""Who is let in."""

from __future__ import annotations

import re
from typing import Any

import pytest

from handlers import casework, desk
from rules import delivery
from rules.access import Role
from rules.delivery import Kind
from rules.lifecycle import Actor, Step
from storage import cards, desk_chats, links, outbox, reports, staff
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, STRANGER, WAYAN, Stage

FORUM, UNBOUND = -1003, -1009


async def test_a_stranger_hears_one_sentence_ever(stage: Stage) -> None:
    """Whatever they write next is met with silence."""
    for words in ("/start", "hello", "/antrean"):
        await stage.write(STRANGER, STRANGER, words)

    assert len(stage.seen(STRANGER)) == 1
    assert "@lapor_badung_bot" in stage.last(STRANGER).screen.text


async def test_a_stranger_presses_in_vain(stage: Stage) -> None:
    """A button in a group they were let into does nothing for them."""
    await stage.file()
    await stage.deliver()

    assert "operators only" in await stage.press(STRANGER, COORDINATORS, "Arsipkan")


async def test_an_operator_who_left_is_a_stranger(stage: Stage) -> None:
    """Access ends with `kanal staff remove`."""
    async with stage.storage.work(stage.now) as work:
        await staff.remove(work, AYU)

    await stage.write(AYU, AYU, "/antrean")

    assert "operators only" in stage.last(AYU).screen.text


async def test_an_unbound_group_gets_one_hint(stage: Stage) -> None:
    """Even an operator's queue is not shown where nobody knows who reads."""
    await stage.write(AYU, UNBOUND, "/antrean")
    await stage.write(AYU, UNBOUND, "/antrean")

    assert [f"kanal desk bind --chat {UNBOUND}" in text for text in stage.texts(UNBOUND)] == [True]


async def test_chatter_in_a_group_is_left_alone(stage: Stage) -> None:
    """Only replies to the bot are meant for it."""
    await stage.write(AYU, COORDINATORS, "Selamat pagi semua")
    await stage.write(STRANGER, COORDINATORS, "Pagi!")

    assert stage.seen(COORDINATORS) == []


@pytest.mark.parametrize(
    ("role", "has", "lacks"),
    [
        (Role.COORDINATOR, ("antrean", "cari", "siaran", "blokir", "tim", "sp4n", "statistik", "ekspor"), ()),
        (Role.LIAISON, ("antrean", "cari", "templat", "sp4n", "ekspor"), ("siaran", "blokir", "tim", "kesehatan")),
        (Role.LEADER, ("antrean", "siaran", "statistik", "kesehatan"), ("templat", "sp4n", "blokir", "tim")),
        (Role.ADMIN, ("tim", "istirahat", "bahasa"), ("antrean", "cari", "statistik", "ekspor", "sp4n")),
    ],
)
async def test_the_help_names_the_commands_of_the_role(
    stage: Stage, role: Role, has: tuple[str, ...], lacks: tuple[str, ...]
) -> None:
    """What somebody reads there they can use, and each is a command there is."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, 77, "Putu", role, "pupr" if role is Role.LIAISON else None)
    await stage.write(77, 77, "/bantuan")
    named = set(re.findall(r"^/(\w+) · ", stage.last(77).screen.text, re.MULTILINE))

    assert set(has) <= named
    assert not set(lacks) & named
    assert named <= {name for names in desk.COMMANDS.values() for name in names}


async def test_help_language_and_queue(stage: Stage) -> None:
    """The commands answer in the operator's language, which they choose."""
    await stage.write(AYU, AYU, "/bantuan")
    assert "Begini cara kerjanya" in stage.last(AYU).screen.text
    await stage.write(AYU, AYU, "/bahasa")
    await stage.press(AYU, AYU, "English")
    await stage.write(AYU, AYU, "/queue")
    assert "No open reports" in stage.last(AYU).screen.text


async def test_a_liaison_sees_the_own_agencys_reports_only(stage: Stage) -> None:
    """In the queue and by code."""
    report = await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Teruskan")
    await stage.press(AYU, COORDINATORS, "⭐")
    await stage.write(WAYAN, WAYAN, "/antrean")
    assert "Tidak ada laporan terbuka" in stage.last(WAYAN).screen.text
    await stage.write(WAYAN, WAYAN, f"/kartu {report.code}")
    assert "Tidak ada laporan" in stage.last(WAYAN).screen.text

    await stage.write(KETUT, KETUT, f"/kartu {report.code.lower()}")

    assert "Piles of rubbish" in stage.card(KETUT).screen.text


async def test_a_card_opened_anew_leaves_a_pointer_behind(stage: Stage) -> None:
    """The buttons stand in one place in a chat."""
    report = await stage.file()
    await stage.deliver()
    first = stage.card(COORDINATORS).message_id

    await stage.write(AYU, COORDINATORS, f"/kartu {report.code}")

    assert stage.chats["desk", COORDINATORS][first].screen.buttons == ()
    assert stage.card(COORDINATORS).message_id > first


async def test_a_card_is_not_opened_where_others_may_not_see_it(stage: Stage) -> None:
    """A coordinator in DLHK's group gets the sentence instead of the card."""
    report = await stage.file()
    await stage.deliver()

    await stage.write(AYU, DLHK, f"/kartu {report.code}")

    assert "tidak boleh dibuka di grup ini" in stage.last(DLHK).screen.text


async def test_a_forum_gets_a_topic_for_each_report(stage: Stage) -> None:
    """The flag is noticed by itself; the card and what hangs under it stand in the topic."""
    async with stage.storage.work(stage.now) as work:
        await desk_chats.unbind(work, COORDINATORS)
        await desk_chats.bind(work, FORUM, None)
    await stage.write(AYU, FORUM, "/bantuan")
    await stage.file()
    await stage.deliver()

    assert stage.card(FORUM).push.thread_id is not None


async def test_a_group_that_became_a_supergroup_keeps_its_reports(stage: Stage) -> None:
    """Bindings, cards and links hold for the new id."""
    report = await stage.file()
    await stage.deliver()
    card = stage.card(COORDINATORS).message_id

    await stage.write(AYU, COORDINATORS, "", migrate_to_chat_id=-1005)

    async with stage.storage.read() as session:
        link = await links.find(session, "desk", -1005, card)
    assert link is not None
    assert link.report_id == report.id


async def test_a_card_in_a_group_that_became_another_is_shown_anew(stage: Stage) -> None:
    """Message numbers of the old group mean nothing in the new one, so the next step sends the card again."""
    report = await stage.file()
    await stage.deliver()
    await stage.write(AYU, COORDINATORS, "", migrate_to_chat_id=-1005)

    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        await casework.take_step(work, stage.house, found, Step.FORWARD, actor=Actor.COORDINATOR, agency="dlhk")
    await stage.deliver()

    card = stage.card(-1005)
    assert report.code in card.screen.text
    async with stage.storage.read() as session:
        kept = await cards.of_report(session, report.id or 0)
    assert card.message_id in [one.message_id for one in kept]


async def test_a_group_the_bot_comes_back_to_gets_what_it_missed(stage: Stage) -> None:
    """Cards that found the bot outside of the group, or not yet in it, come as soon as it is inside."""
    report = await stage.file()
    async with stage.storage.work(stage.now) as work:
        while claimed := await outbox.claim(work, 20):
            for push in claimed:
                outcome = delivery.Unreachable("bot was kicked from the group chat")
                settlement = delivery.settle(outcome, Kind(push.kind), push.attempts, push.repeat, stage.now)
                await outbox.settle(work, push, settlement, outcome)
    assert stage.seen(COORDINATORS) == []

    await stage.feed(my_chat_member=_membership(COORDINATORS, "member"))

    assert report.code in stage.card(COORDINATORS).screen.text


def _membership(chat: int, status: str) -> dict[str, Any]:
    bot = {"id": 1, "is_bot": True, "first_name": "Meja", "username": "meja_badung_bot"}
    return {
        "chat": {"id": chat, "type": "supergroup", "title": "G"},
        "from": {"id": AYU, "is_bot": False, "first_name": "Ayu"},
        "date": 1,
        "old_chat_member": {"user": bot, "status": "left"},
        "new_chat_member": {"user": bot, "status": status},
    }


async def test_a_leader_reads_and_cannot_act(stage: Stage) -> None:
    """The card has no buttons for them, and a colleague's do nothing."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, STRANGER, "Pak Bupati", Role.LEADER)
    report = await stage.file()
    await stage.deliver()

    await stage.write(STRANGER, STRANGER, f"/kartu {report.code}")

    assert stage.card(STRANGER).screen.buttons == ()
    assert "bukan untuk peran Anda" in await stage.press(STRANGER, COORDINATORS, "Catatan")


async def test_old_and_foreign_buttons_answer_politely(stage: Stage) -> None:
    """Nothing that was ever printed on a button fails."""
    for data in (
        "d.do:1",
        "d.do:x:take:1",
        "d.fwd:1:nobody:00",
        "x",
        "d.send:z",
        "d.menu:1:bogus",
        "d.menu:1:refer.nobody",
        "d.menu:1:archive.other",
        "d.lang",
    ):
        assert await stage.tap(AYU, COORDINATORS, 5, data) != ""
