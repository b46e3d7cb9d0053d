"""The pseudonyms of reporters have one key everywhere."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def _calls() -> list[tuple[str, ast.Call]]:
    return [
        (str(path.relative_to(ROOT)), node)
        for path in sorted((ROOT / "bot").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "House"
    ]


def test_every_program_knows_the_key_of_the_pseudonyms() -> None:
    """Whatever speaks of anonymous reporters is given the installation's secret, or one person had two names."""
    found = _calls()
    without = [file for file, call in found if "secret" not in {keyword.arg for keyword in call.keywords}]

    assert len(found) > 1
    assert [] == without


def test_nobody_makes_a_pseudonym_past_the_house() -> None:
    """The name of a region is no secret: only the house knows with which key a name is made."""
    users = {
        str(path.relative_to(ROOT))
        for room in ("bot", "handlers", "storage")
        for path in (ROOT / room).rglob("*.py")
        if "pseudonym.make(" in path.read_text()
    }

    assert {"handlers/house.py"} == users
