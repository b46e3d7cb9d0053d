"""Files: kept under their sum, fetched once, hung under the cards when they come late."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PIL import Image
from sqlalchemy import update
from sqlmodel import col

from bot import files, shredder
from bot.files import Downloader, FileStore
from bot.telegram import Api, ApiError, ConnectionFailed
from handlers.compose import COMPOSERS
from handlers.house import House
from handlers.screens import Screen
from rules.access import Role
from rules.delivery import Kind
from rules.draft import Draft, Part
from rules.evidence import Flaw
from sandbox import samples
from sandbox.server import Sandbox
from storage import attachments, cards, compositions, drafts, outbox, reporters, reports, staff
from storage.tables import Attachment, Push
from storage.work import Storage, Work
from tests.bot.conftest import PUBLIC_TOKEN, eventually, utc_now


async def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    """Under their sum, private, with nothing left beside them."""
    store = FileStore(tmp_path)
    for _ in range(2):
        draft = store.draft()
        draft.write_bytes(b"picture")
        kept = await store.keep(draft)

    sha256 = hashlib.sha256(b"picture").hexdigest()
    assert files.Kept(sha256, 7) == kept
    assert [tmp_path / sha256[:2] / sha256[2:4] / sha256] == [path for path in tmp_path.rglob("*") if path.is_file()]
    assert b"picture" == await store.read(sha256)
    assert 0o600 == store.path(sha256).stat().st_mode & 0o777


async def test_what_a_kill_left_half_written_goes(tmp_path: Path) -> None:
    """A draft is nobody's file."""
    store = FileStore(tmp_path)
    store.draft().write_bytes(b"half")

    store.tidy()

    assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]


async def kept(store: FileStore, content: bytes, days: float = 0) -> str:
    """Bytes in the store that came so many days ago; their sum."""
    draft = store.draft()
    draft.write_bytes(content)
    sha256 = (await store.keep(draft)).sha256
    moment = time.time() - days * 86_400
    os.utime(store.path(sha256), (moment, moment))
    return sha256


async def test_bytes_that_nobody_needs_go_after_a_day(storage: Storage, tmp_path: Path) -> None:
    """What an attachment refers to stays, and so does what came today; a stranger's file is left alone."""
    store = FileStore(tmp_path)
    needed, unused, fresh = [await kept(store, content, days) for content, days in ((b"a", 2), (b"b", 2), (b"c", 0.9))]
    stranger = store.path(unused).with_name("notes.txt")
    stranger.write_text("mine")
    os.utime(stranger, (0, 0))
    async with storage.work(utc_now()) as work:
        for number, sha256 in enumerate((needed, needed, None)):
            await attachments.add(
                work, bot="desk", kind="photo", file_id="x", file_unique_id=str(number), message_id=1, sha256=sha256
            )

    assert 1 == await shredder.sweep(storage, store)
    assert 0 == await shredder.sweep(storage, store)
    assert [True, False, True] == [store.path(sha256).exists() for sha256 in (needed, unused, fresh)]
    assert stranger.exists()


async def test_bytes_that_come_again_while_they_are_swept_stay(tmp_path: Path) -> None:
    """Their attachment is noted a moment after them."""
    store = FileStore(tmp_path)
    sha256 = await kept(store, b"picture", 2)
    assert [sha256] == await store.unused()
    await kept(store, b"picture")

    assert not await store.forget(sha256)
    assert b"picture" == await store.read(sha256)
    assert not await store.forget("0" * 64)
    assert [] == await FileStore(tmp_path / "nowhere").unused()


class Desk:
    """A sandbox, a downloader that runs, and a reporter's file to fetch."""

    def __init__(self, sandbox: Sandbox, storage: Storage, store: FileStore, downloader: Downloader, api: Api) -> None:
        self.sandbox, self.storage, self.store, self.downloader, self.api = sandbox, storage, store, downloader, api

    async def send_photo(self, *, consent: bool = True, **fields: Any) -> int:
        """A person sends a picture; the handlers have noted it."""
        bot = self.sandbox.world.bots[PUBLIC_TOKEN]
        await self.sandbox.phone(self.sandbox.person("Emma"), bot).photo("pothole")
        updates = await self.api.call("getUpdates", offset=-1)
        photo = updates[-1]["message"]["photo"][-1]
        async with self.storage.work(utc_now()) as work:
            reporter = await reporters.seen(work, updates[-1]["message"]["from"]["id"], "Emma", "", "en")
            if consent:
                await reporters.consent(work, reporter, "1")
            draft = await drafts.save(work, reporter.id or 0, Draft(parts=(Part(1, "Hole"),)))
            settings = {"file_id": photo["file_id"], "size": photo["file_size"], **fields}
            file = await attachments.add(
                work, draft_id=draft.id, bot="public", kind="photo",
                file_unique_id=photo["file_unique_id"], message_id=1, **settings,
            )  # fmt: skip
        return file.id or 0

    async def send_document(self, name: str, content: bytes) -> int:
        """A person sends a file; the handlers have noted it."""
        bot = self.sandbox.world.bots[PUBLIC_TOKEN]
        await self.sandbox.phone(self.sandbox.person("Emma"), bot).document(name, content)
        updates = await self.api.call("getUpdates", offset=-1)
        document = updates[-1]["message"]["document"]
        async with self.storage.work(utc_now()) as work:
            reporter = await reporters.seen(work, updates[-1]["message"]["from"]["id"], "Emma", "", "en")
            await reporters.consent(work, reporter, "1")
            draft = await drafts.save(work, reporter.id or 0, Draft(parts=(Part(1, "Hole"),)))
            known = {name: document[name] for name in ("file_id", "file_unique_id")}
            file = await attachments.add(
                work,
                draft_id=draft.id,
                bot="public",
                kind="document",
                message_id=1,
                name=name,
                mime="image/jpeg",
                **known,
            )
        return file.id or 0

    async def file(self, number: int) -> Attachment:
        async with self.storage.read() as session:
            found = await attachments.by_id(session, number)
        assert found is not None
        return found

    async def state(self, number: int) -> str:
        return (await self.file(number)).state


@asynccontextmanager
async def desk(store: Storage, folder: Path) -> AsyncIterator[Desk]:
    async with Sandbox(port=0) as sandbox, Api(sandbox.url, PUBLIC_TOKEN) as api:
        sandbox.bot(PUBLIC_TOKEN, "lapor_bot")
        kept = FileStore(folder / "files")
        downloader = Downloader(store, {"public": api}, kept, utc_now, 1_000_000)
        store.on_commit = lambda wakes: downloader.wake() if "files" in wakes else None
        task = asyncio.create_task(downloader.run())
        yield Desk(sandbox, store, kept, downloader, api)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def here(store: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(files, "_FIRST_PAUSE", timedelta(seconds=0.02))
    monkeypatch.setattr(files, "LOOK_SECONDS", 0.05)
    async with desk(store, tmp_path) as opened:
        yield opened


async def test_a_picture_is_fetched_after_consent(here: Desk) -> None:
    """Not before: what nobody agreed to is not ours to keep."""
    refused = await here.send_photo(consent=False)
    number = await here.send_photo()

    await eventually(lambda: here.state(number), "stored")
    file = await here.file(number)
    assert "image/jpeg" == file.mime
    assert (await here.store.read(file.sha256 or "")).startswith(b"\xff\xd8")
    assert "waiting" == await here.state(refused)


@pytest.mark.parametrize(
    ("method", "action"),
    [("getFile", "500"), ("getFile", "401"), ("getFile", "drop"), ("download", "404"), ("download", "500")],
)
async def test_a_failure_is_tried_again(here: Desk, method: str, action: str) -> None:
    """Two failures, then the file is there; nothing half-written stays."""
    here.sandbox.faults.add(action, method=method, times=2)
    number = await here.send_photo()

    await eventually(lambda: here.state(number), "stored")
    assert 2 == (await here.file(number)).attempts
    assert 1 == sum(path.is_file() for path in (here.store.path("0" * 64).parents[2]).rglob("*"))


async def test_a_cancelled_downloader_has_ended_its_fetches(storage: Storage, tmp_path: Path) -> None:
    """When it is gone, nothing of it asks the database any more."""
    async with desk(storage, tmp_path) as here:
        here.sandbox.faults.add("slow", method="getFile", seconds=30)
        await here.send_photo()
        await eventually(_is_asked(here), True)
        [fetch] = here.downloader._fetching.values()

    assert fetch.done()


def _is_asked(here: Desk) -> Callable[[], Awaitable[bool]]:
    async def is_asked() -> bool:
        return bool(here.downloader._fetching)

    return is_asked


async def test_a_folder_that_cannot_be_written_is_waited_for(here: Desk, tmp_path: Path) -> None:
    """The file is fetched once there is somewhere to keep it; meanwhile each attempt counts and pauses."""
    root = here.store._root
    (tmp_path / "taken").write_text("a file where a folder should be")
    here.store._root = tmp_path / "taken"
    number = await here.send_photo()
    await asyncio.sleep(0.3)
    tried = (await here.file(number)).attempts
    here.store._root = root

    await eventually(lambda: here.state(number), "stored")
    assert 1 <= tried <= 10


async def test_what_is_too_large_is_refused(here: Desk) -> None:
    """By the size Telegram told, without asking; or when Telegram says so."""
    known = await here.send_photo(size=21 * 1024 * 1024)
    here.sandbox.faults.add("400", method="getFile", text="Bad Request: file is too big")
    told = await here.send_photo()

    await eventually(lambda: here.state(known), "refused")
    await eventually(lambda: here.state(told), "refused")
    assert 1 == len(here.sandbox.calls.of("getFile"))


async def test_the_reporter_is_told_once_of_what_is_too_large(here: Desk, house: House) -> None:
    """Once for an album, as an answer to it, in the reporter's language; not of what was removed."""
    here.sandbox.faults.add("400", method="getFile", text="Bad Request: file is too big", times=None)
    first = await here.send_photo(media_group_id="A")
    known = {"bot": "public", "kind": "photo", "file_id": "x", "message_id": 2, "media_group_id": "A"}
    async with here.storage.work(utc_now()) as work:
        draft_id = (await here.file(first)).draft_id
        second = await attachments.add(work, draft_id=draft_id, file_unique_id="two", **known)
    numbers = [first, second.id]
    for number in numbers:
        await eventually(lambda number=number: here.state(number), "refused")  # type: ignore[misc]

    async with here.storage.work(utc_now()) as work:
        [push] = await outbox.claim(work, 10)
        file = await attachments.by_id(work.session, push.data["file"])
        assert file is not None
        owner = await attachments.reporter_of(work.session, file.id)
        assert owner is not None
        assert ("public", owner.telegram_id, "reply") == (push.bot, push.chat_id, push.kind)
        assert file.message_id == push.reply_to
        house = replace(house, region=cast(Any, SimpleNamespace(file_bytes_max=20_000_000)))
        screen = await COMPOSERS["file_refused"](work.session, house, push, utc_now())
        assert isinstance(screen, Screen)
        assert "larger than 20 MB" in screen.text
        for number in numbers:
            await attachments.remove(work, number)
        assert await COMPOSERS["file_refused"](work.session, house, push, utc_now()) is None


@pytest.mark.parametrize("bot", ["public", "desk"])
async def test_who_blocked_us_or_works_here_is_not_told(here: Desk, bot: str) -> None:
    """An operator's file is refused where it was sent."""
    here.sandbox.faults.add("500", method="getFile", times=None)
    number = await here.send_photo()
    async with here.storage.work(utc_now()) as work:
        owner = await attachments.reporter_of(work.session, number)
        assert owner is not None
        await reporters.blocked(work, owner.telegram_id, utc_now())
        await work.session.exec(update(Attachment).where(col(Attachment.id) == number).values(bot=bot))
        await files._say_refused(work, number)
        await files._say_refused(work, 4711)

        assert [] == await outbox.claim(work, 10)


async def test_a_file_telegram_does_not_know_is_given_up(here: Desk) -> None:
    """At once: asking again cannot help."""
    number = await here.send_photo(file_id="not ours")

    await eventually(lambda: here.state(number), "failed")
    assert 1 == (await here.file(number)).attempts


@pytest.mark.parametrize(
    ("error", "attempts", "seconds"),
    [
        (ConnectionFailed("x"), 0, 2),
        (ConnectionFailed("x"), 3, 16),
        (ConnectionFailed("x"), 10, 900),
        (ConnectionFailed("x"), 11, None),
        (ApiError(429, "Too Many Requests", {"retry_after": 7}), 0, 7),
        (ApiError(400, "Bad Request: invalid file_id"), 0, None),
        (ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable"), 0, 2),
        (OSError("disk full"), 0, 2),
    ],
)
def test_the_pauses_between_attempts(error: Exception, attempts: int, seconds: int | None, now: datetime) -> None:
    """They double up to a quarter of an hour, and end after hours."""
    attachment = Attachment(
        bot="public", kind="photo", file_id="x", file_unique_id="x", message_id=1, due_at=now, created_at=now,
        attempts=attempts,
    )  # fmt: skip

    expected = None if seconds is None else now + timedelta(seconds=seconds)
    assert expected == files._again(attachment, error, now)


async def test_a_file_that_comes_late_is_hung_under_the_card(here: Desk) -> None:
    """Ten minutes after the card nobody waits for it: it comes by itself. One in time comes with the rest."""
    here.sandbox.faults.add("500", method="getFile", times=None)
    number = await here.send_photo()
    early, late = utc_now() - timedelta(minutes=20), utc_now()
    async with here.storage.work(early) as work:
        await _file(work, number, -100)
    async with here.storage.work(late) as work:
        await cards.open(work, (await here.file(number)).report_id or 0, -200)
    here.sandbox.faults.clear()
    await eventually(lambda: here.state(number), "stored")

    async with here.storage.work(utc_now()) as work:
        claimed: list[Push] = await outbox.claim(work, 10)
    assert [(-100, "evidence", [number])] == [(push.chat_id, push.intent, push.data["files"]) for push in claimed]
    assert Kind.NOTICE == claimed[0].kind


async def _file(work: Work, number: int, chat_id: int) -> None:
    file = await attachments.by_id(work.session, number)
    assert file is not None
    row = await drafts.by_id(work.session, file.draft_id or 0)
    assert row is not None
    reporter = await reporters.by_id(work.session, row.reporter_id)
    assert reporter is not None
    report = await reports.file(work, reporter, row, drafts.load(row), "BDG-2345-678", "Hole")
    await attachments.adopt(work, row.id or 0, report.id or 0)
    await cards.open(work, report.id or 0, chat_id)


async def test_a_picture_is_kept_without_what_it_tells(here: Desk) -> None:
    """The bytes in the store are not those that were sent."""
    number = await here.send_photo()
    await eventually(lambda: here.state(number), "stored")
    kept = await here.store.read((await here.file(number)).sha256 or "")

    assert samples.photo("pothole") != kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert {} == dict(picture.getexif())
        assert (640, 480) == picture.size


@pytest.mark.parametrize(
    ("name", "content", "why", "sentence"),
    [
        ("undangan.apk", b"PK\x03\x04", "program", "is a program"),
        ("foto.jpg", b"MZ\x90\0" + bytes(80), "program", "is a program"),
        ("foto.jpg", samples.photo("dog")[:600], "broken", "damaged"),
        ("apa.xyz", bytes(range(256)), "unknown", "do not recognise"),
    ],
)
async def test_what_could_do_harm_is_refused_with_a_sentence(
    here: Desk, house: House, name: str, content: bytes, why: str, sentence: str
) -> None:
    """By its content or its name; nothing of it is kept, and the person is told what would help."""
    number = await here.send_document(name, content)

    await eventually(lambda: here.state(number), "refused")
    assert [] == [path for path in here.store.path("0" * 64).parents[2].rglob("*") if path.is_file()]
    async with here.storage.work(utc_now()) as work:
        [push] = await outbox.claim(work, 10)
        assert why == push.data["why"]
        screen = await COMPOSERS["file_refused"](work.session, house, push, utc_now())
    assert isinstance(screen, Screen)
    assert sentence in screen.text


async def test_a_file_is_called_what_it_is(here: Desk) -> None:
    """A letter that calls itself a photo; a type that Telegram believed is not believed."""
    number = await here.send_document("foto.jpg", b"%PDF-1.4\n%%EOF")

    await eventually(lambda: here.state(number), "stored")
    file = await here.file(number)
    assert ("application/pdf", "foto.pdf") == (file.mime, file.name)


async def test_an_operator_is_told_where_the_file_was_sent(here: Desk, house: House) -> None:
    """Proof that is none is refused like anybody's."""
    async with here.storage.work(utc_now()) as work:
        reporter = await reporters.seen(work, 501, "Emma", "", "en")
        draft = Draft(parts=(Part(1, "Hole"),))
        row = await drafts.save(work, reporter.id or 0, draft)
        report = await reports.file(work, reporter, row, draft, "BDG-2345-678", "Hole")
        ayu = await staff.add(work, 11, "Ayu", Role.COORDINATOR)
        composition = await compositions.open(work, report.id, ayu.id, -1001, 7, "reply", "Sudah.")
        known = {"bot": "desk", "kind": "document", "file_id": "x", "file_unique_id": "y", "message_id": 8}
        file = await attachments.add(work, composition_id=composition.id, **known)
        await files._say_refused(work, file.id, Flaw.MACRO)
    async with here.storage.work(utc_now()) as work:
        [push] = await outbox.claim(work, 10)
        assert ("desk", -1001, 8) == (push.bot, push.chat_id, push.reply_to)
        screen = await COMPOSERS["desk_file_refused"](work.session, house, push, utc_now())
    assert isinstance(screen, Screen)
    assert "dokumen" in screen.text
