"""Reports as the rows of a sheet: the columns of LAPOR!'s form, then how the report was dealt with. Values only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from handlers import shown
from rules import redact
from rules.deadline import Promise
from rules.lifecycle import Status

if TYPE_CHECKING:
    from handlers.house import House
    from storage.exports import Line

Cell = str | int | float | date | datetime | None  # a datetime is the region's own time, without a zone
KEPT: Final = 32_000  # characters of a cell; a sheet takes 32,767


class Sort(StrEnum):
    """How a column is written and aligned."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the rows are: the house, the language of words and heads, and whether with personal data."""

    house: House
    locale: str
    personal: bool

    def say(self, key: str, **fields: object) -> str:
        """A text of the sheet."""
        return self.house.catalog.say(self.locale, f"export.{key}", **fields)

    def desk(self, key: str) -> str:
        """A text of the desk."""
        return self.house.catalog.say(self.locale, f"desk.{key}")

    def moment(self, at: datetime | None) -> datetime | None:
        """In the region's time, to the second."""
        return at.astimezone(self.house.region.tz).replace(tzinfo=None, microsecond=0) if at else None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head in the catalogue, how it is written, what stands in it; `personal`: in files with that."""

    name: str
    sort: Sort
    of: Callable[[Reader, Line], Cell]
    personal: bool = False


def columns(reader: Reader) -> tuple[Column, ...]:
    """Those of this reader's file."""
    return tuple(column for column in _COLUMNS if reader.personal or not column.personal)


def heads(reader: Reader) -> list[str]:
    """The first row. Times say whose they are."""
    zone = reader.house.region.zone_label
    district = reader.house.region.wording.district.of(reader.locale)
    district = district[:1].upper() + district[1:]
    return [
        f"{reader.say(f'column.{column.name}', district=district)}{f' ({zone})' if column.sort is Sort.MOMENT else ''}"
        for column in columns(reader)
    ]


def cells(reader: Reader, line: Line) -> list[Cell]:
    """One report."""
    return [column.of(reader, line) for column in columns(reader)]


def _withheld(reader: Reader, line: Line) -> bool:
    return line.report.confidential and not reader.personal


def _words(field: str) -> Callable[[Reader, Line], Cell]:
    """The reporter's words, veiled as for everybody beyond the desk; without personal data also masked, and of a
    confidential report that they are withheld.

    Identity numbers and insults are in no sheet, and who is anonymous is not named by the own words.
    """

    def of(reader: Reader, line: Line) -> Cell:
        text: str = getattr(line.report, field)
        if _withheld(reader, line):
            return reader.say("withheld")
        hidden = (line.name, line.username) if line.report.anonymous else ("", "")
        veiled = shown.beyond(reader.house, text, *hidden)
        return (veiled if reader.personal else redact.mask(veiled, line.name, line.username))[:KEPT]

    return of


def _yes(field: str) -> Callable[[Reader, Line], Cell]:
    return lambda reader, line: reader.say("yes" if getattr(line.report, field) else "no")


def _coordinate(field: str) -> Callable[[Reader, Line], Cell]:
    def of(_reader: Reader, line: Line) -> Cell:
        value: float | None = getattr(line.report, field)
        return round(value, 6) if value is not None else None

    return of


def _due(kind: Promise) -> Callable[[Reader, Line], Cell]:
    return lambda reader, line: reader.moment(line.promises[kind][0]) if kind in line.promises else None


def _village(reader: Reader, line: Line) -> Cell:
    village = reader.house.region.village(line.report.village or "")
    return village.name if village and not _withheld(reader, line) else None


def _district(reader: Reader, line: Line) -> Cell:
    return line.report.district if line.report.district and not _withheld(reader, line) else None


def _agency(reader: Reader, line: Line) -> Cell:
    agency = reader.house.region.agencies.get(line.report.agency or "")
    return agency.names.of(reader.locale) if agency else line.report.agency


def _group(reader: Reader, line: Line) -> Cell:
    category = reader.house.region.categories.get(line.report.category or "")
    return reader.house.region.groups[category.group].names.of(reader.locale) if category else None


def _category(reader: Reader, line: Line) -> Cell:
    category = reader.house.region.categories.get(line.report.category or "")
    return category.names.of(reader.locale) if category else line.report.category


def _detail(reader: Reader, line: Line) -> Cell:
    """Whose it is when it is not the regency's, or why it was put aside."""
    region, report = reader.house.region, line.report
    if report.status == Status.REFERRED and (authority := region.authorities.get(report.referred_to or "")):
        return authority.names.of(reader.locale)
    if report.status == Status.ARCHIVED and (reason := region.archive_reasons.get(report.archive_reason or "")):
        return reason.names.of(reader.locale)
    return None


def _reporter(reader: Reader, line: Line) -> Cell:
    """The pseudonym under which the desk knows an anonymous one; a name only where it is open, and asked for."""
    if line.report.anonymised_at is not None:
        return None
    if reader.personal and not line.report.anonymous and line.name:
        return line.name
    return reader.house.alias(line.report.id, reader.house.pseudonym(line.report.reporter_id))


def _contact(_reader: Reader, line: Line) -> Cell:
    return f"t.me/{line.username}" if line.username and not line.report.anonymous else None


def _settled(reader: Reader, line: Line) -> Cell:
    met = line.promises.get(Promise.RESOLVE, (None, None))[1]
    return reader.moment(met)


def _on_time(reader: Reader, line: Line) -> Cell:
    due, met = line.promises.get(Promise.RESOLVE, (None, None))
    return None if due is None or met is None else reader.say("yes" if met <= due else "no")


_COLUMNS: Final = (
    Column("code", Sort.TEXT, lambda _, line: line.report.code),
    Column("sp4n", Sort.TEXT, lambda _, line: line.report.sp4n_id),
    Column("kind", Sort.TEXT, lambda reader, line: reader.desk(f"kind.{line.report.kind}")),
    Column("title", Sort.LONG, _words("title")),
    Column("body", Sort.LONG, _words("body")),
    Column("happened", Sort.DAY, lambda _, line: line.report.happened_on),
    Column("place", Sort.LONG, _words("place_words")),
    Column("village", Sort.TEXT, _village),
    Column("district", Sort.TEXT, _district),
    Column("latitude", Sort.NUMBER, _coordinate("latitude"), personal=True),
    Column("longitude", Sort.NUMBER, _coordinate("longitude"), personal=True),
    Column("agency", Sort.TEXT, _agency),
    Column("group", Sort.TEXT, _group),
    Column("category", Sort.TEXT, _category),
    Column("anonymous", Sort.TEXT, _yes("anonymous")),
    Column("confidential", Sort.TEXT, _yes("confidential")),
    Column("files", Sort.NUMBER, lambda _, line: line.files),
    Column("reporter", Sort.TEXT, _reporter),
    Column("contact", Sort.TEXT, _contact, personal=True),
    Column("language", Sort.TEXT, lambda _, line: line.report.language),
    Column("status", Sort.TEXT, lambda reader, line: reader.desk(f"status.{line.report.status}")),
    Column("detail", Sort.TEXT, _detail),
    Column("filed", Sort.MOMENT, lambda reader, line: reader.moment(line.report.filed_at)),
    Column("verify_due", Sort.MOMENT, _due(Promise.VERIFY)),
    Column("follow_up_due", Sort.MOMENT, _due(Promise.FOLLOW_UP)),
    Column("resolve_due", Sort.MOMENT, _due(Promise.RESOLVE)),
    Column("first", Sort.MOMENT, lambda reader, line: reader.moment(line.first_at)),
    Column("first_minutes", Sort.NUMBER, lambda _, line: line.report.first_minutes),
    Column("settled", Sort.MOMENT, _settled),
    Column("on_time", Sort.TEXT, _on_time),
    Column("ended", Sort.MOMENT, lambda reader, line: reader.moment(line.report.ended_at)),
    Column("stars", Sort.NUMBER, lambda _, line: line.report.stars),
    Column("origin", Sort.TEXT, lambda _, line: line.report.origin or None),
)
