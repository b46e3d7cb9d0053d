"""Broadcasts: whom, who agrees, what the texts need, how far."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from rules import broadcast
from rules.access import Role, Staff
from rules.broadcast import Audience, Clearance, Flaw, Move, Progress, State
from rules.quiet import Quiet

AYU = Staff(1, 11, "Ayu", Role.COORDINATOR, None, "id")
SRI = replace(AYU, id=2, telegram_id=12, name="Sri")
LEADER = replace(AYU, id=3, telegram_id=13, role=Role.LEADER)
KETUT = replace(AYU, id=4, telegram_id=14, role=Role.LIAISON, agency="dlhk")
HOURS = Quiet(time(7), time(21), ZoneInfo("Asia/Makassar"), frozenset({date(2027, 3, 8)}))


@pytest.mark.parametrize(
    ("state", "move", "expected"),
    [
        (State.DRAFT, Move.ASK, State.ASKED),
        (State.DRAFT, Move.APPROVE, State.RUNNING),
        (State.ASKED, Move.APPROVE, State.RUNNING),
        (State.ASKED, Move.REJECT, State.DRAFT),
        (State.ASKED, Move.WITHDRAW, State.DRAFT),
        (State.RUNNING, Move.PAUSE, State.PAUSED),
        (State.PAUSED, Move.RESUME, State.RUNNING),
        (State.PAUSED, Move.CANCEL, State.CANCELLED),
        (State.RUNNING, Move.FINISH, State.DONE),
        (State.PAUSED, Move.FINISH, None),
        (State.RUNNING, Move.APPROVE, None),
        (State.CANCELLED, Move.RESUME, None),
        (State.DONE, Move.CANCEL, None),
    ],
)
def test_moves(state: State, move: Move, expected: State | None) -> None:
    """What is done with a broadcast leads somewhere, or is not possible from where it stands."""
    assert expected is broadcast.after(state, move)


def test_every_move_is_in_the_table() -> None:
    """And nothing leaves the two ends."""
    assert set(Move) == broadcast.MOVES.keys()
    assert not any({State.DONE, State.CANCELLED} & sources for sources, _ in broadcast.MOVES.values())


@pytest.mark.parametrize(
    ("size", "emergency", "expected"),
    [
        (0, False, Clearance.NONE),
        (500, False, Clearance.NONE),
        (501, False, Clearance.SECOND),
        (1, True, Clearance.LEADER),
        (501, True, Clearance.LEADER),
    ],
)
def test_who_must_agree(size: int, emergency: bool, expected: Clearance) -> None:
    """A second person above the region's size; the leader for what may ring at night."""
    assert expected is broadcast.clearance(size, 500, emergency)


@pytest.mark.parametrize(
    ("person", "none", "second", "leader"),
    [(AYU, True, False, False), (SRI, False, True, False), (LEADER, False, True, True), (KETUT, False, False, False)],
)
def test_whose_word_counts(person: Staff, none: bool, second: bool, leader: bool) -> None:
    """Never the writer's own, except where nobody else is needed."""
    found = [broadcast.may_approve(person, AYU.id, needs) for needs in Clearance]

    assert [none, second, leader] == found


def test_a_leader_who_wrote_it_before_cannot_approve_it() -> None:
    """A coordinator who was made leader meanwhile is still its writer."""
    assert not broadcast.may_approve(replace(LEADER, id=AYU.id), AYU.id, Clearance.LEADER)


@pytest.mark.parametrize(
    ("person", "writes", "sees"), [(AYU, True, True), (LEADER, False, True), (KETUT, False, False)]
)
def test_who_writes_and_who_sees(person: Staff, writes: bool, sees: bool) -> None:
    """Coordinators write; leaders look, approve and stop; departments have no broadcasts."""
    assert (writes, sees) == (broadcast.may_write(person), broadcast.may_see(person))


def test_an_audience_is_kept_as_it_is() -> None:
    """What was chosen comes back from the database; what is not known any more is left out."""
    audience = Audience("id", ("Kuta",), ("51.03.06.2004",), ("waste",), ("dlhk",), 7, 90)

    assert audience == broadcast.audience_of(audience.as_json())
    assert {} == Audience().as_json()
    assert Audience() == broadcast.audience_of({"of_old": 1})


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience(), False),
        (Audience(language="en", active_days=30), False),
        (Audience(districts=("Kuta",)), True),
        (Audience(villages=("51.03.06.2004",)), True),
        (Audience(categories=("waste",)), True),
        (Audience(agencies=("dlhk",)), True),
        (Audience(report_id=7), True),
    ],
)
def test_who_must_have_filed_something(audience: Audience, expected: bool) -> None:
    """Language and activity are the person's; the rest is about a report of theirs."""
    assert expected is audience.asks_for_reports


def test_a_choice_is_made_and_taken_back() -> None:
    """The same tap twice changes nothing."""
    once = Audience(districts=("Kuta",)).toggled("districts", "Mengwi")

    assert ("Kuta", "Mengwi") == once.districts
    assert ("Mengwi",) == once.toggled("districts", "Kuta").districts


@pytest.mark.parametrize(
    ("indonesian", "english", "expected"),
    [
        ("Halo", "Hello", []),
        ("Halo {nama}", "Hello {name}", []),
        ("Halo", "", [(Flaw.MISSING, "en", "")]),
        ("", "", [(Flaw.MISSING, "id", ""), (Flaw.MISSING, "en", "")]),
        ("Halo {nama}", "Hello", [(Flaw.UNLIKE, "", "name")]),
        ("Halo {kota}", "Hello {name}", [(Flaw.FIELD, "id", "kota")]),
        ("Terlalu panjang", "Hello", [(Flaw.LONG, "id", "3")]),
    ],
)
def test_flaws(indonesian: str, english: str, expected: list[tuple[Flaw, str, str]]) -> None:
    """Both languages, the same fields, room enough; otherwise what is wrong and where."""
    texts = {"id": indonesian, "en": english}

    assert expected == broadcast.flaws(texts, {name: len(text) for name, text in texts.items()}, 12)


def test_the_name_is_filled_in() -> None:
    """However it is written; what is no field of ours stays."""
    assert "Halo Sari, Sari {x}" == broadcast.filled("Halo {nama}, { Name } {x}", "Sari")


def test_progress_counts_everybody_once() -> None:
    """Whatever state a row is in, its recipient is in exactly one number."""
    states = {"sent": 1, "unreachable": 2, "unknown": 3, "dead": 4, "dropped": 5, "waiting": 6, "sending": 7}

    assert Progress(1, 2, 3, 4, 5, 13) == broadcast.progress(states)
    assert 28 == broadcast.progress(states).total


@pytest.mark.parametrize(("left", "rate", "expected"), [(10, 28, 3), (0, 0, 3), (28_000, 28, 10), (1_000_000, 28, 60)])
def test_the_card_is_renewed(left: int, rate: float, expected: int) -> None:
    """About a hundred times, at most every three seconds and at least once a minute."""
    assert timedelta(seconds=expected) == broadcast.card_every(left, rate)


NOON = datetime(2027, 3, 2, 4, 0, tzinfo=UTC)  # a Tuesday, 12:00 WITA


@pytest.mark.parametrize(
    ("left", "rate", "expected"),
    [
        (0, 1, NOON),
        (3600, 1, NOON + timedelta(hours=1)),
        (9 * 3600, 1, NOON + timedelta(hours=9)),  # to the minute at which it would have to stop
        (10 * 3600, 1, NOON + timedelta(hours=20)),  # an hour more: the next morning
        (24 * 3600, 1, NOON + timedelta(hours=20 + 14 + 10)),  # and a day further
        (5, 0, None),
        (10_000_000, 0.1, None),
    ],
)
def test_when_it_will_be_done(left: int, rate: float, expected: datetime | None) -> None:
    """At the present rate, with the nights in which nothing rings."""
    assert expected == broadcast.finish_at(NOON, left, rate, HOURS)


def test_an_emergency_goes_on_at_night() -> None:
    """Without hours, time is only divided."""
    assert NOON + timedelta(hours=10) == broadcast.finish_at(NOON, 36_000, 1, None)


def test_nyepi_is_skipped() -> None:
    """What is left on the evening before goes out on the morning after."""
    evening = datetime(2027, 3, 7, 12, 59, 59, tzinfo=UTC)

    assert datetime(2027, 3, 8, 23, 0, 1, tzinfo=UTC) == broadcast.finish_at(evening, 2, 1, HOURS)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://badungkab.go.id", {"url": "https://badungkab.go.id"}),
        (" HTTP://badungkab.go.id/a?b=1 \n\n", {"url": "HTTP://badungkab.go.id/a?b=1"}),
        ("https://badungkab.go.id\nPeta\n\nMap", {"url": "https://badungkab.go.id", "id": "Peta", "en": "Map"}),
        ("https://badungkab.go.id\nPeta", None),
        ("https://badungkab.go.id\nPeta\nMap\nKarte", None),
        (f"https://badungkab.go.id\nPeta\n{'m' * 41}", None),
        ("badungkab.go.id", None),
        ("javascript:alert(1)", None),
        ("https://localhost", None),
        ("tg://user?id=1", None),
        ("", None),
    ],
)
def test_a_link_as_it_is_written(written: str, expected: dict[str, str] | None) -> None:
    """An address, alone or with the words of its button in every language."""
    assert expected == broadcast.link_in(written, ("id", "en"))
