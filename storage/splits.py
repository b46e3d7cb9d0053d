"""A report that becomes two: the second one's row and its files."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlmodel import col, select

from rules.lifecycle import Status
from rules.split import HIDDEN, OTHER
from storage.attachments import STORED, WAITING
from storage.tables import Attachment, Event, Report
from storage.work import Work

SHARED: Final = frozenset({STORED, WAITING})  # files in any other state have no bytes to share
# What the second report has of the first: whose it is, where and when it was, when it was filed, and what its reporter
# was told that holds for both. Everything else begins anew.
_SAME: Final = (
    "reporter_id", "kind", "language", "village", "place_name", "district", "regency", "place_words", "latitude",
    "longitude", "outside", "happened_on", "happening_now", "anonymous", "confidential", "filed_at", "muted",
    "stay_until", "leave_at", "ombudsman_at", "origin",
)  # fmt: skip
_FILE: Final = (
    "bot", "kind", "file_id", "file_unique_id", "message_id", "mime", "name", "size", "state", "sha256",
    "other_file_id", "phash", "covers", "due_at",
)  # fmt: skip


async def part(work: Work, first: Report, number: int, code: str, title: str, body: str, category: str) -> Report:
    """A second report made of a part of the first, received; `number`: of the words it was made by, once only."""
    second = Report(
        code=code,
        draft_id=-number,
        title=title,
        body=body,
        category=category,
        status=str(Status.RECEIVED),
        changed_at=work.now,
        told_at=work.now,
        **{name: getattr(first, name) for name in _SAME},
    )
    work.session.add(second)
    await work.session.flush()
    return second


async def share(work: Work, first_id: int, ids: Collection[int], second_id: int) -> int:
    """The second report has these files of the first too: rows of its own, the same bytes. How many files."""
    theirs = (col(Attachment.report_id) == first_id, col(Attachment.id).in_(ids), col(Attachment.state).in_(SHARED))
    found = (await work.session.exec(select(Attachment).where(*theirs).order_by(col(Attachment.id)))).all()
    for file in found:
        same = {name: getattr(file, name) for name in _FILE}
        work.session.add(Attachment(report_id=second_id, created_at=work.now, **same))
    await work.session.flush()
    if any(file.state == WAITING for file in found):
        work.wake("files")
    return len(found)


async def apart(work: Work, report: Report) -> list[Report]:
    """Where one of two that were one report shows its reporter's name and the other hides it, neither line tells the
    desk the other's code any more. The others."""
    parted = []
    for event in await _lines(work, report):
        code = event.data.get(OTHER[event.step])
        other = (await work.session.exec(select(Report).where(col(Report.code) == code))).first() if code else None
        if other is None or other.anonymous == report.anonymous:
            continue
        parted.append(other)
        _hide(event)
        for line in await _lines(work, other):
            if line.data.get(OTHER[line.step]) == report.code:
                _hide(line)
    await work.session.flush()
    return parted


async def _lines(work: Work, report: Report) -> list[Event]:
    statement = select(Event).where(col(Event.report_id) == report.id, col(Event.step).in_(OTHER))
    return list((await work.session.exec(statement.order_by(col(Event.id)))).all())


def _hide(event: Event) -> None:
    name = OTHER[event.step]
    event.data = {HIDDEN if key == name else key: value for key, value in event.data.items()}
