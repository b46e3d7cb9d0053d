"""Category and class are set again, with what becomes of the promised answer; the reporter hears of it in time."""

from __future__ import annotations

import pytest

from handlers import callbacks
from handlers.desk import menus, more
from handlers.desk.menus import Press
from handlers.house import House
from rules.deadline import Klass
from rules.draft import Part
from rules.lifecycle import Actor, Status, Step
from storage import deadlines, desk_chats, events
from storage.tables import Event, Report
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, KETUT, WAYAN, Stage, labels


async def history(stage: Stage, report: Report) -> list[Event]:
    async with stage.storage.read() as session:
        return await events.of_report(session, report.id)


async def answer_by(stage: Stage, report: Report) -> str:
    async with stage.storage.read() as session:
        return (await deadlines.open_of(session, report.id))["resolve"].isoformat()


async def test_another_category_is_one_of_three_or_found_in_its_group(stage: Stage) -> None:
    """What the words propose is starred; the rest is two taps away; before and after stand in the history."""
    report = await stage.file(parts=(Part(1, "Lampu jalan mati di depan sekolah"),))
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "⋯")
    await stage.press(AYU, COORDINATORS, "Ubah kategori")
    assert labels(stage.card(COORDINATORS).screen)[0].startswith("⭐ ")
    assert "Lampu jalan" in labels(stage.card(COORDINATORS).screen)[0]

    await stage.press(AYU, COORDINATORS, stage.house.region.groups["roads"].names.id)
    await stage.press(AYU, COORDINATORS, stage.house.region.categories["road_damage"].names.id)
    assert "Ubah kategori dari" in stage.card(COORDINATORS).screen.text
    assert "Batas waktu" not in stage.card(COORDINATORS).screen.text
    assert await stage.press(AYU, COORDINATORS, "Ya, ubah") == "Kategori diubah."

    assert (await stage.report(report)).category == "road_damage"
    last = (await history(stage, report))[-1]
    assert (last.step, last.data["was"], last.data["category"]) == (Step.CATEGORISE, "waste", "road_damage")
    assert "mengubah kategori" in stage.card(COORDINATORS).screen.text


async def test_the_topic_is_named_by_the_category_it_has_now(stage: Stage) -> None:
    """In a forum the report's topic follows; a group without topics hears nothing of it."""
    async with stage.storage.work(stage.now) as work:
        await desk_chats.bind(work, -1003, None)
        await desk_chats.set_forum(work, -1003, True)
    report = await stage.file()
    await stage.deliver()
    region = stage.house.region.categories
    assert list(stage.topics.values()) == [f"{report.code} · {region['waste'].names.id}"]

    await set_category(stage, AYU, COORDINATORS, report, "road_damage")
    assert list(stage.topics.values()) == [f"{report.code} · {region['road_damage'].names.id}"]


async def test_when_the_category_is_another_agencys_the_way_there_is_offered(stage: Stage) -> None:
    """A coordinator forwards with one tap; a liaison proposes, with the reason."""
    report = await stage.file()
    await stage.deliver()
    await set_category(stage, AYU, COORDINATORS, report, "road_damage")
    offered = stage.last(COORDINATORS)
    assert "biasanya ditangani" in offered.screen.text
    await stage.press(AYU, COORDINATORS, "Teruskan ke", offered.message_id)
    assert (await stage.report(report)).agency == "pupr"

    second = await stage.file(category="road_damage")
    await stage.desk_takes(second, Step.FORWARD, agency="dlhk")
    await set_category(stage, KETUT, DLHK, second, "street_light")
    await stage.press(KETUT, DLHK, "Serahkan ke")
    assert stage.last(DLHK).screen.ask
    own = await stage.file()
    await stage.desk_takes(own, Step.FORWARD, agency="dlhk")
    before = len(stage.seen(DLHK))
    await set_category(stage, KETUT, DLHK, own, other_of(stage.house, "dlhk", "waste"))
    assert not any("biasanya ditangani" in shown.screen.text for shown in stage.seen(DLHK)[before:])


def other_of(house: House, agency: str, not_this: str) -> str:
    """Another category of the same agency."""
    return next(one.id for one in house.region.categories.values() if one.agency == agency and one.id != not_this)


async def set_category(stage: Stage, who: int, chat: int, report: Report, name: str) -> str:
    """Press the button that confirms a category."""
    number = stage.card(chat).message_id
    mark = menus.mark(await stage.report(report))
    return await stage.tap(who, chat, number, callbacks.pack(Press.CATEGORISE, report.id, name, mark))


async def test_the_reporter_reads_of_it_in_the_next_summary(stage: Stage) -> None:
    """Nothing rings for it, also for who hears of every step at once; the summary says this and repeats nothing."""
    report = await stage.file()
    await stage.deliver()
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    before = len(stage.texts(EMMA, "public"))

    await set_category(stage, AYU, COORDINATORS, report, "road_damage")
    await stage.desk_takes(report, Step.TAKE, KETUT)
    assert not any("filed under" in text for text in stage.texts(EMMA, "public"))

    stage.later(days=1)
    await stage.deliver()
    last = stage.last(EMMA, "public").screen.text
    assert "🏷 Your report is now filed under: <b>" in last
    assert "passed on" not in last
    assert sum("filed under" in text for text in stage.texts(EMMA, "public")) == 1
    assert len(stage.texts(EMMA, "public")) > before


async def test_a_reason_is_for_officers_only(stage: Stage) -> None:
    """It stands in the history beside the change and goes to nobody else."""
    report = await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "⋯")
    await stage.press(AYU, COORDINATORS, "Ubah kategori")
    number = stage.card(COORDINATORS).message_id
    sure = callbacks.pack(Press.MENU, report.id, "categorise.=street_light")
    await stage.tap(AYU, COORDINATORS, number, sure)
    await stage.press(AYU, COORDINATORS, "dengan alasan")
    prompt = stage.last(COORDINATORS)
    assert prompt.screen.ask

    await stage.write(AYU, COORDINATORS, "Bukan sampah, lihat foto", to=prompt.message_id)

    last = (await history(stage, report))[-1]
    assert (last.text, last.data["why"]) == ("", "Bukan sampah, lihat foto")
    assert "lihat foto" in stage.card(COORDINATORS).screen.text
    stage.later(days=1)
    await stage.deliver()
    assert not any("lihat foto" in text for text in stage.texts(EMMA, "public"))


async def test_another_class_sets_the_answer_anew_from_the_filing(stage: Stage) -> None:
    """The law's clock does not restart: said before it is confirmed, kept in the history, and back again."""
    report = await stage.file()
    await stage.deliver()
    first = await answer_by(stage, report)
    stage.later(days=3)
    await stage.press(AYU, COORDINATORS, "⋯")
    await stage.press(AYU, COORDINATORS, "Ubah kelas")
    await stage.press(AYU, COORDINATORS, "berkadar pengawasan")
    assert "Batas waktu jawaban berubah dari" in stage.card(COORDINATORS).screen.text
    assert "sejak laporan masuk" in stage.card(COORDINATORS).screen.text
    await stage.press(AYU, COORDINATORS, "tulis alasannya")
    await stage.write(AYU, COORDINATORS, "Menyangkut petugas", to=stage.last(COORDINATORS).message_id)

    now = await stage.report(report)
    assert now.klass == Klass.OVERSIGHT
    moved = await answer_by(stage, report)
    assert moved > first
    last = (await history(stage, report))[-1]
    assert last.data["moved"]["resolve"] == [first, moved]
    assert last.data["why"] == "Menyangkut petugas"
    assert "mengubah kelas menjadi" in stage.card(COORDINATORS).screen.text

    await stage.step(report, Step.CLASSIFY, Actor.COORDINATOR, klass="complaint")
    assert await answer_by(stage, report) == first


async def test_a_category_with_a_class_of_its_own_moves_the_answer_others_do_not(stage: Stage) -> None:
    """Misconduct has the days of oversight; between two ordinary ones no date and no warning changes."""
    report = await stage.file()
    await stage.deliver()
    first = await answer_by(stage, report)

    await set_category(stage, AYU, COORDINATORS, report, "road_damage")
    assert await answer_by(stage, report) == first
    assert "moved" not in (await history(stage, report))[-1].data
    await stage.tap(
        AYU,
        COORDINATORS,
        stage.card(COORDINATORS).message_id,
        callbacks.pack(Press.MENU, report.id, "categorise.=misconduct"),
    )
    assert "Batas waktu jawaban berubah" in stage.card(COORDINATORS).screen.text
    await set_category(stage, AYU, COORDINATORS, report, "misconduct")
    assert await answer_by(stage, report) > first


async def test_of_two_one_wins(stage: Stage) -> None:
    """A confirmation that looked at another category, and a reason written too late, change nothing."""
    report = await stage.file()
    await stage.deliver()
    mark, number = menus.mark(await stage.report(report)), stage.card(COORDINATORS).message_id
    await stage.tap(AYU, COORDINATORS, number, callbacks.pack(Press.WHY, report.id, "categorise", "street_light", mark))
    prompt = stage.last(COORDINATORS)
    await set_category(stage, AYU, COORDINATORS, report, "road_damage")

    toast = await stage.tap(
        AYU, COORDINATORS, number, callbacks.pack(Press.CATEGORISE, report.id, "street_light", mark)
    )
    await stage.write(AYU, COORDINATORS, "Lampu", to=prompt.message_id)

    assert "lebih cepat" in toast
    assert "lebih cepat" in stage.last(COORDINATORS).screen.text
    assert (await stage.report(report)).category == "road_damage"


async def test_a_liaison_hands_over_by_proposing_another_agency(stage: Stage) -> None:
    """The coordinator gets it back with the reason, the proposed agency starred; the former one's chat is cleared."""
    report = await stage.file()
    await stage.deliver()
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await stage.press(KETUT, DLHK, "⋯")
    await stage.press(KETUT, DLHK, "Serahkan ke instansi lain")
    await stage.press(KETUT, DLHK, stage.house.region.agencies["pupr"].short)
    await stage.write(KETUT, DLHK, "Ini saluran air, bukan sampah", to=stage.last(DLHK).message_id)

    now = await stage.report(report)
    assert (now.status, now.agency, now.proposed) == (Status.RECEIVED, None, "pupr")
    assert "mengusulkan" in stage.card(COORDINATORS).screen.text
    assert "saluran air" in stage.card(COORDINATORS).screen.text
    assert "tidak lagi di instansi ini" in stage.card(DLHK).screen.text
    assert not any("saluran air" in text for text in stage.texts(EMMA, "public"))

    await stage.press(AYU, COORDINATORS, "Teruskan")
    assert labels(stage.card(COORDINATORS).screen)[0] == f"⭐ {stage.house.region.agencies['pupr'].short}"
    await stage.press(AYU, COORDINATORS, "⭐")
    now = await stage.report(report)
    assert (now.agency, now.proposed) == ("pupr", None)
    assert "mengusulkan PUPR:" not in stage.card(COORDINATORS).screen.text


async def test_a_coordinator_hands_over_at_once_with_a_reason(stage: Stage) -> None:
    """The next agency has its first follow-up before it, the answer's date stands; the reporter hears where it is."""
    report = await stage.file()
    await stage.deliver()
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    await stage.desk_takes(report, Step.TAKE, KETUT)
    first = await answer_by(stage, report)
    stage.later(hours=1)
    assert not any("Teruskan" in label for label in labels(stage.card(COORDINATORS).screen))
    await stage.press(AYU, COORDINATORS, "⋯")
    await stage.press(AYU, COORDINATORS, "Serahkan ke instansi lain")
    await stage.press(AYU, COORDINATORS, stage.house.region.agencies["pupr"].short)
    await stage.write(AYU, COORDINATORS, "Saluran air", to=stage.last(COORDINATORS).message_id)

    now = await stage.report(report)
    assert (now.status, now.agency, now.assignee_id, now.taken) == (Status.FORWARDED, "pupr", None, False)
    assert "belum punya grup" in stage.last(COORDINATORS).screen.text
    assert await answer_by(stage, report) == first
    async with stage.storage.read() as session:
        assert (await deadlines.open_of(session, report.id))["follow_up"] > stage.now
    assert "tidak lagi di instansi ini" in stage.card(DLHK).screen.text
    assert (await history(stage, report))[-1].data["why"] == "Saluran air"
    assert not any("Saluran air" in text for text in stage.texts(EMMA, "public"))


@pytest.mark.parametrize("locale", ["id", "en"])
async def test_every_rare_menu_fits_its_buttons(stage: Stage, locale: str) -> None:
    """Whatever is chosen has a payload and words, and leads back to a menu there is."""
    report = await stage.report(await stage.file())
    region, mark = stage.house.region, menus.mark(report)
    names = ["more", "assign", "pass", "pass.1", "categorise", "classify"]
    names += [f"categorise.{group}" for group in region.groups] + [f"categorise.{group}.1" for group in region.groups]
    names += [f"categorise.={name}" for name in region.categories] + [f"classify.={klass}" for klass in Klass]
    for name in names:
        assert more.is_menu(stage.house, name), name
        assert more.question(stage.house, report, name, locale, more.Ahead())
        rows = more.choice(stage.house, report, name, Actor.COORDINATOR, locale, more.Ahead())
        for button in (button for row in rows for button in row):
            prefix, number, rest, *_ = (*callbacks.unpack(button.value), "", "")
            assert number == str(report.id)
            if prefix == Press.MENU:
                assert not rest or more.is_menu(stage.house, rest)
            if prefix in {Press.WHY, Press.CATEGORISE, Press.ASSIGN}:
                assert callbacks.unpack(button.value)[-1] == mark
    for name in (
        "categorise.=x",
        "categorise.x",
        "classify.=x",
        "assign.1",
        "more.1",
        "pass.x",
        "x",
        "categorise.roads.x",
    ):
        assert not more.is_menu(stage.house, name), name


@pytest.mark.parametrize(
    "parts",
    [
        ("d.cat",),
        ("d.cat", "x"),
        ("d.cat", "waste", "0000"),
        ("d.why",),
        ("d.why", "pass", "dlhk"),
        ("d.why", "x", "y", "z"),
    ],
)
async def test_forged_presses_change_nothing(stage: Stage, parts: tuple[str, ...]) -> None:
    """Neither by somebody of another agency, nor with parts that make no sense."""
    report = await stage.file()
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    before = await history(stage, report)
    prefix, *rest = parts
    for who, chat in ((KETUT, DLHK), (WAYAN, WAYAN)):
        assert await stage.tap(who, chat, stage.card(DLHK).message_id, ":".join((prefix, str(report.id), *rest)))
    assert await history(stage, report) == before
