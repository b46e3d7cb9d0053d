"""Open reports that may tell of the same thing: for the desk beside a report, for a reporter beside a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from rules import duplicate
from rules.duplicate import Likeness, Told
from storage import nearby, reports

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.house import House
    from rules.draft import Draft
    from storage.tables import Report
    from storage.work import Session

LOOKED_AT: Final = 60  # candidates, the newest; each costs about two milliseconds


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A report nearby, and how much it is alike. One that is handled with another stands for that one."""

    report: Report
    likeness: Likeness


async def of_report(session: Session, house: House, report: Report, now: datetime) -> list[Neighbour]:
    """The open reports around a filed one that are looked at, the most alike first; not those it is handled with."""
    if report.confidential:
        return []
    photos = (await nearby.photos(session, [report.id])).get(report.id, ())
    found = await _around(session, house, _told(report, photos), report.kind, report.filed_at, now)
    family = {report.id, report.parent_id or report.id}
    return [one for one in found if one.report.id not in family]


async def of_draft(session: Session, house: House, draft: Draft, draft_id: int, now: datetime) -> list[Neighbour]:
    """The same around what is about to be filed."""
    if draft.confidential:
        return []
    place = draft.place
    told = Told(
        text=draft.text,
        category=draft.category,
        filed_at=now,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        village=place.village if place else None,
        place_words=place.words if place else "",
        photos=await nearby.photos_of_draft(session, draft_id),
    )
    return await _around(session, house, told, str(draft.kind), now, now)


def same(house: House, found: Sequence[Neighbour]) -> list[Neighbour]:
    """Those of them that are alike enough to be shown as the same thing."""
    return [one for one in found if duplicate.is_same(one.likeness, house.region)]


async def _around(
    session: Session, house: House, told: Told, kind: str, at: datetime, now: datetime
) -> list[Neighbour]:
    near = house.region.similar.near(told.category)
    looked_at = await nearby.candidates(
        session,
        kind=kind,
        pin=told.pin,
        village=told.village,
        metres=near.metres,
        since=min(at, now) - timedelta(days=near.days),
        limit=LOOKED_AT,
    )
    photos = await nearby.photos(session, [one.id for one in looked_at])
    best: dict[int, Neighbour] = {}
    for one in looked_at:
        likeness = duplicate.likeness(told, _told(one, photos.get(one.id, ())), house.region)
        lead = one.parent_id or one.id
        if lead not in best or likeness.score > best[lead].likeness.score:
            best[lead] = Neighbour(one, likeness)
    leads = await reports.by_ids(session, best)
    found = [Neighbour(leads[number], one.likeness) for number, one in best.items() if number in leads]
    return sorted(found, key=lambda one: (-one.likeness.score, one.report.id))


def _told(report: Report, photos: tuple[str, ...]) -> Told:
    return Told(
        text=report.body,
        category=report.category,
        filed_at=report.filed_at,
        latitude=report.latitude,
        longitude=report.longitude,
        village=report.village,
        place_words=report.place_words,
        photos=photos,
    )
