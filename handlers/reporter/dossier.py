"""The file with everything that is held of a person: made when it is sent, read by people and by programs.

UU 27/2022 art. 7 (access and a copy) and 13 (in a form that systems can read). Never what is the desk's own, such
as its notes, nor other people's data: of the history only what its reporter may read, and nobody's name but theirs.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from handlers import fit, news, outlook
from handlers.reporter.pages import filed
from handlers.reporter.pages import privacy as pages
from handlers.reporter.view import View
from handlers.screens import Document, Screen
from rules import retention
from rules.lifecycle import Actor
from rules.retention import Sort
from storage import deadlines, holdings, reporters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from handlers.house import House
    from storage.holdings import Holdings, Messages
    from storage.tables import Attachment, Event, Push, Report, Tombstone
    from storage.work import Session


async def compose(session: Session, house: House, push: Push, now: datetime) -> Screen | None:
    """The file, for whom it is about; nothing if they are gone."""
    person = await reporters.by_id(session, int(push.data["reporter_id"]))
    if person is None or person.telegram_id != push.chat_id:
        return None
    view = View(house=house, locale=person.language, today=now.astimezone(house.region.tz).date())
    held = await holdings.of(session, person)
    content = json.dumps(await _content(session, view, held, now), ensure_ascii=False, indent=2)
    words = view.count("privacy.file", len(held.reports), moment=pages.moment(view, now))
    return Screen(words, document=Document(f"{view.say('privacy.file.name')}-{view.today}.json", content.encode()))


async def _content(session: Session, view: View, held: Holdings, now: datetime) -> dict[str, Any]:
    history = await holdings.history(session, held.reports)
    own = view.house.pseudonyms(held.person.id)
    proofs = await holdings.proofs(session, [*own, *(report.code for report in held.reports)])
    reports = []
    for report in held.reports:
        due = await deadlines.open_of(session, report.id)
        reports.append(_report(view, held, report, due) | {"history": _history(view, history.get(report.id, ()))})
    return {
        "about": view.say("privacy.file.about", region=view.region.title.of(view.locale)),
        "made_at": _at(view, now),
        "responsible": _responsible(view),
        "summary": fit.plain(pages.plain(view, held)).splitlines(),
        **_person(view, held),
        "draft": _draft(view, held),
        "reports": reports,
        "messages_to_you": _messages(view, await holdings.messages(session, held.person)),
        "proofs": _proofs(view, proofs),
        "kept": [{"what": term.names.of(view.locale), "days": term.days} for term in view.region.retention.values()],
    }


def _responsible(view: View) -> dict[str, Any]:
    region = view.region
    return {
        "government": region.title.of(view.locale),
        "office": region.privacy.office.of(view.locale),
        "contact": region.privacy.contact.of(view.locale),
    }


def _person(view: View, held: Holdings) -> dict[str, Any]:
    person, wish = held.person, held.erasure
    return {
        "account": {
            "name": person.name,
            "name_chosen_by_you": person.name_chosen,
            "username": person.username,
            "telegram_number": person.telegram_id,
            "language": person.language,
            "language_chosen_by_you": person.language_chosen,
            "first_message_at": _at(view, person.created_at),
            "last_seen_at": _at(view, person.seen_at),
            "came_by": person.origin,
        },
        "consent": {
            "notice_version": person.consent_version,
            "given_at": _at(view, person.consent_at),
            "withdrawn_at": _at(view, person.withdrawn_at),
        },
        "settings": {
            "messages_about_reports": view.say(f"settings.button.{person.updates}"),
            "muted_reports": [report.code for report in held.reports if report.muted],
            "announcements": person.announcements,
        },
        "erasure": {"asked_at": _at(view, wish.asked_at), "done_by": _at(view, wish.due_at)} if wish else None,
    }


def _draft(view: View, held: Holdings) -> dict[str, Any] | None:
    if held.draft is None:
        return None
    return {
        "begun_at": _at(view, held.draft.created_at),
        "changed_at": _at(view, held.draft.touched_at),
        "answers": held.draft.answers,
        "files": _files(view, held.drafted),
    }


def _report(view: View, held: Holdings, report: Report, due: dict[str, datetime]) -> dict[str, Any]:
    region, locale = view.region, view.locale
    category = region.categories.get(report.category or "")
    reason = region.archive_reasons.get(report.archive_reason or "")
    return {
        "code": report.code,
        "sp4n_lapor_number": report.sp4n_id,
        "kind": view.say(f"kind.{report.kind}"),
        "title": report.title,
        "text": report.body,
        "language": report.language,
        "category": category.names.of(locale) if category else None,
        "place": _place(report),
        "happened_on": report.happened_on.isoformat() if report.happened_on else None,
        "still_happening": report.happening_now,
        "anonymous": report.anonymous,
        "confidential": report.confidential,
        "status": view.say(f"standing.{filed.PUBLIC[report.status]}"),
        "with": filed.holder(view, report),
        "archived_because": reason.names.of(locale) if reason else None,
        "filed_at": _at(view, report.filed_at),
        "changed_at": _at(view, report.changed_at),
        "ended_at": _at(view, report.ended_at),
        "promises": {kind: _at(view, at) for kind, at in due.items()},
        "last_day_of_your_stay": report.stay_until.isoformat() if report.stay_until else None,
        "muted": report.muted,
        "solved": report.solved,
        "stars": report.stars,
        "files": _files(view, held.files.get(report.id, ())),
        "kept_until": _kept(view, report),
    }


def _place(report: Report) -> dict[str, Any]:
    return {
        "name": report.place_name,
        "your_words": report.place_words,
        "district": report.district,
        "regency": report.regency,
        "village_code": report.village,
        "latitude": report.latitude,
        "longitude": report.longitude,
        "outside_the_region": report.outside,
    }


def _kept(view: View, report: Report) -> dict[str, str | None] | None:
    """Until when; nothing is certain while the report is open."""
    if report.ended_at is None:
        return None
    sorts = {"files": Sort.EVIDENCE, "with_your_name": Sort.REPORT, "text_without_you": Sort.EVENT}
    terms = view.region.retention
    return {name: _at(view, retention.kept_until(terms, sort, report.ended_at)) for name, sort in sorts.items()}


def _files(view: View, files: Iterable[Attachment]) -> list[dict[str, Any]]:
    return [
        {
            "kind": file.kind,
            "name": file.name,
            "type": file.mime,
            "bytes": file.size,
            "sent_at": _at(view, file.created_at),
            "stored": file.state == "stored",
            "sha256": file.sha256,
        }
        for file in files
    ]


def _history(view: View, events: Sequence[Event]) -> list[dict[str, Any]]:
    return [
        {
            "at": _at(view, event.at),
            "by": {Actor.REPORTER: "you", Actor.CLOCK: "system"}.get(Actor(event.actor), "officers"),
            "step": event.step,
            "department": outlook.agency_name(view.house, agency, view.locale)
            if (agency := event.data.get("agency"))
            else None,
            "told": fit.plain(news.line(view.house, event, view.locale)) if event.step in news.ANNOUNCED else None,
            "text": event.text,
            "stars": event.data.get("stars"),
        }
        for event in events
    ]


def _messages(view: View, kept: Messages) -> dict[str, Any]:
    days = view.region.retention[Sort.PUSH].days
    return {"count": kept.count, "since": _at(view, kept.since), "deleted_after_days": days}


def _proofs(view: View, stones: Iterable[Tombstone]) -> list[dict[str, Any]]:
    return [
        {"at": _at(view, one.at), "of": one.subject, "what": one.sort, "why": one.why, "data": one.data}
        for one in stones
    ]


def _at(view: View, at: datetime | None) -> str | None:
    """A moment in the region's time, with its offset."""
    return at.astimezone(view.region.tz).isoformat(timespec="seconds") if at else None
