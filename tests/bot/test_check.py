"""`kanal check` says everything that is wrong, a sentence each, and how much there is to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import check
from storage import migrate
from storage.engine import DatabaseError


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("KANAL_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_an_empty_environment(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Both tokens and the database; nothing is made by looking."""
    found = check.report()

    assert ["KANAL_PUBLIC_TOKEN", "KANAL_DESK_TOKEN", "The database is"] == [
        " ".join(one.split()[: 3 if one.startswith("The") else 1]) for one in found
    ]
    assert "3 to mend." in capsys.readouterr().out
    assert [] == list(tmp_path.iterdir())


def test_folders_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where a file stands there can be no folder, whoever asks."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("KANAL_FILES_DIR", str(tmp_path / "file" / "evidence"))

    assert any(one.startswith("KANAL_FILES_DIR: nothing can be written to") for one in check.report())
    with pytest.raises(DatabaseError, match=r"the folder .* cannot be made \(Not a directory\)"):
        migrate.upgrade(f"sqlite:///{tmp_path}/file/kanal/kanal.db")


def test_what_a_third_language_lacks_is_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the part of the profile; nothing of it as long as there are two languages."""
    monkeypatch.setattr(check.catalog, "present", lambda: ("id", "en"))
    check.report()
    assert "are not in" not in capsys.readouterr().out
    monkeypatch.setattr(check.catalog, "present", lambda: ("id", "en", "de"))
    found = check.report()

    said = " ".join(capsys.readouterr().out.split())
    assert "texts of groups are not in de: Roads & drains; Lights & traffic" in said
    assert not any("de:" in one for one in found)
