"""Every screen in both languages, with the longest and the oddest of everything, within Telegram's limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from handlers.house import House
from handlers.reporter import pages
from handlers.reporter.pages import category, consent, filed, guide, summary, when
from handlers.reporter.pages.filed import Filed
from handlers.reporter.view import View
from handlers.screens import Screen
from rules.draft import Draft, Part, Place, ReportKind, Slot, When
from rules.lifecycle import Status
from storage.tables import Report
from tests.handlers.reporter.phone import check

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
NASTY = "<b>&</b> 🛵 " * 400
PLACES = (
    None,
    Place(-8.65, 115.14, "51.03.06.2004", "Tibubeneng", "Kuta Utara", words="<b>Finns & Co</b>" * 20),
    Place(-8.5, 115.26, name="Ubud", regency="Gianyar", outside=True),
    Place(-6.2, 106.8, outside=True),
    Place(name="Kuta Utara", district="Kuta Utara", words="kuta utara"),
    Place(words="between Canggu and Pererenan <"),
    Place(words="&" * 200),
)


def drafts() -> Iterator[Draft]:
    """Drafts of every sort."""
    yield Draft()
    yield Draft(parts=(Part(1, "<short>"),))
    yield Draft(evidence=3)
    for text in ("Lampu jalan mati di depan rumah saya", NASTY[:4000]):
        for place in PLACES:
            draft = Draft(parts=(Part(1, text),), place=place)
            yield draft
            yield from (replace(draft, editing=slot) for slot in Slot)
            full = replace(draft, category="street_lighting", when=When(date(2026, 9, 30), now=True), evidence=10)
            full = replace(full, anonymous=True, confidential=True, skipped=frozenset({Slot.WHERE}))
            yield full
            yield from (replace(full, editing=slot) for slot in Slot)


@pytest.fixture(params=["id", "en"])
def view(request: pytest.FixtureRequest, house: House) -> View:
    """An empty view in each language."""
    return View(house, request.param, date(2026, 11, 23), draft_id=9_999_999_999)


def test_every_question_of_every_draft_fits(view: View) -> None:
    """The open question, the consent, the summary, the menus."""
    for draft in drafts():
        for note, fresh in (("", None), ("📍 Tibubeneng, Kuta Utara", Slot.WHERE)):
            here = replace(view, draft=draft, note=note, fresh=fresh)
            check(pages.current(here))
            check(pages.current(replace(here, consented=False)))
            check(summary.page(here))
            check(summary.resume(here))
            check(summary.reminder(here, here.say("reminder.head")))


def test_every_category_and_group_fits(view: View) -> None:
    """Two levels, each category within reach."""
    check(category.groups(view))
    reached = set()
    for name in view.region.groups:
        screen = category.group(view, name)
        check(screen)
        reached |= {button.value.split(":")[-1] for row in screen.buttons for button in row}

    assert set(view.region.categories) <= reached


@pytest.mark.parametrize(
    "make",
    [
        summary.menu,
        summary.cancel,
        summary.deleted,
        consent.recorded,
        consent.declined,
        consent.privacy,
        guide.page,
        guide.emergency,
        guide.languages,
        guide.pointer,
        when.other_day,
    ],
)
def test_every_page_fits(view: View, make: Callable[[View], Screen]) -> None:
    """In both languages."""
    check(make(view))


def test_every_danger_shows_its_own_number_first(view: View) -> None:
    """The number for a fire is the fire brigade's."""
    for danger in view.region.dangers.values():
        screen = guide.emergency(view, danger.id)
        check(screen)
        first = view.region.numbers_for(danger.id)[0].number
        assert f"<b>{first}</b>" == screen.text.split("\n")[1].split(" ")[0]


def report(status: Status, **fields: object) -> Report:
    """A filed report."""
    values = {
        "id": 9_999_999_999,
        "code": "BDG-7K3Q-XM2",
        "reporter_id": 1,
        "draft_id": 1,
        "kind": "complaint",
        "title": "<Lampu & jalan> " * 5,
        "body": "x",
        "language": "id",
        "status": str(status),
        "filed_at": NOON,
        "changed_at": NOON,
        **fields,
    }
    return Report(**values)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_report_fits(view: View, status: Status, kind: ReportKind) -> None:
    """Receipt, standing, list, additions, for every status and kind."""
    for due in ({}, {"verify": DUE, "follow_up": DUE, "resolve": DUE}, {"follow_up": DUE}, {"resolve": DUE}):
        one = Filed(report(status, kind=str(kind), agency="pupr", referred_to="pln"), due, files=2)
        for screen in (
            filed.receipt(view, one),
            filed.standing(view, one, NOON),
            filed.mine(view, [one] * 10, NOON),
            filed.ask_addition(view, one.report),
            filed.added(view, one.report, "thread.added"),
            filed.added(view, one.report, "edited.report"),
            filed.sent(view, one.report),
        ):
            check(screen)


def test_the_receipt_promises_with_dates(view: View) -> None:
    """Code, moment in WITA, who received it, what happens by when."""
    text = filed.receipt(view, Filed(report(Status.RECEIVED), {"verify": DUE, "resolve": DUE})).text

    assert "BDG-7K3Q-XM2" in text
    assert "WITA" in text
    assert "26 November 2026" in text
    assert ("5 hari kerja" if view.locale == "id" else "5 working days") in text
