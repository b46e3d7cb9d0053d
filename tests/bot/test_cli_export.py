"""`kanal export`: the columns of LAPOR!'s form, with and without the people in them."""

from __future__ import annotations

import asyncio
import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import select
from typer.testing import CliRunner

from bot import region
from bot.cli import app
from bot.cli_export import ExportError
from handlers import casework
from handlers.house import House
from locales.catalog import Catalog
from rules.access import Role
from rules.draft import Draft, Part, Place, When
from rules.lifecycle import Actor, Step
from storage import drafts, reporters, staff
from storage.migrate import MigrationError
from storage.tables import Export
from storage.work import Storage

FILED = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # a Monday at noon in Badung
WORDS = "=Call me at 0812 3456 7890, says Emma Clarke: rubbish behind the bar."
PAPER = " Passport AB1234567."
SPAN = ("--from", "2026-11-01", "--to", "2026-11-30")


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Three reports of Emma's: an open one that was settled, an anonymous one, a confidential one."""
    url: str = request.getfixturevalue(request.param)
    monkeypatch.setenv("KANAL_DATABASE_URL", url)
    house = House(region.load("badung"), Catalog.load(), "", "")

    async def begin() -> None:
        async with Storage.open(url) as store:
            async with store.work(FILED - timedelta(days=60)) as work:
                ayu = await staff.add(work, 11, "Ayu", Role.COORDINATOR)
                emma = await reporters.seen(work, 7, "Emma Clarke", "emma_c", "en")
                await reporters.consent(work, emma, "1")
            for number, options in enumerate(({}, {"anonymous": True}, {"confidential": True})):
                async with store.work(FILED + timedelta(minutes=number)) as work:
                    draft = Draft(
                        parts=(Part(1, WORDS + PAPER),),
                        place=Place(-8.66, 115.14, "51.03.06.2004", "Tibubeneng", "Kuta Utara", words="-Berawa"),
                        category="waste",
                        when=When(FILED.date()),
                        **options,
                    )
                    row = await drafts.save(work, emma.id, draft)
                    report = await casework.file(work, house, emma, row, draft)
                if number:
                    continue
                for hours, step, values in (
                    (1, Step.FORWARD, {"agency": "dlhk"}),
                    (3, Step.REPLY, {"text": "Our team has cleared the place this morning and will come weekly."}),
                    (3, Step.SP4N, {"sp4n_id": "1234567"}),
                    (4, Step.FINISH, {}),
                ):
                    async with store.work(FILED + timedelta(hours=hours)) as work:
                        found = await work.session.get(type(report), report.id)
                        await casework.take_step(
                            work,
                            house,
                            found,
                            step,
                            actor=Actor.COORDINATOR,
                            staff=ayu,
                            **values,  # type: ignore[arg-type]
                        )

    asyncio.run(begin())
    return url


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["export", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def workbook(path: Path) -> list[dict[str, Any]]:
    sheet: Any = openpyxl.load_workbook(path).active
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def audit(url: str) -> list[Export]:
    async def look() -> list[Export]:
        async with Storage.open(url) as store, store.read() as session:
            return list((await session.exec(select(Export))).all())

    return asyncio.run(look())


def test_without_personal_data(database: str, tmp_path: Path) -> None:
    """What happened, where and how it went; the people behind it are pseudonyms, their numbers and names are masked,
    and of a confidential report there are no words and no place."""
    out = tmp_path / "a.xlsx"
    said = run("--out", str(out), *SPAN)
    assert said == f"3 reports without personal data are in {out}.\n"
    first, hidden, secret = workbook(out)
    assert first["Isi laporan"] == "=Call me at •••, says •••: rubbish behind the bar. Passport ●●●."
    assert (first["Lokasi kejadian"], first["Desa/kelurahan"], first["Kecamatan"]) == (
        "-Berawa",
        "Tibubeneng",
        "Kuta Utara",
    )
    assert (first["Klasifikasi laporan"], first["Status"]) == ("Pengaduan", "Selesai, menunggu tanggapan pelapor")
    assert (first["Nomor SP4N-LAPOR!"], first["Tanggal kejadian"]) == ("1234567", datetime(2026, 11, 23))
    assert first["Dilaporkan (WITA)"] == datetime(2026, 11, 23, 12, 0)
    assert first["Jawaban pertama (WITA)"] == datetime(2026, 11, 23, 15, 0)
    assert first["Menit kerja sampai jawaban pertama"] == 180
    assert (first["Diselesaikan (WITA)"], first["Tepat waktu"]) == (datetime(2026, 11, 23, 16, 0), "ya")
    assert (hidden["Anonim"], secret["Rahasia"], secret["Isi laporan"], secret["Judul laporan"]) == (
        "ya",
        "ya",
        *["(rahasia)"] * 2,
    )
    assert (secret["Lokasi kejadian"], secret["Desa/kelurahan"], secret["Kecamatan"]) == ("(rahasia)", None, None)
    assert len({row["Pelapor"] for row in (first, hidden, secret)}) == 3  # each report has a pseudonym of its own
    everything = "".join(str(value) for row in (first, hidden, secret) for value in row.values())
    assert not any(word in everything for word in ("Emma", "emma_c", "0812"))
    assert "Kontak pelapor" not in first


def test_with_personal_data(database: str, tmp_path: Path) -> None:
    """The words as they were written but for identity numbers, names and contacts; who is anonymous stays so."""
    out = tmp_path / "a.xlsx"
    assert "with personal data" in run("--out", str(out), "--personal", "--language", "en", *SPAN)
    first, hidden, secret = workbook(out)
    assert (first["Reporter"], first["Reporter's contact"], first["Report"]) == (
        "Emma Clarke", "t.me/emma_c", f"{WORDS} Passport ●●●.",
    )  # fmt: skip
    assert (first["Latitude"], first["Longitude"]) == (-8.66, 115.14)
    assert (len(hidden["Reporter"]), hidden["Reporter's contact"]) == (4, None)
    assert "0812 3456 7890" in hidden["Report"]
    assert "Emma" not in hidden["Report"]
    assert (secret["Reporter"], secret["Report"]) == ("Emma Clarke", f"{WORDS} Passport ●●●.")
    assert out.stat().st_mode & 0o777 == 0o600


def test_each_export_is_kept_as_proof(database: str, tmp_path: Path) -> None:
    """By nobody of the desk: what span, which agency, how many rows, with or without personal data."""
    run("--out", str(tmp_path / "a.csv"), "--format", "csv", "--agency", "dlhk", "--personal", *SPAN)
    [row] = audit(database)
    assert (row.staff_id, row.sort, row.agency, row.rows, row.personal) == (None, "csv", "dlhk", 1, True)
    assert (row.since, row.until) == (datetime(2026, 10, 31, 16, tzinfo=UTC), datetime(2026, 11, 30, 16, tzinfo=UTC))
    assert row.gone_at is not None


def test_csv_is_the_same(database: str, tmp_path: Path) -> None:
    """With what could be a formula made harmless."""
    run("--out", str(tmp_path / "a.csv"), "--format", "csv", *SPAN)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        first, *others = list(csv.DictReader(file))
    assert len(others) == 2
    assert first["Isi laporan"].startswith("'=Call me")
    assert first["Lokasi kejadian"] == "'-Berawa"
    assert first["Dilaporkan (WITA)"] == "2026-11-23 12:00:00"


def test_only_the_span(database: str, tmp_path: Path) -> None:
    """Days of the region, both in it; nothing filed is a sheet with its heads."""
    run("--out", str(tmp_path / "a.xlsx"), "--from", "2026-11-23", "--to", "2026-11-23")
    assert len(workbook(tmp_path / "a.xlsx")) == 3
    assert run("--out", str(tmp_path / "b.xlsx"), "--from", "2026-11-24", "--to", "2026-11-24").startswith("0 reports")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--from", "yesterday", "--to", "2026-11-30"), "is no day"),
        (("--from", "2026-12-01", "--to", "2026-11-30"), "from --from on"),
        (("--from", "2020-12-01", "--to", "2026-11-30"), "two years"),
        ((*SPAN, "--agency", "nasa"), "There is no agency “nasa”"),
        ((*SPAN, "--format", "pictures"), "xlsx or csv"),
        ((*SPAN, "--language", "fr"), "id or en"),
    ],
)
def test_a_wrong_option_is_a_sentence(words: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    """And no file is made."""
    with pytest.raises(ExportError, match=sentence):
        CliRunner().invoke(app, ["export", "--out", str(tmp_path / "a.xlsx"), *words], catch_exceptions=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays(database: str, tmp_path: Path) -> None:
    """Nothing is written over; a folder that is not there is named; an old database, too."""
    out = tmp_path / "a.xlsx"
    out.write_text("mine")
    with pytest.raises(ExportError, match="is there already"):
        CliRunner().invoke(app, ["export", "--out", str(out), *SPAN], catch_exceptions=False)
    with pytest.raises(ExportError, match="make it first"):
        CliRunner().invoke(app, ["export", "--out", str(tmp_path / "no/a.xlsx"), *SPAN], catch_exceptions=False)
    assert out.read_text() == "mine"


def test_an_old_database_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command to run first."""
    monkeypatch.setenv("KANAL_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(MigrationError, match="kanal migrate"):
        CliRunner().invoke(app, ["export", "--out", str(tmp_path / "a.xlsx"), *SPAN], catch_exceptions=False)
