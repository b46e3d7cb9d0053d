"""A region: everything that differs between regencies, as the rest of the house sees it. Values only.

`bot.region.load` reads a profile of `regions/` and hands out one `Region`, checked; nothing here checks again. Entries
with `confirmed=False` are listed for operators as still to be confirmed; of the numbers to call only confirmed ones are
shown to the public.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules import reader

if TYPE_CHECKING:
    from datetime import date, time
    from zoneinfo import ZoneInfo

    from rules.calendar import Calendar, Interval
    from rules.deadline import Klass, SlaTable
    from rules.draft import Limits
    from rules.flood import Flood
    from rules.lessons import Bar
    from rules.quiet import Quiet
    from rules.template import Template


@dataclass(frozen=True, slots=True)
class Names:
    """A name in both languages, and in others if the profile has it there (`more`: language and name)."""

    id: str
    en: str
    more: tuple[tuple[str, str], ...] = ()

    def of(self, locale: str) -> str:
        """The name in the locale's language, or what its readers get for want of it."""
        own = next((name for language, name in self.more if language == locale), None)
        return own or (self.id if reader.otherwise(locale) == reader.INDONESIAN else self.en)

    @property
    def all(self) -> tuple[str, ...]:
        """In every language it has."""
        return (self.id, self.en, *(name for _, name in self.more))


@dataclass(frozen=True, slots=True)
class Words:
    """Words and phrases that lead to something, per language, lower case."""

    id: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Both languages: people mix them."""
        return self.id + self.en


@dataclass(frozen=True, slots=True)
class Agency:
    """A regional department (OPD) that reports can be forwarded to; `short` fits a button."""

    id: str
    names: Names
    short: str
    handles: Names
    confirmed: bool


@dataclass(frozen=True, slots=True)
class CategoryGroup:
    """A group of categories, the first level of the choice."""

    id: str
    names: Names
    emoji: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """What a report is about, which agency gets it, and the words that suggest it (`rules.lexicon`).

    `hints` suggest it faintly. `danger` names the kind of danger whose numbers are shown with it; `klass` overrides the
    deadline class. Phrases of `unless` contain a word without meaning it (surf school). `authority` is whose it is when
    it is not the regency's; `follows_street`: it is the business of whoever the street belongs to.
    """

    id: str
    group: str
    names: Names
    emoji: str
    agency: str
    common: bool
    danger: str | None
    klass: Klass | None
    words: Words
    hints: Words
    unless: Words
    authority: str | None
    follows_street: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """What the parts of the regency are called, and words of its own in texts that are everybody's.

    `district` and `village` are the kinds (kecamatan, desa; elsewhere kapanewon, kalurahan), `districts` and `villages`
    what people say before a name of one. `example` is how somebody names a place; `people` play in the sandbox: a
    resident, the coordinator, two officers, the leader.
    """

    district: Names
    village: Names
    districts: tuple[str, ...]
    villages: tuple[str, ...]
    example: Names
    website: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Village:
    """A desa or kelurahan: Kemendagri code, district, centroid in WGS 84 degrees, other spellings."""

    code: str
    name: str
    kind: str
    district: str
    latitude: float
    longitude: float
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A village over the border, so that a pin there is named and not taken for ours."""

    code: str
    name: str
    regency: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place people name instead of a village. In the region it has a `village`, outside it a `regency`.

    One that nobody has measured has no coordinates.
    """

    id: str
    names: Names
    aliases: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    village: str | None
    regency: str | None


@dataclass(frozen=True, slots=True)
class Street:
    """A street people name: what it is called, the villages it runs through, and the authority it belongs to when
    that is not the regency.
    """

    id: str
    names: tuple[str, ...]
    villages: tuple[str, ...]
    authority: str | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Authority:
    """Somebody outside the regency's government whom a report can be referred to, and the words that suggest it.

    `level` says of which government: regency (another one), province, national, village or foreign.
    """

    id: str
    names: Names
    handles: Names
    contact: str
    confirmed: bool
    level: str
    words: Words
    hints: Words
    unless: Words


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number to call; `urgent` is false for lines that take complaints and not emergencies."""

    id: str
    number: str
    names: Names
    urgent: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class DangerKind:
    """A kind of danger to life: the words that betray it (`*` ends a stem), the phrases in which they do not mean it
    (`unless`: fire station), and the numbers to show, the first one first.
    """

    id: str
    names: Names
    numbers: tuple[str, ...]
    words: Words
    unless: Words


@dataclass(frozen=True, slots=True)
class ArchiveReason:
    """Why a report is not processed, as told to the reporter."""

    id: str
    names: Names


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day of the region's own list.

    `working` says whether it counts as a working day (limited service); on a `silent` day (Nyepi: mobile data is off)
    nothing is pushed.
    """

    day: date
    names: Names
    working: bool
    silent: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days a sort of data is kept after the report ended, or after the data came (UU 27/2022 art. 42-44)."""

    id: str
    names: Names
    days: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Privacy:
    """Who answers for personal data (UU 27/2022 art. 53), and how they are reached, as the public reads it."""

    office: Names
    contact: Names
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Insults:
    """Words and phrases that insult (`rules.insult`), and phrases around them that do not (`unless`)."""

    words: Words
    unless: Words


@dataclass(frozen=True, slots=True)
class Updates:
    """How reporters are kept up to date: when the daily summary goes out (region time), how many notices a report may
    cause on one day, and after how many silent days a line says why the report still waits.
    """

    digest_at: time
    per_day: int
    silence_days: int


@dataclass(frozen=True, slots=True)
class Handover:
    """For how many days a link that gives a report to somebody else can be used."""

    link_days: int


@dataclass(frozen=True, slots=True)
class Near:
    """How far apart two reports of one thing can be (metres), how long after each other (days), and whether the same
    village is near enough when a pin is missing. `own`: what it is about befell one person, so that another's nearby is
    another thing unless the words or pictures are alike."""

    metres: int
    days: int
    village: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Similar:
    """What reports of one thing are: the limits, those of some categories, and the score that says so (0 to 1)."""

    limits: Near
    score: float
    of: dict[str, Near]

    def near(self, category: str | None) -> Near:
        """The limits of a category."""
        return self.of.get(category or "", self.limits)


@dataclass(frozen=True, slots=True)
class Closing:
    """For how many days after its closing a report can be reopened, and after how many days without a settlement the
    reporter may turn to the Ombudsman (UU 37/2008, UU 25/2009 art. 50).
    """

    reopen_days: int
    ombudsman_days: int


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """One regency's profile. Dictionaries keep the profile's order; compare and hash by identity.

    `everyday_names` are villages whose name is also an ordinary word (Sedang, Petang, Kapal), of which those of
    `everyday_after_di` can only be villages after "di", those of `everyday_after_street` after "jalan raya" or "SDN 1":
    see `rules.gazetteer`.
    `regencies` are other ones people name; `ordinary_words` are no misspelling of any word of the profile.
    `measured` says whether the coordinates of villages come from a source.
    `boundaries`: the GeoJSON file of the villages' boundaries, empty where there is none.
    `approve_above`: a broadcast to more people than that needs a second person's word.
    """

    name: str
    title: Names
    code: str
    prefix: str
    wording: Wording
    tz: ZoneInfo
    zone_label: str
    languages: tuple[str, ...]
    agencies: dict[str, Agency]
    coordinator: str
    groups: dict[str, CategoryGroup]
    categories: dict[str, Category]
    fallback_category: str
    villages: tuple[Village, ...]
    neighbours: tuple[Neighbour, ...]
    landmarks: tuple[Landmark, ...]
    measured: bool
    streets: tuple[Street, ...]
    regencies: tuple[str, ...]
    everyday_names: frozenset[str]
    everyday_after_di: frozenset[str]
    everyday_after_street: frozenset[str]
    ordinary_words: frozenset[str]
    authorities: dict[str, Authority]
    emergency: tuple[EmergencyNumber, ...]
    dangers: dict[str, DangerKind]
    archive_reasons: dict[str, ArchiveReason]
    templates: tuple[Template, ...]
    hours: tuple[tuple[Interval, ...], ...]
    days: tuple[SpecialDay, ...]
    calendar: Calendar
    quiet: Quiet
    sla: tuple[SlaTable, ...]
    limits: Limits
    file_bytes_max: int
    picture_points_max: int
    consent_version: str
    retention: dict[str, Retention]
    privacy: Privacy
    insults: Insults
    flood: Flood
    updates: Updates
    closing: Closing
    approve_above: int
    handover: Handover
    lessons: Bar
    similar: Similar
    boundaries: str = ""

    @property
    def common(self) -> tuple[Category, ...]:
        """The categories offered first, in the profile's order."""
        return tuple(category for category in self.categories.values() if category.common)

    def village(self, code: str) -> Village | None:
        """The village with this code; None when it is not one of ours."""
        return next((village for village in self.villages if village.code == code), None)

    def in_group(self, group: str) -> tuple[Category, ...]:
        """The categories of a group, in the profile's order."""
        return tuple(self.categories[name] for name in self.groups[group].categories)

    def numbers_for(self, danger: str | None) -> tuple[EmergencyNumber, ...]:
        """The confirmed numbers to call: of this kind of danger, its first one first; of none, all in their order."""
        sure = {number.id: number for number in self.emergency if number.urgent and number.confirmed}
        wanted = self.dangers[danger].numbers if danger else tuple(sure)
        return tuple(sure[name] for name in wanted if name in sure)
