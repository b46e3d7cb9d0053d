"""Files people sent: kept under their own sum, fetched by a job that holds no transaction open meanwhile."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import structlog

from bot import examine, lookalike, waiting
from bot.telegram import Api, ApiError, ConnectionFailed, TooLarge
from handlers import proof, refusal
from handlers.desk.additions import PATIENCE
from rules import evidence
from rules.delivery import Kind
from rules.evidence import Flaw, Sort
from storage import attachments, cards, events, outbox
from storage.work import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime
    from pathlib import Path

    from storage.tables import Attachment
    from storage.work import Storage, Work

log = structlog.get_logger()

LARGEST_BYTES: Final = 20 * 1024 * 1024  # Telegram gives a bot no larger file
PARALLEL: Final = 4
LOOK_SECONDS: Final = 5.0
MAX_ATTEMPTS: Final = 12
UNUSED_SECONDS: Final = 86_400.0  # bytes that nobody needs are kept for a day: their row may come yet
_SUM: Final = re.compile(r"[0-9a-f]{64}")
_FIRST_PAUSE: Final = timedelta(seconds=2)
_LONGEST_PAUSE: Final = timedelta(minutes=15)
_FOR_EVER: Final = ("file_id", "file id", "file identifier", "file not found")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was looked at and is one we take: where it is kept, and what it is by its content."""

    kept: Kept
    sort: Sort
    phash: str | None = None  # what a picture looks like


class FileStore:
    """A folder of files named by their content: the same picture from two people is kept once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()  # what comes again while it is being forgotten stays

    def path(self, sha256: str) -> Path:
        """Where the bytes with that sum are."""
        return self._root / sha256[:2] / sha256[2:4] / sha256

    def draft(self) -> Path:
        """A new name beside the store, to write to before `keep`."""
        folder = self._root / "incoming"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder / secrets.token_hex(16)

    async def keep(self, draft: Path) -> Kept:
        """Take the file in: after this it survives a power cut, whole or not at all."""
        return await asyncio.to_thread(self._keep, draft)

    async def read(self, sha256: str) -> bytes:
        """The bytes; `FileNotFoundError` when they are gone."""
        return await asyncio.to_thread(self.path(sha256).read_bytes)

    async def unused(self) -> list[str]:
        """The sums of the bytes that came more than a day ago, by the disk's own clock."""
        return await asyncio.to_thread(lambda: [path.name for path in self._root.glob("??/??/*") if _is_old(path)])

    async def forget(self, sha256: str, seconds: float = UNUSED_SECONDS) -> bool:
        """Remove the bytes; False when they are gone, or came again within these seconds."""
        return await asyncio.to_thread(self._forget, sha256, seconds)

    async def old(self, sums: Collection[str], seconds: float) -> set[str]:
        """Those of the sums whose bytes are there and came longer ago than that."""
        return await asyncio.to_thread(lambda: {one for one in sums if _is_old(self.path(one), seconds)})

    def tidy(self) -> None:
        """Remove what a killed process left half-written. For the start, before anything is fetched."""
        for left in (self._root / "incoming").glob("*"):
            left.unlink(missing_ok=True)

    def _keep(self, draft: Path) -> Kept:
        with draft.open("rb+") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
            os.fsync(file.fileno())
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.chmod(0o600)
        with self._lock:
            draft.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return Kept(sha256, size)

    def _forget(self, sha256: str, seconds: float) -> bool:
        path = self.path(sha256)
        with self._lock:
            if not _is_old(path, seconds):
                return False
            path.unlink(missing_ok=True)
        return True


def _is_old(path: Path, seconds: float = UNUSED_SECONDS) -> bool:
    try:
        return bool(_SUM.fullmatch(path.name)) and time.time() - path.stat().st_mtime > seconds
    except FileNotFoundError:
        return False


class Downloader:
    """Fetches what waits, a few at a time, for ever. Cancel it to stop it: what was begun is begun again."""

    def __init__(
        self,
        storage: Storage,
        apis: Mapping[str, Api],
        store: FileStore,
        clock: Callable[[], datetime],
        most_points: int,
    ) -> None:
        self._storage, self._apis, self._store, self._clock = storage, apis, store, clock
        self._most_points = most_points
        self._awake = asyncio.Event()
        self._fetching: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """There is something to fetch."""
        self._awake.set()

    async def run(self) -> None:
        """Look, fetch, wait to be woken."""
        await asyncio.to_thread(self._store.tidy)
        try:
            while True:
                self._awake.clear()
                await self._look()
                await waiting.until(self._awake, LOOK_SECONDS)
        finally:
            begun = list(self._fetching.values())
            for task in begun:
                task.cancel()
            # Until they have ended: the database is closed next, and a question to a closed one is never answered.
            await asyncio.gather(*begun, return_exceptions=True)

    async def _look(self) -> None:
        busy = set(self._fetching)  # as it was before the look: what ends meanwhile still looks as if it waited
        free = PARALLEL - len(busy)
        if free <= 0:
            return
        try:
            async with self._storage.read() as session:
                found = await attachments.waiting(session, self._clock(), PARALLEL)
        except Fault as error:
            log.warning("files.blind", error=type(error).__name__)
            return
        for attachment in [one for one in found if one.id not in busy][:free]:
            task = asyncio.create_task(self._settle(attachment))
            self._fetching[attachment.id or 0] = task
            task.add_done_callback(partial(self._done, attachment.id or 0))

    def _done(self, number: int, _task: asyncio.Task[None]) -> None:
        self._fetching.pop(number, None)
        self._awake.set()

    async def _settle(self, attachment: Attachment) -> None:
        try:
            result = await self._fetch(attachment)
            async with self._storage.work(self._clock()) as work:
                await self._note(work, attachment, result)
        except Fault as error:
            log.warning("file.not_noted", attachment_id=attachment.id, error=type(error).__name__)
            await asyncio.sleep(1)

    async def _fetch(self, attachment: Attachment) -> Taken | Flaw | Exception:
        """The file in the store, or what kept it from getting there. A picture is made anew before it is kept."""
        if attachment.size is not None and attachment.size > LARGEST_BYTES:
            return TooLarge()
        try:
            draft = self._store.draft()
        except OSError as error:  # the folder cannot be written: try again later, as when Telegram is away
            return error
        try:
            api = self._apis[attachment.bot]
            path = (await api.call("getFile", file_id=attachment.file_id))["file_path"]
            await api.download(path, draft, LARGEST_BYTES)
            found = await asyncio.to_thread(self._examine, draft, attachment)
            return found if isinstance(found, Flaw) else await self._take(draft, found)
        except (ApiError, ConnectionFailed, TooLarge, OSError, KeyError, TypeError) as error:
            return error
        finally:
            draft.unlink(missing_ok=True)

    async def _take(self, draft: Path, sort: Sort) -> Taken:
        kept = await self._store.keep(draft)
        picture = sort.family == "picture"
        return Taken(kept, sort, await lookalike.phash(self._store.path(kept.sha256)) if picture else None)

    def _examine(self, draft: Path, attachment: Attachment) -> Sort | Flaw:
        """What the file is; of a picture, nothing but the picture is left."""
        found = examine.look(draft, attachment.name)
        if isinstance(found, Flaw):
            return Flaw.BROKEN if attachment.kind == "photo" and found is Flaw.UNKNOWN else found
        if found.family != "picture":
            return Flaw.BROKEN if attachment.kind == "photo" else found
        from bot import pictures  # noqa: PLC0415  # Pillow is loaded with the first picture

        fresh = self._store.draft()
        try:
            renewed = pictures.renew(draft, fresh, self._most_points)
            if isinstance(renewed, Sort):
                fresh.replace(draft)
            return renewed
        finally:
            fresh.unlink(missing_ok=True)

    async def _note(self, work: Work, attachment: Attachment, result: Taken | Flaw | Exception) -> None:
        number = attachment.id or 0
        if isinstance(result, Taken):
            name = evidence.named(attachment.name, result.sort)
            await attachments.stored(
                work, number, result.kept.sha256, result.kept.size, result.sort.mime, name, result.phash
            )
            await proof.arrived(work, number)
            await _hang_late(work, number)
            log.info("file.stored", attachment_id=number, size=result.kept.size, mime=result.sort.mime)
        elif isinstance(result, Flaw):
            await attachments.refused(work, number)
            await _say_refused(work, number, result)
            log.info("file.refused", attachment_id=number, why=str(result))
        elif _is_too_large(result):
            await attachments.refused(work, number)
            await _say_refused(work, number)
            log.info("file.refused", attachment_id=number)
        else:
            due_at = _again(attachment, result, work.now)
            await attachments.failed(work, number, due_at)
            log.warning("file.failed", attachment_id=number, error=type(result).__name__, last=due_at is None)


async def _hang_late(work: Work, number: int) -> None:
    """Show the desk a file that came after the wait for it was given up. One that came in time hangs there already."""
    file = await attachments.by_id(work.session, number)
    if file is None or file.report_id is None or file.bot != "public":
        return
    event = await events.by_id(work.session, file.event_id) if file.event_id else None
    for card in await cards.of_report(work.session, file.report_id):
        ordered_at = max(card.created_at, event.at) if event else card.created_at
        if work.now - ordered_at < PATIENCE:
            continue
        await outbox.put(
            work,
            bot="desk",
            chat_id=card.chat_id,
            kind=Kind.NOTICE,
            screen=None,
            intent="evidence",
            data={"card_id": card.id, "files": [number], "added": event is not None},
            report_id=file.report_id,
            card_id=card.id,
            purpose="evidence",
            silent=True,
            dedup_key=f"late:{card.id}:{number}",
        )


async def _say_refused(work: Work, number: int, flaw: Flaw | None = None) -> None:
    """Tell the reporter, once for an album, that a file is not taken: what is wrong with it, or (None) that it turned
    out too large. An operator is told where the file was sent."""
    file = await attachments.by_id(work.session, number)
    if file is not None and file.bot == "desk" and flaw is not None:
        await refusal.to_operator(work, file, flaw)
    if file is None or file.bot != "public":
        return
    reporter = await attachments.reporter_of(work.session, number)
    if reporter is None or reporter.blocked_at is not None:
        return
    await outbox.put(
        work,
        bot="public",
        chat_id=reporter.telegram_id,
        kind=Kind.REPLY,
        screen=None,
        intent="file_refused",
        data={"file": number, "why": str(flaw or "too_large")},
        report_id=file.report_id,
        purpose="thread",
        reply_to=file.message_id,
        dedup_key=f"file_refused:{reporter.telegram_id}:{file.media_group_id or number}:{flaw or 'too_large'}",
    )


def _is_too_large(error: Exception) -> bool:
    return isinstance(error, TooLarge) or (isinstance(error, ApiError) and "too big" in error.description.lower())


def _again(attachment: Attachment, error: Exception, now: datetime) -> datetime | None:
    """When to try again; None: never, for Telegram does not know the file or we tried for hours."""
    if isinstance(error, ApiError):
        words = error.description.lower()
        if error.code == 400 and any(phrase in words for phrase in _FOR_EVER) and "temporarily" not in words:
            return None
        if error.retry_after is not None:
            return now + timedelta(seconds=error.retry_after)
    if attachment.attempts + 1 >= MAX_ATTEMPTS:
        return None
    return now + min(_FIRST_PAUSE * int(2**attachment.attempts), _LONGEST_PAUSE)
