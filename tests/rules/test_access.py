"""Who at the desk may see and do what."""

from __future__ import annotations

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
