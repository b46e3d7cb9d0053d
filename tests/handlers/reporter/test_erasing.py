"""Reporters have themselves erased: asked twice, done at once or in time; nothing of them is left but their words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import text

from handlers import casework, closing, idle, overdue, retention, rights, stay, summaries
from handlers.desk import warnings
from rules.access import Role, Staff
from rules.broadcast import Audience, Move
from rules.lifecycle import Actor, Status, Step
from storage import (
    attachments,
    broadcasts,
    compositions,
    erasures,
    handovers,
    inbox,
    outbox,
    recipients,
    reporters,
    reports,
    staff,
    tombstones,
)
from storage.inbox import Incoming
from storage.tables import Report, Tombstone
from tests import traces
from tests.handlers.reporter.phone import TIBUBENENG, Phone
from tests.handlers.reporter.test_handover import hand_over
from tests.handlers.stage import AYU, COORDINATORS, DLHK, Stage

ACCOUNT = 7_123_456_789
PRIVACY = {"en": "/privacy", "id": "/privasi"}
ERASE, YES = {"en": "Erase me", "id": "Hapus data saya"}, {"en": "Yes, erase me", "id": "Ya, hapus data saya"}
ON, NOW, LATER = (
    {"en": "Go on", "id": "Lanjutkan"},
    {"en": "Withdraw, and erase me now", "id": "Cabut, hapus sekarang"},
    {"en": "Go on without me", "id": "Jalan terus tanpa saya"},
)
STORY = "Sampah di depan rumah saya. Hubungi 0812 3456 7890, Saraswati atau @niluhsaras. {canary}"
# What told who she is, what she sent, and what was only ever for her: nothing of it may be left anywhere.
GONE = (
    ACCOUNT, "Saraswati", "niluhsaras", "0812 3456 7890", "GONE-", "F-ID", "U-ID", "saras.pdf", "album-77",
    TIBUBENENG[0], TIBUBENENG[1],
)  # fmt: skip
FIGURES = (
    (
        "SELECT category, village, agency, kind, anonymous, confidential, language, count(*) FROM report"
        " GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7"
    ),
    "SELECT stars, solved, filed_at, happened_on, replied FROM report ORDER BY id",
    "SELECT report_id, kind, due_at FROM deadline ORDER BY report_id, kind",
    "SELECT broadcast_id, state, count(*) FROM push WHERE broadcast_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Nothing may be left in either database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def sari(phones: Callable[..., Phone], stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Phone:
    """A resident with a name, a user name and a long number; what the desk is sent stands on its stage."""
    phone = phones(who=ACCOUNT, name="Saraswati", username="niluhsaras", language="id")

    async def deliver() -> None:
        """One courier for both bots."""
        stage.now, claimed = phone.now, True
        while claimed:
            async with phone.storage.work(phone.now) as work:
                rows = await outbox.claim(work, 20)
                for push in rows:
                    if push.bot == "desk":
                        await stage.land(work, push, await stage.compose(work, push))
                    else:
                        await phone.land(work, push)
            claimed = bool(rows)

    monkeypatch.setattr(phone, "deliver", deliver)
    monkeypatch.setattr(stage, "deliver", deliver)
    return phone


@dataclass
class Life:
    """What she has left in Kanal: a closed report with stars, an open one, an anonymous one, a draft, and much more."""

    closed: Report
    opened: Report
    hidden: Report
    composition: int


async def file(phone: Phone, canary: str, anonymous: bool = False) -> Report:
    """A report with a photo and a document, in some words that stay and some that tell who she is."""
    await phone.photo(STORY.format(canary=canary), name=f"F-ID-{canary}", media_group_id="album-77")
    await phone.file("document", file_id="F-ID-doc", file_unique_id="U-ID", file_name="saras.pdf")
    await phone.pin(TIBUBENENG)
    await phone.deliver()
    await phone.tap_if_asked("sampah")
    if anonymous:
        await phone.tap("Nama dan kerahasiaan")
        await phone.tap("Anonim")
    await phone.tap("Kirim laporan")
    return (await phone.reports())[0]


async def desk(phone: Phone, report: Report, step: Step, **values: Any) -> None:
    """The coordinator takes a step."""
    ayu = Staff(1, AYU, "Ayu", Role.COORDINATOR, None, "id")
    async with phone.storage.work(phone.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        await casework.take_step(work, phone.house, found, step, actor=Actor.COORDINATOR, staff=ayu, **values)
    await phone.deliver()


@pytest.fixture
async def life(sari: Phone, stage: Stage) -> Life:
    """A rich one: every table that can hold something of a reporter holds it."""
    await sari.say("/start")
    await sari.tap("Setuju")
    closed, opened, hidden = [await file(sari, f"KEPT-{n}", anonymous=n == 3) for n in (1, 2, 3)]
    await desk(sari, closed, Step.FORWARD, agency="dlhk")
    await desk(sari, closed, Step.REPLY, text="Yth. Ibu Saraswati, sampahnya sudah kami angkut kemarin sore.")
    await desk(sari, closed, Step.FINISH)
    await sari.tap("Sudah beres")
    await sari.tap("4 ⭐")
    await sari.say("Terima kasih, KEPT-4, salam Saraswati")
    await desk(sari, opened, Step.FORWARD, agency="dlhk")
    await desk(sari, opened, Step.ASK, text="Sejak kapan, Bu Saraswati?")
    question = next(shown.number for shown in sari.shown if "Sejak kapan" in shown.text)
    await sari.say("Sejak Senin, KEPT-5, telepon 0812 3456 7890", to=question)
    await sari.say(f"/berhenti {opened.code}")
    async with sari.storage.work(sari.now) as work:
        await handovers.make(work, opened.id, "GONE-digest", sari.now + timedelta(days=7))
        report = await reports.by_id(work.session, opened.id)
        assert report is not None
        await stay_until(work, sari, report)
        ayu = await staff.by_telegram_id(work.session, AYU)
        assert ayu is not None
        words = "Bu Saraswati, besok kami angkut sampahnya dengan truk."
        pending = await compositions.open(work, report.id, ayu.id, COORDINATORS, 900, "reply", words)
        await inbox.store(work, "public", [Incoming(9001, ACCOUNT, '{"GONE-": "broken"}'), Incoming(9002, ACCOUNT, "")])
        [broken, done] = await inbox.waiting(work.session, 10)
        await inbox.quarantine(work, broken.id, "failed")
        await inbox.take(work, done.id)
        row = await broadcasts.open(work, ayu.id)
        await broadcasts.change(work, row, audience=Audience().as_json(), texts={"id": "Jalan ditutup", "en": "Closed"})
        moved = {"approved_at": work.now, "goes_at": work.now + timedelta(days=30)}
        assert await broadcasts.move(work, row, Move.APPROVE, ayu.id, **moved)
        while await recipients.plan(work, row):
            pass
        for sent in await attachments.of_reports(work.session, [closed.id, opened.id, hidden.id]):
            await attachments.stored(work, sent.id, f"{sent.id % 3:064}", 9, "image/jpeg")
            await attachments.sent_as(work, sent.id, "F-ID-desk")
    sari.later(seconds=5)
    await sari.photo("GONE-draft Saya Saraswati, lubang besar di jalan", name="F-ID-draft")
    await sari.pin(TIBUBENENG)
    await sari.say(PRIVACY["id"])
    await sari.tap("Perbaiki")
    await sari.tap("Nama lain")  # a dialogue that was never ended
    assert [] == [needle for needle in GONE if not await traces.of(sari.storage, needle)]
    return Life(closed, opened, hidden, pending.id)


async def stay_until(work: Any, phone: Phone, report: Report) -> None:
    day = phone.now.date() + timedelta(days=9)
    for name, value in stay.columns(phone.house, day, phone.now).items():
        setattr(report, name, value)
    await work.session.flush()


async def erase(phone: Phone, way: dict[str, str]) -> None:
    """Ask for it, twice."""
    await phone.say(PRIVACY[phone.language])
    await phone.tap(ERASE[phone.language])
    await phone.tap(way[phone.language])
    await phone.tap(YES[phone.language])


async def clock(phone: Phone, *looks: Any) -> None:
    """Those ticks, and what they order."""
    async with phone.storage.work(phone.now) as work:
        for look in looks:
            await look(work, phone.house)
    await phone.deliver()


async def figures(phone: Phone) -> list[Any]:
    async with phone.storage.read() as session:
        return [[tuple(row) for row in await session.exec(cast(Any, text(sql)))] for sql in FIGURES]


async def stones(phone: Phone, why: str = rights.WHY) -> list[Tombstone]:
    async with phone.storage.read() as session:
        return [stone for stone in await tombstones.since(session, 0, 100) if stone.why == why]


def receipt(phone: Phone) -> str:
    """The code in the last words."""
    found = re.search(r"HPS-\w{4}-\w{3}", phone.text)
    assert found is not None, phone.text
    return found[0]


async def report_now(phone: Phone, report: Report) -> Report:
    async with phone.storage.read() as session:
        found = await reports.by_id(session, report.id)
    assert found is not None
    return found


async def test_at_once_nothing_is_left(sari: Phone, stage: Stage, life: Life) -> None:
    """Open reports are withdrawn, everything that points to her goes in one transaction, and the texts stay masked."""
    before = await figures(sari)
    await erase(sari, NOW)

    assert [] == await traces.of(sari.storage, *GONE)
    code = receipt(sari)
    assert "Isi 3 laporan Anda tetap ada, tanpa Anda." in sari.text
    [proof] = [stone for stone in await stones(sari) if stone.subject == code]
    assert {"reports": 3, "files": 6, "consent": "2026-11", "consent_on": "2026-11-23"} == proof.data
    for report in (life.closed, life.opened, life.hidden):
        kept = await report_now(sari, report)
        assert kept.anonymised_at is not None
        assert "Sampah di depan rumah saya. Hubungi •••, ••• atau •••. KEPT-" in kept.body
        assert report.code in [stone.subject for stone in await stones(sari)]
    assert [Status.CLOSED, Status.WITHDRAWN, Status.WITHDRAWN] == [
        (await report_now(sari, report)).status for report in (life.closed, life.opened, life.hidden)
    ]
    for canary in ("KEPT-1", "KEPT-2", "KEPT-3", "KEPT-4", "KEPT-5"):
        assert await traces.of(sari.storage, canary)
    assert before[:3] == (await figures(sari))[:3]


async def test_of_the_broadcast_the_numbers_stay(sari: Phone, stage: Stage, life: Life) -> None:
    """It counts the person among those who were meant, and sends nothing."""
    assert [(1, "waiting", 1)] == (await figures(sari))[3]
    await erase(sari, NOW)

    assert [(1, "dropped", 1)] == (await figures(sari))[3]
    async with sari.storage.read() as session:
        found = [outcome async for some in recipients.outcomes(session, 1) for outcome in some]
    assert [(None, "dropped")] == [(one.reporter_id, one.state) for one in found]


async def test_in_time_the_open_report_goes_on_without_her(sari: Phone, stage: Stage, life: Life) -> None:
    """Nothing happens until the time has come; then all goes but the words, and the desk may go on working."""
    before = await figures(sari)
    await erase(sari, LATER)
    assert "Kamis, 26 November 2026 11.00 WITA" in sari.text
    sari.later(hours=70)
    await clock(sari, rights.look)
    assert await traces.of(sari.storage, ACCOUNT)

    sari.later(hours=1)
    await clock(sari, rights.look)

    assert [] == await traces.of(sari.storage, *GONE)
    assert receipt(sari)
    assert sari.last.push.silent
    kept = await report_now(sari, life.opened)
    assert (Status.FORWARDED, None) == (kept.status, kept.anonymised_at)
    assert "KEPT-2" in kept.body
    village = sari.house.region.village(kept.village or "")
    assert village is not None
    assert (village.latitude, village.longitude) == (kept.latitude, kept.longitude)
    assert before[:2] == (await figures(sari))[:2]
    async with sari.storage.read() as session:
        assert [] == await attachments.of_reports(session, [life.opened.id, life.closed.id, life.hidden.id])


async def test_the_report_that_went_on_is_nobodys_once_it_ends(sari: Phone, stage: Stage, life: Life) -> None:
    """What the desk added goes too; nothing is left of the row that stood for her."""
    await erase(sari, LATER)
    sari.later(hours=72)
    await clock(sari, rights.look)
    for report in (life.opened, life.hidden):
        await desk(sari, report, Step.REPLY, text="Sampahnya sudah kami angkut kemarin sore.")
        await desk(sari, report, Step.FORWARD, agency="dlhk")
        await desk(sari, report, Step.FINISH)
    sari.later(days=30)
    await clock(sari, closing.close)
    await clock(sari, retention.nightly)

    for report in (life.opened, life.hidden):
        kept = await report_now(sari, report)
        assert Status.CLOSED == kept.status
        assert kept.anonymised_at is not None
    async with sari.storage.read() as session:
        rows = (await session.exec(cast(Any, text("SELECT telegram_id FROM reporter WHERE telegram_id < 1")))).all()
        assert [(0,)] == [tuple(row) for row in rows]


async def test_it_is_done_as_soon_as_nothing_hinders(sari: Phone, life: Life) -> None:
    """The last open report ends: nobody waits for the three days to be over."""
    await erase(sari, LATER)
    for report in (life.opened, life.hidden):
        await desk(sari, report, Step.ARCHIVE, archive_reason="duplicate")
    await clock(sari, rights.look)

    assert receipt(sari)
    assert [] == await traces.of(sari.storage, *GONE)


async def test_it_can_be_called_off(sari: Phone, life: Life) -> None:
    """Until it is done; then nothing is changed, whatever the time."""
    await erase(sari, LATER)
    await sari.say("/privasi")
    assert "Anda meminta data Anda dihapus" in sari.text
    await sari.tap("Jangan hapus data saya")
    assert "Tidak ada yang dihapus" in sari.text
    sari.later(hours=100)
    await clock(sari, rights.look)

    assert 3 == len(await sari.reports())
    assert [] == [stone for stone in await stones(sari) if stone.sort == "reporter"]


async def test_a_kill_in_the_middle_changes_nothing(sari: Phone, life: Life) -> None:
    """All of it or nothing; the next round does it, once."""
    await erase(sari, LATER)
    sari.later(hours=72)
    with pytest.raises(RuntimeError):
        async with sari.storage.work(sari.now) as work:
            await rights.look(work, sari.house)
            raise RuntimeError("killed")
    assert 3 == len(await sari.reports())
    for _ in range(2):
        await clock(sari, rights.look)

    assert 1 == sum("HPS-" in shown.text for shown in sari.shown)
    assert 1 == sum(stone.sort == "reporter" for stone in await stones(sari))


async def test_the_desk_is_told_and_what_it_was_shown_is_taken_back(sari: Phone, stage: Stage, life: Life) -> None:
    """Pictures and words go from its chats; the card says that the person is gone."""
    assert any(shown.screen.media for shown in stage.seen(DLHK))
    await erase(sari, LATER)
    assert any("paling lambat dalam 3 × 24 jam" in words.lower() for words in stage.texts(DLHK))
    sari.later(hours=72)
    await clock(sari, rights.look)

    for chat in (COORDINATORS, DLHK):
        assert not any(shown.screen.media for shown in stage.seen(chat))
        assert not any(str(needle) in words for words in stage.texts(chat) for needle in GONE)
        assert any("sudah dihapus atas permintaannya" in words for words in stage.texts(chat))
    cards = [shown.screen.text for shown in stage.seen(DLHK) if shown.push.intent == "card"]
    assert all("Data pelapor sudah dihapus" in card for card in cards)
    assert any("KEPT-5" in words for words in stage.texts(DLHK))  # the report that goes on keeps what was added


async def test_a_pending_reply_reaches_nobody(sari: Phone, stage: Stage, life: Life) -> None:
    """Confirmed after the erasure it is kept with the report that goes on, and the operator is told so."""
    await erase(sari, LATER)
    sari.later(hours=72)
    await clock(sari, rights.look)
    before = len(sari.shown)

    await stage.tap(AYU, COORDINATORS, 901, f"d.look:{life.composition}")
    assert "Disimpan, tidak dikirim." == await stage.press(AYU, COORDINATORS, "Kirim")
    await sari.deliver()
    assert "tidak dikirim" in stage.last(COORDINATORS).screen.text
    assert before == len(sari.shown)
    assert "Saraswati" not in stage.last(COORDINATORS).screen.text
    assert (await report_now(sari, life.opened)).replied


async def test_a_pending_reply_to_a_report_that_ended_is_stale(sari: Phone, stage: Stage, life: Life) -> None:
    """The words went with the person."""
    await erase(sari, NOW)

    assert "tidak berlaku lagi" in await stage.tap(AYU, COORDINATORS, 901, f"d.send:{life.composition}")


async def test_nothing_is_said_to_whoever_was_erased(sari: Phone, stage: Stage, life: Life) -> None:
    """Whatever the desk does and the clock finds due, for a hundred days."""
    await erase(sari, LATER)
    sari.later(hours=72)
    await clock(sari, rights.look)
    before = len(sari.shown)
    await desk(sari, life.opened, Step.REPLY, text="Sampahnya sudah kami angkut kemarin sore.")
    await desk(sari, life.opened, Step.FINISH)
    for _ in range(100):
        sari.later(days=1)
        looks = (overdue.tell, overdue.point_on, summaries.look, stay.look, closing.ask_again, closing.close)
        await clock(sari, *looks, idle.remind, idle.fade, warnings.warn, retention.nightly, rights.look)

    assert before == len(sari.shown)
    async with sari.storage.read() as session:
        rows = await session.exec(cast(Any, text("SELECT count(*) FROM push WHERE bot = 'public'")))
        assert 0 == rows.one()[0]  # and the broadcast's is over its own term


async def test_who_writes_again_is_somebody_new(sari: Phone, life: Life) -> None:
    """Nothing of before is theirs, and the old buttons do nothing."""
    await erase(sari, NOW)
    code, page = receipt(sari), sari.last.number
    await sari.say("/laporan")
    assert "belum mengirim laporan" in sari.text
    await sari.press(f"r.mg:{life.opened.id}", 1)
    assert "tidak ada di antara laporan Anda" in sari.text
    await sari.say("/privasi")
    assert "Belum diberikan" in sari.text

    await sari.say(code)
    assert f"Tanda terima {code}" in sari.text
    assert "Laporan yang tetap ada tanpa dia: 3" in sari.text
    assert page in sari.chat


async def test_a_second_tap_erases_nobody_and_leaves_no_trace(sari: Phone, life: Life) -> None:
    """The receipt stays on the screen, and the account is not known again by it."""
    await sari.say("/privasi")
    await sari.tap("Hapus data saya")
    await sari.tap("Cabut, hapus sekarang")
    page = sari.last
    yes = page.screen.buttons[0][0].value
    await sari.press(yes, page.number)
    code = receipt(sari)

    assert "Ini sudah selesai diurus." == await sari.press(yes, page.number)
    assert code == receipt(sari)
    assert [] == await traces.of(sari.storage, *GONE)
    assert 1 == sum(stone.sort == "reporter" for stone in await stones(sari))


async def test_without_an_open_report_it_is_done_at_once(phones: Callable[..., Phone]) -> None:
    """In English too; of somebody who has sent nothing, there is only a proof to keep."""
    emma = phones(who=ACCOUNT, name="Emma")
    await emma.say("/start")
    await emma.tap("I agree")
    await emma.say("/privacy")
    await emma.tap("Erase me")
    assert "This stays\nA proof of the erasure" in emma.text
    await emma.tap("Go on")
    assert "We erase you now" in emma.text
    await emma.tap("No, keep my data")
    assert "Your data with us" in emma.text
    await erase(emma, ON)

    assert "Everything about you is erased" in emma.text
    assert "stay, without you" not in emma.text
    assert [] == await traces.of(emma.storage, ACCOUNT, "Emma")


async def test_what_was_answered_hinders_nobody(sari: Phone) -> None:
    """It closes, for nobody will say more about it."""
    await sari.say("/start")
    await sari.tap("Setuju")
    report = await file(sari, "KEPT-1")
    await desk(sari, report, Step.FORWARD, agency="dlhk")
    await desk(sari, report, Step.REPLY, text="Sampahnya sudah kami angkut kemarin sore.")
    await desk(sari, report, Step.FINISH)
    await erase(sari, ON)

    kept = await report_now(sari, report)
    assert (Status.CLOSED, None) == (kept.status, kept.solved)
    assert kept.anonymised_at is not None


async def test_a_receipt_that_nobody_gave_is_none(sari: Phone) -> None:
    """Whatever looks like one."""
    from rules.rights import receipt as make

    await sari.say(make(12345))

    assert "Kami tidak mengenal tanda terima" in sari.text


async def test_the_wish_is_kept_once(sari: Phone, life: Life) -> None:
    """Asked again it is due when it was."""
    await erase(sari, LATER)
    sari.later(hours=10)
    await sari.say("/privasi")
    async with sari.storage.work(sari.now) as work:
        person = await reporters.by_telegram_id(work.session, ACCOUNT)
        assert person is not None
        first = await erasures.of(work.session, person.id)
        assert await rights.wish(work, sari.house, person, rights.Way.GOING_ON) is None
        assert first == await erasures.of(work.session, person.id)


async def test_a_report_in_other_hands_loses_the_name_of_its_giver(phones: Callable[..., Phone]) -> None:
    """It is another person's now, who keeps it with its numbers, place and picture; only the name goes."""
    emma, made = phones(who=ACCOUNT, name="Philippa", username="pippa_s"), phones(who=502, name="Made", language="id")
    await emma.say("/start")
    await emma.tap("I agree")
    await emma.photo("Rubbish by the villa, call 0812 3456 7890. Regards, Philippa (@pippa_s)")
    await emma.pin(TIBUBENENG)
    await emma.tap_if_asked("rubbish")
    await emma.tap("Submit report")
    [report] = await emma.reports()
    await made.agree()
    await hand_over(emma, made, report)
    await erase(emma, ON)

    assert [] == await traces.of(emma.storage, ACCOUNT, "Philippa", "pippa_s")
    [kept] = await made.reports()
    assert "Rubbish by the villa, call 0812 3456 7890. Regards, ••• (•••)" == kept.body
    assert TIBUBENENG == (kept.latitude, kept.longitude)
    assert "0 reports" not in emma.text
