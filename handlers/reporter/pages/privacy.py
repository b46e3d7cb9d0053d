"""What a reporter sees of their own data, and the questions before it is corrected or the consent is taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from handlers import fit
from handlers.reporter import taps
from handlers.reporter.pages import consent, filed, summary
from handlers.screens import Button, Screen, quote
from locales import formats
from rules import retention, rights
from rules.lifecycle import UNFINISHED
from rules.retention import Sort

if TYPE_CHECKING:
    from handlers.reporter.view import View
    from storage.holdings import Holdings
    from storage.tables import Report, Reporter

LISTED: Final = 6  # reports on the page; the file has them all
_TITLE: Final = 60
_NAME: Final = 60


def page(view: View, held: Holdings) -> Screen:
    """Everything that is held, in a few lines, and what can be done with it."""
    text = "\n\n".join((*_blocks(view, held), view.say("privacy.ask")))
    leaving = view.call("privacy.button.erase", taps.ERASE)
    if held.erasure is not None:
        leaving = view.call("privacy.button.stay", taps.ERASE, taps.STAY)
    withdraw = [button(view, "privacy.button.withdraw", "withdraw")] if held.person.consent_version else []
    rows = (
        (button(view, "privacy.button.file", "file"),),
        (button(view, "privacy.button.correct", "correct"), button(view, "privacy.button.notice", "notice")),
        (*withdraw, leaving),
        *view.switch("privacy"),
    )
    return summary.beside(view, Screen(view.with_note(text), buttons=rows))


def plain(view: View, held: Holdings) -> str:
    """The page as words, for the file."""
    return "\n\n".join(_blocks(view, held, every=True))


def correct(view: View, person: Reporter) -> Screen:
    """What can be corrected, and what is added to instead."""
    language = view.say("language.name")
    text = view.say("privacy.correct", name=_name(person), language=language)
    own = [button(view, "privacy.button.account_name", "account")] if person.name_chosen else []
    rows = ((button(view, "privacy.button.rename", "rename"), *own), *view.switch("correct", back(view)))
    return Screen(view.with_note(text), buttons=rows)


def ask_name(view: View, key: str = "privacy.rename") -> Screen:
    """Ask for another name."""
    return Screen(view.with_note(view.say(key, most=rights.NAME_LETTERS)))


def renamed(view: View, person: Reporter) -> str:
    """The line that says which name is shown from now on."""
    return view.say("privacy.renamed", name=_name(person))


def withdraw(view: View, held: Holdings) -> Screen:
    """What it means to take the consent back, before it is done."""
    still = [report for report in held.reports if report.status in UNFINISHED]
    means = [view.say("privacy.withdraw"), view.say("privacy.withdraw.silence")]
    if held.draft is not None:
        means.append(view.say("privacy.withdraw.draft"))
    if still:
        means.append(view.say("privacy.withdraw.name"))
        means.append(view.count("privacy.withdraw.open", len(still), codes=codes(still)))
    text = "\n".join(means) + "\n\n" + view.say("privacy.withdraw.again")
    return Screen(text, buttons=((button(view, "privacy.withdraw.yes", "withdrawn"),), (back(view),)))


def withdrawn(view: View, at: datetime) -> Screen:
    """The one message after it."""
    return Screen(view.say("privacy.withdrawn", moment=moment(view, at)))


def button(view: View, key: str, what: str, *more: object) -> Button:
    """A button of these pages."""
    return view.call(key, taps.PRIVACY, what, *more)


def back(view: View) -> Button:
    """The way back to the page."""
    return view.call("button.back", taps.PRIVACY)


def codes(reports: Sequence[Report]) -> str:
    """The reports by their codes; of many, the first."""
    named = [report.code for report in reports[:LISTED]]
    return ", ".join([*named, "…"] if len(reports) > LISTED else named)


def moment(view: View, at: datetime) -> str:
    """A moment in the region's time."""
    return formats.moment(at, view.locale, view.region.tz, view.region.zone_label)


def _blocks(view: View, held: Holdings, every: bool = False) -> Iterator[str]:
    person, region = held.person, view.region
    yield view.say("privacy.head")
    if held.erasure is not None:
        yield view.say("privacy.pending", moment=moment(view, held.erasure.due_at))
    yield _account(view, person)
    yield _consent(view, person)
    announcements = view.say("privacy.yes" if person.announcements else "privacy.no")
    yield view.say(
        "privacy.settings", choice=view.say(f"settings.button.{person.updates}"), announcements=announcements
    )
    if held.draft is not None:
        yield _draft(view, held)
    yield from _reports(view, held, len(held.reports) if every else LISTED)
    yield view.say("privacy.who")
    yield view.say(
        "privacy.office",
        region=region.title.of(view.locale),
        office=region.privacy.office.of(view.locale),
        contact=region.privacy.contact.of(view.locale),
    )


def _account(view: View, person: Reporter) -> str:
    name, number = _name(person), person.telegram_id
    handle = (
        view.say("privacy.handle", username=quote(person.username), number=number)
        if person.username
        else view.say("privacy.handle.none", number=number)
    )
    return view.say(
        "privacy.account",
        name=view.say("privacy.name.chosen", name=name) if person.name_chosen else name,
        handle=handle,
        language=view.say("language.name"),
        day=_day(view, person.created_at),
    )


def _consent(view: View, person: Reporter) -> str:
    if person.withdrawn_at is not None:
        return view.say("privacy.consent.withdrawn", day=_day(view, person.withdrawn_at))
    if person.consent_at is None:
        return view.say("privacy.consent.none")
    return view.say("privacy.consent.given", day=_day(view, person.consent_at), version=person.consent_version)


def _draft(view: View, held: Holdings) -> str:
    if held.draft is None:
        return ""
    ends_at = held.draft.expires_at or retention.kept_until(view.region.retention, Sort.DRAFT, held.draft.touched_at)
    day = _day(view, ends_at)
    if not held.drafted:
        return view.say("privacy.draft", day=day)
    return view.count("privacy.draft.files", len(held.drafted), day=day)


def _reports(view: View, held: Holdings, most: int) -> Iterator[str]:
    if not held.reports:
        yield view.say("privacy.reports.none")
        return
    lines = [view.count("privacy.reports", len(held.reports))]
    lines += [_report(view, report, len(held.files.get(report.id, ()))) for report in held.reports[:most]]
    if len(held.reports) > most:
        lines.append(view.count("privacy.more", len(held.reports) - most))
    yield "\n".join(lines)
    terms = {
        name: consent.term(view, view.region.retention[sort].days)
        for name, sort in (("files", Sort.EVIDENCE), ("name", Sort.REPORT), ("text", Sort.EVENT))
    }
    yield view.say("privacy.terms", **terms)


def _report(view: View, report: Report, files: int) -> str:
    fields = {
        "code": report.code,
        "title": quote(fit.cut(report.title, _TITLE)),
        "status": view.say(f"standing.{filed.PUBLIC[report.status]}"),
        "files": view.count("privacy.files", files) if files else view.say("privacy.files.none"),
    }
    if report.ended_at is None:
        return view.say("privacy.report.open", **fields)
    until = {
        name: _short(view, retention.kept_until(view.region.retention, sort, report.ended_at))
        for name, sort in (("files_until", Sort.EVIDENCE), ("name_until", Sort.REPORT))
    }
    return view.say("privacy.report.ended.files" if files else "privacy.report.ended", **fields, **until)


def _name(person: Reporter) -> str:
    return quote(fit.cut(person.name, _NAME)) or "–"


def _day(view: View, at: datetime) -> str:
    return formats.day(at.astimezone(view.region.tz).date(), view.locale)


def _short(view: View, at: datetime) -> str:
    return formats.short_day(at.astimezone(view.region.tz).date(), view.locale)
