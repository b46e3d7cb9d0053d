"""The pinned requirements can be installed today and in a year, from any registry."""

from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def pinned(name: str) -> dict[str, Requirement]:
    lines = (ROOT / "requirements" / name).read_text().splitlines()
    found = [Requirement(line.removesuffix(" \\")) for line in lines if line and line[0].isalnum()]
    return {canonicalize_name(one.name): one for one in found}


def wanted_by(one: Requirement) -> list[Requirement]:
    """What an installed distribution asks for, with the extras it is pinned with."""
    asked = [Requirement(text) for text in metadata.requires(one.name) or []]
    return [
        need for need in asked if not need.marker or any(need.marker.evaluate({"extra": e}) for e in {"", *one.extras})
    ]


def test_an_extra_that_a_package_asks_for_is_pinned_with_it() -> None:
    """`coverage==1` does not pin `coverage[toml]` for pip: with hashes it refuses as soon as a newer release is out."""
    pins = pinned("dev.txt")
    missing = [
        f"{one.name} asks for {need}"
        for one in pins.values()
        for need in wanted_by(one)
        if not need.extras <= pins[canonicalize_name(need.name)].extras
    ]
    assert not missing
    assert any(one.extras for one in pins.values())


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_requirements_are_exact_and_name_no_registry(name: str) -> None:
    """Every requirement is an exact version; no line names where it comes from."""
    for one in pinned(name).values():
        assert [clause.operator for clause in one.specifier] == ["=="], one
    text = (ROOT / "requirements" / name).read_text()
    assert "://" not in text
    assert "--index" not in text
