"""Who at the desk may see and do what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rules import access
from rules.access import Role, Staff
from rules.lifecycle import Actor


def operator(role: Role, agency: str | None = None) -> Staff:
    """Somebody of the desk."""
    return Staff(id=1, telegram_id=2, name="Ayu", role=role, agency=agency, language="id")


@pytest.mark.parametrize(
    ("who", "agency", "sees", "actor"),
    [
        (operator(Role.COORDINATOR), None, True, Actor.COORDINATOR),
        (operator(Role.COORDINATOR), "dlhk", True, Actor.COORDINATOR),
        (operator(Role.LIAISON, "dlhk"), "dlhk", True, Actor.LIAISON),
        (operator(Role.LIAISON, "dlhk"), "pupr", False, None),
        (operator(Role.LIAISON, "dlhk"), None, False, None),
        (operator(Role.LIAISON), None, False, None),
        (operator(Role.LEADER), "dlhk", True, None),
        (operator(Role.LEADER), None, True, None),
    ],
)
def test_roles(who: Staff, agency: str | None, sees: bool, actor: Actor | None) -> None:
    """Coordinators do everything, liaisons their own agency's, leaders look."""
    assert sees is access.may_see(who, agency)
    assert actor is access.acts_as(who, agency)


@pytest.mark.parametrize(
    ("who", "agency", "trusted", "reads"),
    [
        (operator(Role.COORDINATOR), None, False, True),
        (operator(Role.LIAISON, "dlhk"), "dlhk", False, False),
        (operator(Role.LIAISON, "dlhk"), "dlhk", True, True),
        (operator(Role.LIAISON, "dlhk"), "pupr", True, False),
        (operator(Role.LEADER), "dlhk", True, False),
        (operator(Role.ADMIN), "dlhk", True, False),
    ],
)
def test_who_reads_what_is_confidential(who: Staff, agency: str | None, trusted: bool, reads: bool) -> None:
    """Coordinators, and liaisons of its agency who were named; being named for it is nothing once it lies elsewhere."""
    assert reads is access.may_read(who, agency, confidential=True, trusted=trusted)
    assert access.may_see(who, agency) is access.may_read(who, agency, confidential=False, trusted=False)


NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "until", "off"),
    [
        (None, None, False),
        (NOW, None, True),
        (NOW, NOW + timedelta(seconds=1), True),
        (NOW - timedelta(days=1), NOW, False),
    ],
)
def test_off_duty(since: datetime | None, until: datetime | None, off: bool) -> None:
    """From when they say so, until the moment they named, or until they are back."""
    assert off is access.is_off(replace(operator(Role.LIAISON), off_since=since, off_until=until), NOW)


AYU, KOMANG = operator(Role.COORDINATOR), replace(operator(Role.COORDINATOR), id=2)
BOSS = replace(operator(Role.ADMIN), id=3)


@pytest.mark.parametrize(
    ("team", "person", "after", "lacking"),
    [
        ([AYU], AYU, None, "coordinator"),
        ([AYU, KOMANG], AYU, None, None),
        ([AYU, KOMANG], AYU, replace(AYU, role=Role.LEADER), None),
        ([AYU], AYU, replace(AYU, role=Role.LEADER), "coordinator"),
        ([AYU], AYU, replace(AYU, admin=True), None),
        ([AYU, BOSS], BOSS, None, "admin"),
        ([replace(AYU, admin=True), BOSS], BOSS, None, None),
        ([replace(AYU, admin=True), KOMANG], replace(AYU, admin=True), AYU, "admin"),
        ([AYU, KOMANG], KOMANG, None, None),
    ],
)
def test_the_desk_is_never_left_without(
    team: list[Staff], person: Staff, after: Staff | None, lacking: str | None
) -> None:
    """A coordinator and an administrator remain; where there was no administrator, nobody has to stay for that."""
    assert lacking == access.lacks(team, person, after)


def test_who_stands_in() -> None:
    """Somebody else with the same sight."""
    ketut = operator(Role.LIAISON, "dlhk")
    assert access.may_stand_in(ketut, replace(ketut, id=2))
    assert not access.may_stand_in(ketut, ketut)
    assert not access.may_stand_in(ketut, replace(ketut, id=2, agency="pupr"))
    assert not access.may_stand_in(ketut, KOMANG)
