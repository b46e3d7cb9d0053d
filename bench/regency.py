"""The database of a regency with very many open reports, and what hangs on them: rows only, as years of use leave them.

For each thing the clock looks after one in so many is due at `NOW`; everything else was done, or is not due for days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, text, update

from rules.access import Role
from storage import deadlines, desk_chats, staff
from storage.tables import (
    Attachment,
    Base,
    Broadcast,
    Card,
    Deadline,
    DraftRow,
    Erasure,
    Event,
    InboxRow,
    MessageLink,
    Push,
    Report,
    Reporter,
    table_of,
)
from storage.work import Storage

NOW = datetime(2027, 2, 2, 2, 0, tzinfo=UTC)  # a Tuesday at ten in Badung
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
CHUNK = 5000
COORDINATORS, LEADER = -1001, 21
# Where in a hundred the due ones are; the last digit is the status they have.
STANDSTILL, WARNED, MISSED, UNSETTLED, LEAVING, LIT, ASKED, LINKED, ERASED, OVER = 1, 2, 3, 4, 6, 7, 9, 15, 18, 19
_STATUS = ("received", *["forwarded"] * 4, *["in_progress"] * 3, "needs_info", "answered")
ADDRESSED = "pupr"
_AGENCIES = (ADDRESSED, "dlhk", "dishub", "satpolpp")
# The desk was to be warned as it opened, of what has taken more than twice its time: the leader, too.
_OF_THIS_MORNING = {
    "set_at": NOW - 14 * DAY,
    "due_at": NOW - 8 * DAY,
    "told_at": NOW - 7 * DAY,
    "warned_at": NOW - DAY,
    "warn_at": NOW - 2 * 60 * MINUTE,
}


@dataclass(frozen=True, slots=True)
class Regency:
    """`reports` open ones, a fifth as many that ended, `others` who are writing one and as many who never agreed (0: a
    tenth as many); one in `every` is due. Some `broadcasts` to the reporters of one department were just approved."""

    reports: int
    every: int = 100
    others: int = 0
    broadcasts: int = 1

    @property
    def open(self) -> range:
        """The numbers of open reports and of their reporters."""
        return range(1, self.reports + 1)

    @property
    def ended(self) -> range:
        """The same of those that ended."""
        return range(self.open.stop, self.open.stop + self.reports // 5)

    @property
    def drafting(self) -> range:
        """Reporters who have a draft."""
        return range(self.ended.stop, self.ended.stop + (self.others or self.reports // 10))

    @property
    def strangers(self) -> range:
        """People who never agreed."""
        return range(self.drafting.stop, self.drafting.stop + len(self.drafting))

    def due(self, number: int, what: int) -> bool:
        """Whether it is its turn."""
        return number % self.every == what % self.every

    async def fill(self, storage: Storage) -> None:
        """Write all rows, and let the database count them."""
        async with storage.work(NOW) as work:
            await desk_chats.bind(work, COORDINATORS, None)
            for number, agency in enumerate(_AGENCIES):
                await desk_chats.bind(work, COORDINATORS - 1 - number, agency)
            await staff.add(work, LEADER, "Putu", Role.LEADER)
            writer = (await staff.add(work, LEADER + 1, "Ayu", Role.COORDINATOR)).id
        await _write(storage, Broadcast, (_broadcast(writer) for _ in range(self.broadcasts)))
        for rows, made in self._tables():
            await _write(storage, rows, made)
        async with storage.work(NOW) as work:
            await work.session.exec(update(Report).values(due_at=deadlines.NEAREST))
        if not storage.is_sqlite:
            await _count_on(storage)

    def _tables(self) -> Iterator[tuple[type[Base], Iterable[dict[str, Any]]]]:
        """Each table with its rows, those first on which others hang."""
        open_, done, drafting, strangers = self.open, self.ended, self.drafting, self.strangers
        everyone = range(1, strangers.stop)
        yield Reporter, (self._reporter(number, number in strangers) for number in everyone)
        yield Report, (self._open(number) for number in open_)
        yield Report, (self._ended(number) for number in done)
        yield Deadline, (row for number in open_ for row in self._deadlines(number))
        yield Event, (row for number in (*open_, *done) for row in _events(number, self._is_linked(number)))
        yield Card, (_card(number) for number in (*open_, *done))
        yield Push, (row for number in (*open_, *done) for row in self._pushes(number))
        yield MessageLink, (row for number in (*open_, *done) for row in _links(number))
        yield Attachment, (_file(number) for number in done)
        yield DraftRow, (self._draft(number) for number in drafting)
        yield Erasure, (_erasure(number) for number in open_ if self.due(number, ERASED))
        yield InboxRow, (self._update(number) for number in range(1, self.reports // 2 + 1))

    def _reporter(self, number: int, stranger: bool) -> dict[str, Any]:
        """Of the strangers some have been silent for longer than they are kept."""
        seen = NOW - 8 * DAY if stranger and self.due(number, 0) else NOW - DAY
        return {
            "id": number,
            "telegram_id": 10_000_000 + number,
            "name": "",
            "username": "",
            "language": "id" if number % 2 else "en",
            "language_chosen": False,
            "consent_at": None if stranger else NOW - 30 * DAY,
            "origin": "",
            "created_at": NOW - 30 * DAY,
            "seen_at": seen,
            "updates": ("at_once", "daily", "answers")[number % 3],
        }

    def _open(self, number: int) -> dict[str, Any]:
        """Filed over the last 90 days, and something was said of each within the week."""
        age = 90 * DAY * (number / self.reports)
        if self.due(number, UNSETTLED):
            age = 61 * DAY
        told = NOW - 7 * DAY - MINUTE if self.due(number, STANDSTILL) else NOW - 6 * DAY * (number / self.reports)
        pointed = NOW - DAY if age >= 60 * DAY and not self.due(number, UNSETTLED) else None
        report = _report(number, NOW - age, _STATUS[number % 10])
        if number % 10 == LEAVING:  # who have said until when they stay
            leaves = NOW - MINUTE if self.due(number, LEAVING) else NOW + DAY
            report |= {"stay_until": (leaves + DAY).date(), "leave_at": leaves}
        if self._is_linked(number):  # the last of its three lines is not yet said
            report |= {"parent_id": number - 5, "news_from": 3 * number}
        return report | {"told_at": told, "ombudsman_at": pointed, "asked_at": NOW - 5 * DAY}

    def _is_linked(self, number: int) -> bool:
        return number in self.open and self.due(number, LINKED)

    def _ended(self, number: int) -> dict[str, Any]:
        """Ended within the last year; some are beyond their term of two years, or anonymous and beyond that of five."""
        at, anonymous = NOW - 364 * DAY * (number % 1000) / 1000, None
        if self.due(number, 0):
            at = NOW - 731 * DAY
        elif self.due(number, 1):
            at, anonymous = NOW - 1826 * DAY, NOW - 1000 * DAY
        report = _report(number, at - 10 * DAY, "closed")
        return report | {"ended_at": at, "told_at": at, "anonymised_at": anonymous}

    def _deadlines(self, number: int) -> Iterator[dict[str, Any]]:
        """Verified in time; the answer is due, or the reporter has their time to dispute it."""
        filed = NOW - 90 * DAY * (number / self.reports)
        met = {"met_at": filed + DAY, "told_at": None, "warn_at": None, "warned_at": filed + DAY, "escalated_at": None}
        met["light_at"] = None
        yield {"report_id": number, "kind": "verify", "set_at": filed, "due_at": filed + 3 * DAY, **met}
        late, ahead = number % 5 == 0, NOW + DAY + 20 * DAY * (number / self.reports)
        if number % 10 == ASKED:
            asked = NOW - MINUTE if self.due(number, ASKED) else NOW + DAY
            over = NOW - MINUTE if self.due(number, OVER) else ahead
            yield {**_promise(number, "reply", over), "warn_at": asked, "light_at": None}
            late = False
        missed = NOW - MINUTE if self.due(number, MISSED) else ahead
        told = {"told_at": NOW - DAY, "warned_at": NOW - DAY, "escalated_at": NOW - DAY if number % 20 == 0 else None}
        promise = _promise(number, "resolve", NOW - 2 * DAY) | told if late else _promise(number, "resolve", missed)
        if number % 10 == ASKED:
            promise |= {"met_at": NOW - 6 * DAY, "warn_at": None, "light_at": None}
        elif self.due(number, WARNED):
            promise |= _OF_THIS_MORNING
        elif self.due(number, LIT):
            promise |= {"light_at": NOW - MINUTE}
        yield promise

    def _pushes(self, number: int) -> Iterator[dict[str, Any]]:
        """What was sent of a report; of some that ended it is older than it is kept."""
        old = number > self.reports and self.due(number, 0)
        at = NOW - (91 * DAY if old else 60 * DAY * (number % 1000) / 1000)
        for part, (bot, chat, intent) in enumerate(
            (("public", 10_000_000 + number, "notice"), ("desk", COORDINATORS, "card"), ("desk", COORDINATORS, "card"))
        ):
            yield {
                "bot": bot,
                "chat_id": chat,
                "kind": "notice",
                "rank": 1,
                "method": "send",
                "intent": intent,
                "data": {"event": 1},
                "report_id": number,
                "purpose": intent,
                "silent": False,
                "due_at": at,
                "dedup_key": f"{intent}:{number}:{part}",
                "state": "sent",
                "attempts": 1,
                "repeat": False,
                "created_at": at,
                "claimed_at": at,
                "settled_at": at,
                "message_id": number,
                "why": "",
            }

    def _draft(self, number: int) -> dict[str, Any]:
        """Half of them fresh, half reminded of; some to be remembered, announced, deleted."""
        touched, reminded, expires = NOW - DAY / 3 * (number % 1000) / 1000, None, None
        if number % 2:
            touched, reminded = NOW - DAY - 4 * DAY * (number % 1000) / 1000, NOW - MINUTE
        if self.due(number, 1):
            touched, reminded = NOW - 25 * 60 * MINUTE, None
        elif self.due(number, 2):
            touched, reminded = NOW - 6 * DAY - MINUTE, NOW - 5 * DAY
        elif self.due(number, 3):
            touched, reminded, expires = NOW - 7 * DAY, NOW - 6 * DAY, NOW - MINUTE
        return {
            "reporter_id": number,
            "answers": {"parts": [{"message_id": 1, "text": "Lubang di jalan"}]},
            "created_at": touched,
            "touched_at": touched,
            "reminded_at": reminded,
            "expires_at": expires,
        }

    def _update(self, number: int) -> dict[str, Any]:
        """Handled within two days, some before."""
        at = NOW - 49 * 60 * MINUTE if self.due(number, 0) else NOW - 47 * 60 * MINUTE * (number % 1000) / 1000
        return {
            "bot": "public",
            "update_id": number,
            "lane": number,
            "raw": "",
            "state": "done",
            "attempts": 0,
            "received_at": at,
            "handled_at": at,
            "error": "",
        }


def _promise(number: int, kind: str, due_at: datetime) -> dict[str, Any]:
    return {
        "report_id": number,
        "kind": kind,
        "set_at": NOW - 7 * DAY,
        "due_at": due_at,
        "warn_at": NOW + DAY,
        "light_at": NOW + DAY,
        "met_at": None,
        "told_at": None,
        "warned_at": None,
        "escalated_at": None,
    }


def _report(number: int, filed: datetime, status: str) -> dict[str, Any]:
    return {
        "id": number,
        "code": f"BDG-{number:08d}",
        "reporter_id": number,
        "draft_id": number,
        "kind": "complaint",
        "title": "Jalan rusak di depan pasar",
        "body": "Jalan rusak di depan pasar, sudah dua minggu. Nama saya Made, telepon 0812 0000 0000.",
        "category": "road",
        "language": "id",
        "village": "51.03.06.2004",
        "place_name": "Tibubeneng",
        "district": "Kuta Utara",
        "regency": "",
        "place_words": "depan pasar",
        "latitude": -8.66,
        "longitude": 115.14,
        "outside": False,
        "happening_now": False,
        "anonymous": False,
        "confidential": False,
        "status": status,
        "agency": None if status == "received" else _AGENCIES[number % len(_AGENCIES)],
        "replied": status in {"answered", "closed"},
        "filed_at": filed,
        "changed_at": filed,
        "version": 1,
        "muted": False,
        "stay_until": None,
        "leave_at": None,
        "parent_id": None,
        "news_from": None,
    }


def _events(number: int, linked: bool) -> Iterator[dict[str, Any]]:
    steps = (
        ("filed", "received", "received"),
        ("forward", "received", "forwarded"),
        ("reply", "forwarded", "forwarded"),
    )
    for step, before, after in steps:
        yield {
            "report_id": number,
            "at": NOW - 10 * DAY,
            "actor": "coordinator",
            "step": step,
            "from_status": before,
            "to_status": after,
            "text": "Terima kasih, petugas kami memeriksa lokasinya besok." if step == "reply" else "",
            "data": {"agency": "pupr"} | ({"of": 3 * (number - 5)} if linked and step == "reply" else {}),
            "visibility": "reporter",
        }


def _erasure(number: int) -> dict[str, Any]:
    return {"reporter_id": number, "asked_at": NOW - 3 * DAY, "due_at": NOW - MINUTE, "done_at": None}


def _broadcast(writer: int) -> dict[str, Any]:
    return {
        "staff_id": writer,
        "state": "running",
        "audience": {"agencies": [ADDRESSED]},
        "texts": {"id": "Besok air mati.", "en": "No water tomorrow."},
        "link": {},
        "emergency": False,
        "asks": "",
        "version": 3,
        "created_at": NOW - DAY,
        "touched_at": NOW - MINUTE,
        "approved_at": NOW - MINUTE,
        "goes_at": NOW - MINUTE,
        "planned_to": 0,
    }


def _card(number: int) -> dict[str, Any]:
    at = NOW - 10 * DAY
    return {"report_id": number, "chat_id": COORDINATORS, "message_id": number, "thread_id": None, "created_at": at}


def _links(number: int) -> Iterator[dict[str, Any]]:
    for bot, chat in (("public", 10_000_000 + number), ("desk", COORDINATORS)):
        yield {"bot": bot, "chat_id": chat, "message_id": number, "report_id": number, "purpose": "notice"}


def _file(number: int) -> dict[str, Any]:
    return {
        "report_id": number,
        "bot": "public",
        "kind": "photo",
        "file_id": f"f{number}",
        "file_unique_id": f"u{number}",
        "message_id": number,
        "mime": "image/jpeg",
        "name": "",
        "state": "stored",
        "attempts": 1,
        "due_at": NOW - 10 * DAY,
        "sha256": f"{number:064d}",
        "created_at": NOW - 10 * DAY,
    }


async def _write(storage: Storage, rows: type[Base], made: Iterable[dict[str, Any]]) -> None:
    left = iter(made)
    while chunk := list(islice(left, CHUNK)):
        async with storage.work(NOW) as work:
            await (await work.session.connection()).execute(insert(table_of(rows)), chunk)


async def _count_on(storage: Storage) -> None:
    """PostgreSQL gives the next id of its own, after those that were written with theirs; and counts its rows, as it
    does by itself within a minute or so."""
    async with storage.work(NOW) as work:
        for rows in (Reporter, Report):
            table = table_of(rows)
            await work.session.exec(
                select(
                    func.setval(
                        func.pg_get_serial_sequence(table.name, "id"), select(func.max(table.c.id)).scalar_subquery()
                    )
                )
            )
        await work.session.exec(text("ANALYZE"))
