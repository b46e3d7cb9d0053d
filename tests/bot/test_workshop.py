"""The workshop: what is asked for is made once, in a process of its own, sent, and taken away."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image
from sqlmodel import select

from bot import region, shredder, workshop
from bot.files import FileStore
from bot.orders import Order, Product, Result
from bot.workshop import MakingError, Workshop
from handlers import casework
from handlers.house import House
from handlers.screens import from_body
from locales.catalog import Catalog
from rules.access import Role
from rules.delivery import Kind, Sent, settle
from rules.draft import Draft, Part, Place
from storage import drafts, exports, outbox, reporters, staff
from storage.tables import Attachment, Export, Push
from storage.work import Storage

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SPAN = {"since": NOW - timedelta(days=30), "until": NOW + timedelta(hours=12)}
AYU, PUTU = 11, 12


@dataclass
class Bench:
    """A workshop whose process is a function: what it was ordered, and what it does."""

    storage: Storage
    store: FileStore
    house: House
    url: str
    now: datetime = NOW
    orders: list[Order] = field(default_factory=list)
    fails: int = 0

    async def make(self, order: Order) -> Result:
        """A file of three bytes."""
        self.orders.append(order)
        if self.fails:
            self.fails -= 1
            raise MakingError("ValueError")
        await asyncio.to_thread(Path(order.path).write_bytes, b"PNG")
        return Result(2, (Product(order.path, "1.png", "photo", "image/png"),))

    @property
    def workshop(self) -> Workshop:
        """With the function in place of the process."""
        return Workshop(self.storage, self.store, self.house, lambda: self.now, self.url, self.make)

    async def ask(self, chat: int = AYU, **what: Any) -> Export | None:
        """Somebody asks."""
        async with self.storage.work(self.now) as work:
            wanted = {
                "staff_id": 1,
                "sort": "xlsx",
                "agency": None,
                "personal": False,
                "language": "id",
                **SPAN,
                **what,
            }
            return await exports.ask(work, chat_id=chat, **wanted)

    async def rows(self, table: Any) -> list[Any]:
        """All there are."""
        async with self.storage.read() as session:
            return list((await session.exec(select(table).order_by(table.id))).all())

    async def deliver(self) -> None:
        """What waits is sent."""
        async with self.storage.work(self.now) as work:
            for push in await outbox.claim(work, 9):
                outcome = Sent(1)
                await outbox.settle(work, push, settle(outcome, Kind(push.kind), 0, False, self.now), outcome)


@pytest.fixture
async def bench(storage: Storage, database_url: str, tmp_path: Path) -> Bench:
    """A coordinator, a leader, and a report."""
    made = Bench(
        storage,
        FileStore(tmp_path / "files"),
        House(region.load("badung"), Catalog.load(), "lapor_bot", "meja_bot"),
        storage.writer.url.set(drivername=storage.writer.url.get_backend_name()).render_as_string(hide_password=False),
    )
    async with storage.work(NOW) as work:
        await staff.add(work, AYU, "Ayu", Role.COORDINATOR)
        await staff.add(work, PUTU, "Putu", Role.LEADER)
        emma = await reporters.seen(work, 7, "Emma", "emma", "en")
        draft = Draft(parts=(Part(1, "Rubbish on the beach"),), category="waste", place=Place(village="51.03.06.2004"))
        await casework.file(work, made.house, emma, await drafts.save(work, emma.id, draft), draft)
    return made


async def test_made_kept_and_sent(bench: Bench) -> None:
    """One after the other, those first that waited longest; the file is in the store and in the message."""
    await bench.ask()
    await bench.ask(sort="csv")
    assert await bench.workshop.once()
    assert await bench.workshop.once()
    assert not await bench.workshop.once()
    assert [order.sort for order in bench.orders] == ["xlsx", "csv"]
    first, _ = await bench.rows(Export)
    assert (first.state, first.rows, first.gone_at) == ("made", 2, None)
    file = (await bench.rows(Attachment))[0]
    assert await bench.store.read(file.sha256) == b"PNG"
    push = next(one for one in await bench.rows(Push) if one.dedup_key == f"export:{first.id}")
    assert [media.attachment_id for media in from_body(push.body).media] == [file.id] == first.files


@pytest.mark.parametrize(
    ("staff_id", "kind", "hours"),
    [(1, Kind.REPLY, 0), (None, Kind.NOTICE, 8)],
)
async def test_made_at_night(bench: Bench, staff_id: int | None, kind: Kind, hours: int) -> None:
    """Whoever asked gets it at once; what the clock asked for waits until seven in the morning."""
    bench.now += timedelta(hours=11)  # eleven at night
    await bench.ask(sort="pictures", staff_id=staff_id)
    await bench.workshop.once()
    [export] = await bench.rows(Export)
    push = next(one for one in await bench.rows(Push) if one.dedup_key == f"export:{export.id}")
    assert (push.kind, push.due_at - bench.now) == (kind, timedelta(hours=hours))


async def test_the_file_goes_when_it_was_sent(bench: Bench) -> None:
    """Not before; then the row of the export stays and says so, and the shredder removes the bytes."""
    await bench.ask()
    await bench.workshop.once()
    bench.now += timedelta(minutes=5)
    assert await workshop.clear(bench.storage, lambda: bench.now) == 0
    await bench.deliver()
    assert await workshop.clear(bench.storage, lambda: bench.now) == 1
    assert await workshop.clear(bench.storage, lambda: bench.now) == 0
    [export] = await bench.rows(Export)
    assert (export.state, export.files, export.gone_at) == ("made", [], bench.now)
    [file] = await bench.rows(Attachment)
    assert (file.state, file.name) == ("gone", "")
    path = bench.store.path(file.sha256)
    old = path.stat().st_mtime - shredder.FRESH_SECONDS - 1
    await asyncio.to_thread(os.utime, path, (old, old))
    assert await shredder.shred(bench.storage, bench.store, lambda: bench.now) == 1
    assert not path.exists()


async def test_the_same_pictures_are_drawn_once_in_a_minute(bench: Bench) -> None:
    """For whoever asks; sheets are made for each, and so are pictures later, or in another language."""
    for number, (chat, what, again) in enumerate(
        [
            (AYU, {}, 1),
            (PUTU, {}, 1),
            (PUTU, {"language": "en"}, 2),
            (AYU, {"sort": "csv"}, 3),
            (PUTU, {"sort": "csv"}, 4),
        ]
    ):
        assert await bench.ask(chat, **{"sort": "pictures", **what}), number
        await bench.workshop.once()
        assert len(bench.orders) == again
    bench.now += timedelta(minutes=2)
    await bench.ask(PUTU, sort="pictures")
    await bench.workshop.once()
    assert len(bench.orders) == 5
    assert all(len(export.files) == 1 for export in await bench.rows(Export))
    assert len({export.files[0] for export in await bench.rows(Export)}) == 6


async def test_what_fails_is_tried_three_times(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it is given up and said, and the next one is made."""
    monkeypatch.setattr(workshop, "PAUSE_SECONDS", 0)
    bench.fails = 3
    await bench.ask()
    await bench.ask(sort="csv")
    for _ in range(4):
        await bench.workshop.once()
    assert [one.state for one in await bench.rows(Export)] == ["failed", "made"]
    said = [from_body(push.body).text for push in await bench.rows(Push)]
    assert bench.house.catalog.say("id", "export.failed.sheet") in said


async def test_killed_before_it_is_noted(bench: Bench) -> None:
    """What was made and not noted is made again; the message goes once."""
    await bench.ask()
    real = bench.workshop
    task = asyncio.create_task(real.once())
    while not bench.orders:
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert [one.state for one in await bench.rows(Export)] == ["waiting"]
    await bench.workshop.once()
    keys = [push.dedup_key for push in await bench.rows(Push) if (push.dedup_key or "").startswith("export")]
    assert len(keys) == 1


async def test_it_waits_to_be_woken(bench: Bench) -> None:
    """It runs until it is cancelled, and makes what comes."""
    made = bench.workshop
    running = asyncio.create_task(made.run())
    await bench.ask()
    made.wake()
    async with asyncio.timeout(10):
        while [one.state for one in await bench.rows(Export)] != ["made"]:
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize("sort", ["xlsx", "pictures"])
async def test_a_process_of_its_own(bench: Bench, sort: str) -> None:
    """The real one reads the database by itself: a workbook that opens, pictures of a phone's width."""
    await bench.ask(sort=sort)
    await Workshop(bench.storage, bench.store, bench.house, lambda: bench.now, bench.url).once()
    [export] = await bench.rows(Export)
    assert (export.state, export.rows) == ("made", 1)
    files = await bench.rows(Attachment)
    paths = [bench.store.path(file.sha256) for file in files]
    if sort == "xlsx":
        [path] = paths
        with path.open("rb") as file:
            sheet: Any = openpyxl.load_workbook(file).active
            assert sheet.max_row == 2
    else:
        assert [file.name for file in files] == [f"{number}.png" for number in range(1, len(files) + 1)]
        assert {_width(path) for path in paths} == {1080}
        assert {file.kind for file in files} == {"photo"}
    assert list((bench.store.path("a" * 64).parents[2] / "incoming").iterdir()) == []


async def test_a_process_that_fails(tmp_path: Path) -> None:
    """Says what sort of failure it was, and none of its words."""
    order = Order(
        "xlsx", "never", "ever", None, False, "id", str(tmp_path / "in/x"), f"sqlite:///{tmp_path}/none.db", "badung"
    )
    with pytest.raises(MakingError, match=r"^OperationalError$"):
        await workshop.in_a_process(order)


def _width(path: Path) -> int:
    with Image.open(path) as image:
        return image.width
