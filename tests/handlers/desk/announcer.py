"""What the tests of announcements do at the desk again and again."""

from __future__ import annotations

from typing import Any

from handlers.desk import broadcast_progress
from rules import delivery
from rules.delivery import Kind
from rules.draft import Draft, Part
from storage import attachments, broadcasts, drafts, outbox, recipients, reporters, reports
from storage.tables import Broadcast
from tests.handlers.stage import AYU, Stage, labels

SRI, PUTU = 15, 21
PAGES = (
    *("", "who", "places", "list:categories:0", "list:agencies:1", "list:villages0:0", "list:villages1:1"),
    *("sure", "delete", "ask:text.id", "ask:text.en", "ask:link", "ask:report", "ask:picture", "when"),
)
PHOTO = [{"file_id": "p", "file_unique_id": "pu", "width": 9, "height": 9, "file_size": 9000}]


async def people(stage: Stage, count: int, language: str, first: int, **report: Any) -> None:
    """So many who agreed, each with a report like that."""
    async with stage.storage.work(stage.now) as work:
        for number in range(first, first + count):
            reporter = await reporters.seen(work, number, f"N{number}", "", language)
            await reporters.consent(work, reporter, "1")
            draft = Draft(parts=(Part(1, "Lampu jalan padam sejak Senin"),))
            row = await drafts.save(work, reporter.id, draft)
            filed = await reports.file(work, reporter, row, draft, f"BDG-{number:04}", "Lampu")
            await drafts.drop(work, row)
            for name, value in report.items():
                setattr(filed, name, value)


async def begin(stage: Stage, who: int = AYU) -> None:
    await stage.write(who, who, "/siaran")
    await stage.press(who, who, "➕")


async def written(stage: Stage, who: int = AYU) -> None:
    """A draft with both texts."""
    await begin(stage, who)
    await stage.press(who, who, "✍️ Teks Indonesia" if who == AYU else "✍️ Indonesian text")
    await stage.write(who, who, "Halo {nama}, jalan ditutup untuk upacara.")
    await stage.write(who, who, "Hello {name}, the road is closed for a ceremony.")


async def at_night(stage: Stage) -> Broadcast:
    """One that was sent at ten in the evening, and so waits for the morning."""
    stage.later(hours=10)
    await written(stage)
    await stage.press(AYU, AYU, "✅ Kirim")
    await stage.press(AYU, AYU, "✅ Ya, kirim")
    return await row(stage)


async def asked(stage: Stage) -> None:
    await written(stage)
    await stage.press(AYU, AYU, "🙋 Minta persetujuan")
    await stage.press(AYU, AYU, "🙋 Ya, minta")


async def settle(stage: Stage, *outcomes: delivery.Outcome) -> None:
    """What the courier does with so many of the recipients."""
    async with stage.storage.work(stage.now) as work:
        claimed = await outbox.claim(work, len(outcomes), rooms={"desk": 0})
        for push, outcome in zip(claimed, outcomes, strict=True):
            await outbox.settle(work, push, delivery.settle(outcome, Kind.BROADCAST, 1, False, work.now), outcome)


async def fetched(stage: Stage, sha256: str = "ab") -> None:
    async with stage.storage.work(stage.now) as work:
        number = (await row(stage)).attachment_id or 0
        if sha256:
            await attachments.stored(work, number, sha256, 9000, "image/jpeg")
        else:
            await attachments.failed(work, number, None)


async def row(stage: Stage, number: int = 1) -> Broadcast:
    async with stage.storage.read() as session:
        found = await broadcasts.by_id(session, number)
    assert found is not None
    return found


async def look(stage: Stage, **later: float) -> int:
    """A round of the clock after a while, and what it ordered."""
    stage.later(**later)
    async with stage.storage.work(stage.now) as work:
        count = await broadcast_progress.look(work, stage.house)
    await stage.deliver()
    return count


async def counts(stage: Stage, number: int = 1) -> dict[str, int]:
    async with stage.storage.read() as session:
        return await recipients.counts(session, number)


async def steps(stage: Stage) -> list[str]:
    async with stage.storage.read() as session:
        return [line.step for line in await broadcasts.history(session, 1)]


def text(stage: Stage, who: int = AYU) -> str:
    return stage.last(who).screen.text


def page(stage: Stage, who: int = AYU) -> list[str]:
    return labels(stage.last(who).screen)
