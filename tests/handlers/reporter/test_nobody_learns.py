"""Nobody at the desk, and no neighbour, learns the account of an anonymous reporter: a whole life is looked through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import structlog

from bot import names
from handlers import closing, export_sheet, overdue, stay, summaries
from handlers.desk import warnings
from handlers.export_sheet import Reader
from handlers.screens import Screen
from rules.lifecycle import Step
from storage import attachments, reports
from storage.exports import Line
from storage.tables import Push, Report
from storage.work import Work
from tests.handlers.reporter.phone import TIBUBENENG, Phone
from tests.handlers.reporter.test_erasing import ACCOUNT, clock, desk, sari  # noqa: F401
from tests.handlers.reporter.test_guest import number_of
from tests.handlers.reporter.test_handover import link
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, Stage

# What tells who she is: account, names in any form, telephone, link, names of files, ids of files at the public bot.
TELLING = (
    str(ACCOUNT), "Saraswati", "niluhsaras", "saras.pdf", "0812 3456 7890", "F-ID",
)  # fmt: skip
NIK = "5103065707850003"


@pytest.fixture
def seen(sari: Phone, stage: Stage, emma: Phone, monkeypatch: pytest.MonkeyPatch) -> list[str]:  # noqa: F811
    """Everything that leaves for somebody else than her: words, buttons, what files are called, what is edited."""
    heard: list[str] = []
    on_stage, on_phone = stage.land, sari.land

    async def at_desk(work: Work, push: Push, screen: Any) -> None:
        heard.extend(await leaves(work, push, screen))
        await on_stage(work, push, screen)

    async def at_phone(work: Work, push: Push) -> None:
        if push.chat_id != sari.who:
            heard.extend(await leaves(work, push, await sari._compose(work.session, push)))
        await on_phone(work, push)

    monkeypatch.setattr(stage, "land", at_desk)
    monkeypatch.setattr(sari, "land", at_phone)
    monkeypatch.setattr(emma, "deliver", sari.deliver)
    return heard


async def leaves(work: Work, push: Push, screen: Any) -> list[str]:
    """A screen as it goes to Telegram, and what else the row tells."""
    if not isinstance(screen, Screen):
        return []
    ids = [media.attachment_id for media in screen.media]
    known = await attachments.by_ids(work.session, ids)
    open_names = await attachments.open_names(work.session, ids)
    files = [names.of(file, open_name=file.id in open_names) for file in known]
    document = [screen.document.name, screen.document.content.decode(errors="replace")] if screen.document else []
    buttons = [f"{button.text} {button.value}" for row in (*screen.buttons, *screen.keys) for button in row]
    return [screen.text, *buttons, *files, *document, str(push.reply_to), str(push.edit_message_id)]


async def stored(phone: Phone, report: Report) -> None:
    """The bytes of her files are here."""
    async with phone.storage.work(phone.now) as work:
        for file in await attachments.of_report(work.session, report.id):
            await attachments.stored(work, file.id, f"{file.id:064}", 9, file.mime or "image/jpeg")
    await phone.deliver()


async def filed(phone: Phone) -> Report:
    """An anonymous report in words and files that give her away: signed, named, forwarded from herself."""
    origin = {"type": "user", "date": 1, "sender_user": {"id": ACCOUNT, "is_bot": False, "first_name": "Saraswati"}}
    await phone.say("/start")
    await phone.tap("Setuju")
    await phone.say("Sampah di depan rumah. Salam, Saraswati @niluhsaras", forward_origin=origin)
    await phone.photo("Foto oleh Ni Luh Saraswati", name="F-ID-1", forward_origin=origin)
    await phone.file(
        "document", file_id="F-ID-doc", file_unique_id="U-ID", file_name="saras.pdf", mime_type="application/pdf"
    )
    await phone.pin(TIBUBENENG)
    await phone.tap_if_asked("sampah")
    await phone.tap("Nama dan kerahasiaan")
    await phone.tap("Anonim")
    await phone.tap("Kirim laporan")
    [report] = await phone.reports()
    assert report.anonymous
    await stored(phone, report)
    return report


async def joined(phone: Phone, other: Phone, report: Report) -> None:
    """She shares it; somebody else opens the link and joins."""
    await phone.say(f"/status {report.code}")
    await phone.tap("Bagikan")
    await other.agree()
    await other.say(f"/start {phone.text.split('?start=')[1].split()[0]}")
    assert "shared with you" in other.text
    await other.tap("Me too")
    await other.tap("Submit report")
    [joins] = await other.reports()
    assert joins.parent_id == report.id


async def added(phone: Phone, report: Report) -> None:
    """What she adds: words, a voice after a yes, a contact card, a sticker, a forwarded message."""
    receipt = next(
        shown.number for shown in phone.shown if report.code in shown.text and shown.push.purpose == "receipt"
    )
    voice = {"file_id": "F-ID-voice", "file_unique_id": "U-ID-voice", "duration": 3}
    await phone.say(f"Saya Saraswati, NIK {NIK}. Masih bau.", to=receipt)
    await phone.send(voice=voice, to=receipt)
    await phone.tap("Tetap sertakan")
    await stored(phone, report)
    contact = {"phone_number": "0812 3456 7890", "first_name": "Saraswati", "user_id": ACCOUNT}
    await phone.send(contact=contact, to=receipt)
    sticker = {"file_id": "F-ID-s", "file_unique_id": "U-ID-s", "width": 9, "height": 9, "type": "regular"}
    await phone.send(sticker={**sticker, "is_animated": False, "is_video": False}, to=receipt)
    await phone.press(f"r.stay:{report.id}:{(phone.now.date() + timedelta(days=9)).isoformat()}")


async def worked_on(phone: Phone, stage: Stage, report: Report) -> None:
    """Forwarded, asked, answered by her, returned, forwarded again, finished, disputed, finished, rated."""
    await desk(phone, report, Step.FORWARD, agency="dlhk")
    await desk(phone, report, Step.ASK, text="Sejak kapan?")
    question = next(shown.number for shown in reversed(phone.shown) if "Sejak kapan" in shown.text)
    await phone.say("Sejak Senin, salam Saraswati", to=question)
    await desk(phone, report, Step.RETURN, text="Bukan wilayah kami.")
    await desk(phone, report, Step.FORWARD, agency="dlhk")
    for answer in ("Belum beres", "Sudah beres"):
        await desk(phone, report, Step.REPLY, text="Sampahnya sudah kami angkut kemarin sore dengan dua truk.")
        await desk(phone, report, Step.FINISH)
        phone.later(days=1)  # on one day there are only so many notices
        await phone.deliver()
        await phone.tap(answer)
        if answer == "Belum beres":
            await phone.say("Masih ada, kata saya, Saraswati")
    await phone.tap("2 ⭐")
    await phone.say("Lama sekali. Saraswati")


async def looked_at(phone: Phone, stage: Stage, report: Report) -> None:
    """Everything an operator can open, press and ask for about it."""
    stage.now = phone.now
    for chat, who in ((COORDINATORS, AYU), (DLHK, KETUT), (AYU, AYU), (KETUT, KETUT)):
        for command in (f"/kartu {report.code}", "/antrean", "/health", "/blokir", "/bantuan"):
            await stage.write(who, chat, command)
    for what in ("rev", "ban", "ban:7", "cov", "open", "fill:0"):
        await stage.tap(
            AYU, COORDINATORS, 1, f"d.{what.partition(':')[0]}:{report.id}:{what.partition(':')[2]}".rstrip(":")
        )
    asked = [shown for shown in stage.seen(COORDINATORS) if "alasannya" in shown.screen.text]
    await stage.write(AYU, COORDINATORS, "Dua puluh laporan palsu", to=asked[-1].message_id)
    await stage.write(AYU, COORDINATORS, "/blokir")
    await stage.tap(AYU, COORDINATORS, 1, f"d.ban:{report.id}:lift")


async def test_nobody_learns_the_account(
    sari: Phone,  # noqa: F811
    stage: Stage,
    seen: list[str],
    emma: Phone,
    phones: Callable[..., Phone],
) -> None:
    """Filed, added to, asked, disputed, rated, looked at, warned of, exported, followed by its number, given away."""
    with structlog.testing.capture_logs() as logs:
        report = await filed(sari)
        await joined(sari, emma, report)
        await added(sari, report)
        await worked_on(sari, stage, report)
        await looked_at(sari, stage, report)
        guest = phones(who=8_765_432_109, name="Guesty", language="id")
        guest.now = sari.now
        await guest.say(number_of(sari))
        seen.append(guest.text)
        for days in (1, 20, 40):
            sari.later(days=days)
            looks = (
                warnings.warn,
                overdue.tell,
                overdue.point_on,
                summaries.look,
                stay.look,
                closing.ask_again,
                closing.close,
            )
            await clock(sari, *looks)
        seen.extend(await exported(sari, report))
        emma.now = sari.now
        await emma.say(f"/start {await link(sari, await again(sari, report), 'Buat tautan')}")
        await emma.tap("Accept")
    assert len(seen) > 200  # the desk was told a lot
    assert any(NIK not in text and "●●●" in text for text in seen)
    leaked = [
        (needle, text)
        for text in (*seen, *map(str, logs))
        for needle in TELLING
        if needle.casefold() in text.casefold()
    ]
    assert not leaked, "\n@@".join(f"{n}: {t[:700]!r}" for n, t in leaked)


async def again(phone: Phone, report: Report) -> Report:
    """The report as it is now."""
    async with phone.storage.read() as session:
        found = await reports.by_id(session, report.id)
    assert found is not None
    return found


async def exported(phone: Phone, report: Report) -> list[str]:
    """Its row in a file, with personal data and without."""
    line = Line(await again(phone, report), "Saraswati", "niluhsaras", 3, {}, None)
    readers = [Reader(phone.house, locale, personal) for locale in ("id", "en") for personal in (True, False)]
    return [str(cell) for reader in readers for cell in export_sheet.cells(reader, line)]
