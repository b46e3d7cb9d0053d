"""What operators and groups also do."""

from __future__ import annotations

from dataclasses import replace

from handlers import casework, promises
from handlers.house import House
from rules import region as regions
from rules.access import Role
from rules.lifecycle import Status
from storage import attachments, deadlines, desk_chats, links, reports, staff
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, KETUT, Stage

STICKER = {"file_id": "S", "file_unique_id": "S", "type": "regular", "width": 9, "height": 9}
FORUM = -1003


async def _forwarded(stage: Stage) -> None:
    await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Teruskan")
    await stage.press(AYU, COORDINATORS, "⭐")


async def test_a_reply_to_something_else_hears_how_it_works(stage: Stage) -> None:
    """And so does a plain message in the private chat."""
    await stage.write(AYU, COORDINATORS, "Baik", to=5)
    await stage.write(AYU, AYU, "Halo")

    assert "Balas kartu" in stage.last(COORDINATORS).screen.text
    assert "Balas kartu" in stage.last(AYU).screen.text


async def test_a_code_alone_opens_the_card_in_the_private_chat(stage: Stage) -> None:
    """However it is typed."""
    report = await stage.file()

    await stage.write(AYU, AYU, report.code.lower().replace("-", " "))

    assert "Piles of rubbish" in stage.card(AYU).screen.text


async def test_wrong_codes_are_explained(stage: Stage) -> None:
    """A code that is none, and one nobody has."""
    await stage.write(AYU, AYU, "/kartu abc")

    assert "Itu bukan kode laporan" in stage.last(AYU).screen.text


async def test_a_sticker_is_no_answer(stage: Stage) -> None:
    """Only words and files can be passed on."""
    await stage.file()
    await stage.deliver()

    await stage.write(AYU, COORDINATORS, "", to=stage.card(COORDINATORS).message_id, sticker={**STICKER, **_PLAIN})

    assert "Hanya teks, foto" in stage.last(COORDINATORS).screen.text


_PLAIN = {"is_animated": False, "is_video": False}
_PHOTO = [{"file_id": "F", "file_unique_id": "U", "width": 9, "height": 9, "file_size": 900}]
_HUGE = {"file_id": "D", "file_unique_id": "D", "file_size": 10**9, "file_name": "x.zip"}


async def test_a_photo_alone_cannot_be_a_reason(stage: Stage) -> None:
    """A question, a title or a reason needs words."""
    await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Tanya")

    await stage.write(AYU, COORDINATORS, "x", to=stage.last(COORDINATORS).message_id, photo=_PHOTO)

    assert "memerlukan kata-kata" in stage.last(COORDINATORS).screen.text


async def test_a_file_too_large_is_said_at_once(stage: Stage) -> None:
    """Before anybody waits for it."""
    await stage.file()
    await stage.deliver()

    await stage.write(AYU, COORDINATORS, "", to=stage.card(COORDINATORS).message_id, document=_HUGE)

    assert "lebih besar dari" in stage.last(COORDINATORS).screen.text


async def test_a_note_may_have_a_photo(stage: Stage) -> None:
    """It belongs to the report's history and goes to nobody."""
    report = await stage.file()
    await stage.deliver()
    await stage.press(AYU, COORDINATORS, "Catatan")

    await stage.write(AYU, COORDINATORS, "x", to=stage.last(COORDINATORS).message_id, photo=_PHOTO, caption="Lokasi")

    async with stage.storage.read() as session:
        assert [file.bot for file in await attachments.of_report(session, report.id or 0)] == ["desk"]
    assert stage.seen(EMMA, "public") == []


async def test_an_edit_after_sending_is_not_sent(stage: Stage) -> None:
    """Once it can no longer be corrected; and the operator is told so."""
    await stage.file()
    await stage.deliver()
    card = stage.card(COORDINATORS).message_id
    number = await stage.write(AYU, COORDINATORS, "Thank you", to=card)
    await stage.press(AYU, COORDINATORS, "Kirim ke pelapor")
    stage.later(hours=48)

    await stage.write(AYU, COORDINATORS, "Thanks", to=card, message_id=number, update="edited_message")

    assert "tidak disampaikan" in stage.last(COORDINATORS).screen.text
    assert len(stage.seen(EMMA, "public")) == 1


async def test_who_was_faster_is_named(stage: Stage) -> None:
    """The second to press "take" reads who has the report."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, 14, "Komang", Role.LIAISON, "dlhk")
    await _forwarded(stage)
    shown, take = stage.button(DLHK, "Kerjakan")
    await stage.tap(KETUT, DLHK, shown.message_id, take.value)

    assert await stage.tap(14, DLHK, shown.message_id, take.value) == (
        "Ketut lebih cepat. Laporan ini sekarang: Proses."
    )


async def test_a_returned_report_is_not_the_agencys_any_more(stage: Stage) -> None:
    """A reply to its old card there reaches nobody."""
    await _forwarded(stage)
    card = stage.card(DLHK).message_id
    await stage.press(KETUT, DLHK, "Bukan wewenang")
    await stage.write(KETUT, DLHK, "Jalan provinsi", to=stage.last(DLHK).message_id)

    await stage.write(KETUT, DLHK, "Sorry", to=card)

    assert "bukan untuk peran Anda" in stage.last(DLHK).screen.text


async def test_an_album_added_later_is_one_album_at_the_desk(stage: Stage) -> None:
    """Three messages of the reporter, one under the card."""
    report = await stage.file()
    await stage.deliver()
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        for number in range(3):
            fields = {"file_id": f"F{number}", "file_unique_id": f"U{number}", "message_id": number, "kind": "photo"}
            file = await attachments.add(work, bot="public", report_id=found.id, media_group_id="A", **fields)
            await attachments.stored(work, file.id or 0, "0" * 64, 9, "image/jpeg")
            await casework.add_from_reporter(work, stage.house, found, "", [file.id or 0], number)
    stage.later(seconds=3)
    await stage.deliver()

    assert [len(shown.screen.media) for shown in stage.seen(COORDINATORS)] == [0, 3]


async def test_files_that_cannot_be_fetched_are_counted(stage: Stage) -> None:
    """The operators know that something is missing."""
    report = await stage.file()
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id or 0)
        assert found is not None
        fields = {"file_id": "F", "file_unique_id": "U", "message_id": 1, "kind": "voice"}
        file = await attachments.add(work, bot="public", report_id=found.id, **fields)
        await casework.add_from_reporter(work, stage.house, found, "", [file.id or 0], 1)
        await attachments.refused(work, file.id or 0)
    await stage.deliver()

    assert "1 lampiran tidak dapat diambil" in stage.last(COORDINATORS).screen.text


async def test_the_bot_notices_a_forum_when_it_joins(stage: Stage) -> None:
    """Bound before, the group becomes a forum with the first update that says so; unbound, it gets the hint."""
    async with stage.storage.work(stage.now) as work:
        await desk_chats.bind(work, FORUM, "pupr")
    for chat in (FORUM, -1009):
        await stage.feed(my_chat_member=_joined(chat))

    async with stage.storage.read() as session:
        forum = await desk_chats.by_chat(session, FORUM)
    assert forum is not None
    assert forum.is_forum
    assert "kanal desk bind" in stage.last(-1009).screen.text


def _joined(chat: int) -> dict[str, object]:
    me = {"id": 1, "is_bot": True, "first_name": "Meja"}
    return {
        "chat": {"id": chat, "type": "supergroup", "title": "G", **({"is_forum": True} if chat == FORUM else {})},
        "from": {"id": AYU, "is_bot": False, "first_name": "Ayu"},
        "date": 1,
        "old_chat_member": {"user": me, "status": "left"},
        "new_chat_member": {"user": me, "status": "member"},
    }


async def test_topic_chatter_is_not_for_the_bot(stage: Stage) -> None:
    """In a topic every message replies to the service message that made it."""
    made = {"message_id": 5, "date": 1, "chat": {"id": COORDINATORS, "type": "supergroup", "title": "G"}}
    made |= {"from": {"id": 1, "is_bot": True, "first_name": "Meja"}}
    made |= {"forum_topic_created": {"name": "BDG", "icon_color": 1}}

    await stage.write(AYU, COORDINATORS, "Siapa bisa?", reply_to_message=made)

    assert stage.seen(COORDINATORS) == []


async def test_a_calendar_that_ends_does_not_lose_a_report(stage: Stage) -> None:
    """Without the holidays of a year there is no date to promise; the report is kept and acted on all the same."""
    region = stage.house.region
    short = replace(region.calendar, first_year=2020, last_year=2020)
    values = {name: getattr(region, name) for name in region.__slots__}
    stage.house = House(regions.Region(**{**values, "calendar": short}), stage.house.catalog, "a", "b")
    stage.application.bot_data["house"] = stage.house

    await _forwarded(stage)

    assert "We will tell you here" in stage.last(EMMA, "public").screen.text
    async with stage.storage.read() as session:
        link = await links.find(session, "desk", DLHK, stage.card(DLHK).message_id)
        assert link is not None
        assert await deadlines.open_of(session, link.report_id) == {}
        found = await reports.by_id(session, link.report_id)
    assert found is not None
    assert promises.reply_until(stage.house, found, stage.now) is None
    assert found.status == Status.FORWARDED
