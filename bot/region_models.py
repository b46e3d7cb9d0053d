"""The shape of a region profile on paper. Whether its parts fit together is for `bot.region_checks`."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.region_parts import Days, Entry, NamesPart, Part, Slug, Text, WordsPart
from bot.region_times import (
    CalendarPart,
    ClosingPart,
    DayPart,
    HandoverPart,
    HoursPart,
    LessonsPart,
    QuietPart,
    SlaPart,
    UpdatesPart,
    Zone,
)
from rules.deadline import Klass  # pydantic reads the annotations at run time
from rules.lifecycle import Status

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class AgencyPart(Entry):
    """A regional department."""

    short: Text
    handles: NamesPart
    confirmed: bool


class CategoryPart(Entry):
    """What a report is about."""

    emoji: str = ""
    agency: str
    common: bool = False
    danger: str | None = None
    klass: Klass | None = None
    words: WordsPart = WordsPart()
    hints: WordsPart = WordsPart()
    unless: WordsPart = WordsPart()
    authority: str | None = None
    follows_street: bool = False


class GroupPart(Entry):
    """A first-level choice with its categories."""

    emoji: str = ""
    categories: Annotated[tuple[CategoryPart, ...], Field(min_length=1)]


class NumberPart(Entry):
    """A number to call."""

    number: Text
    urgent: bool
    confirmed: bool


class DangerPart(Entry):
    """A kind of danger."""

    numbers: Annotated[tuple[str, ...], Field(min_length=1)]
    words: WordsPart
    unless: WordsPart = WordsPart()


class AuthorityPart(Entry):
    """Somebody outside the regency's government."""

    handles: NamesPart
    contact: str
    confirmed: bool
    level: Literal["regency", "province", "national", "village", "foreign"]
    words: WordsPart = WordsPart()
    hints: WordsPart = WordsPart()
    unless: WordsPart = WordsPart()


class TemplatePart(Entry):
    """An answer or a question written beforehand, for the reports of a category, in a status; left out means any."""

    text: NamesPart
    step: Literal["reply", "ask"] = "reply"
    category: str | None = None
    status: Status | None = None


class RetentionPart(Entry):
    """How long a sort of data is kept."""

    days: Days
    confirmed: bool


class PrivacyPart(Part):
    """Who answers for personal data."""

    office: NamesPart
    contact: NamesPart
    confirmed: bool


class FloodPart(Part):
    """How much may come in at once."""

    slow_per_minute: Annotated[int, Field(ge=10)]
    most_per_minute: Annotated[int, Field(ge=20)]
    silent_minutes: Annotated[int, Field(ge=1, le=1440)]
    reports_per_day: Annotated[int, Field(ge=1)]
    new_per_minute: Annotated[int, Field(ge=1)]
    receipts_per_day: Annotated[int, Field(ge=1, le=20)]
    receipts_per_hour: Annotated[int, Field(ge=1)]


class InsultsPart(Part):
    """Words that insult, and phrases in which they do not."""

    words: WordsPart = WordsPart()
    unless: WordsPart = WordsPart()


class WordingPart(Part):
    """What the parts of the regency are called, and words of its own in texts that are everybody's."""

    district: NamesPart
    village: NamesPart
    districts: tuple[Text, ...]
    villages: tuple[Text, ...]
    example: NamesPart
    website: Text
    people: Annotated[tuple[Text, ...], Field(min_length=5, max_length=5)]


class LandmarkPart(Entry):
    """A place people name; `at` is latitude and longitude, left out where nobody has measured them."""

    aliases: tuple[Text, ...] = ()
    at: tuple[Latitude, Longitude] | None = None
    village: str | None = None
    regency: str | None = None


class StreetPart(Part):
    """A street people name, and whose it is."""

    id: Slug
    names: Annotated[tuple[Text, ...], Field(min_length=1)]
    villages: Annotated[tuple[str, ...], Field(min_length=1)]
    authority: str | None = None
    confirmed: bool


class LimitsPart(Part):
    """What a report may hold: characters, files, megabytes."""

    text_min: Annotated[int, Field(ge=1)]
    text_max: Annotated[int, Field(ge=1, le=4096)]
    evidence_max: Annotated[int, Field(ge=1, le=100)]
    file_mb: Annotated[int, Field(ge=1, le=20)]  # a bot cannot download more from Telegram
    picture_megapixels: Annotated[int, Field(ge=1, le=200)]


class BroadcastPart(Part):
    """To how many people one operator alone may write."""

    approve_above: Annotated[int, Field(ge=0)]


class NearPart(Part):
    """Where a category's reports of one thing differ from the region's."""

    metres: Annotated[int, Field(ge=10, le=5000)] | None = None
    days: Annotated[int, Field(ge=1, le=365)] | None = None
    village: bool = False
    own: bool = False


class SimilarPart(Part):
    """When two reports are shown as one thing."""

    metres: Annotated[int, Field(ge=10, le=5000)]
    days: Annotated[int, Field(ge=1, le=365)]
    score: Annotated[float, Field(gt=0, le=1)]
    categories: dict[Slug, NearPart] = Field(default_factory=dict)


class PlacesPart(Part):
    """The tables of villages, and what else they are called."""

    villages: Text
    neighbours: Text
    confirmed: bool = True
    everyday_names: tuple[str, ...] = ()
    everyday_after_di: tuple[str, ...] = ()
    everyday_after_street: tuple[str, ...] = ()
    regencies: tuple[Text, ...] = ()
    aliases: dict[str, tuple[Text, ...]] = Field(default_factory=dict)


class Profile(Part):
    """A whole region profile."""

    name: Slug
    title: NamesPart
    code: Text
    prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")]
    wording: WordingPart
    timezone: Zone
    zone_label: Text
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    coordinator: str
    fallback_category: str
    consent_version: Text
    boundaries: str = ""
    limits: LimitsPart
    hours: HoursPart
    quiet: QuietPart
    sla: tuple[SlaPart, ...]
    retention: tuple[RetentionPart, ...]
    privacy: PrivacyPart
    insults: InsultsPart = InsultsPart()
    flood: FloodPart
    updates: UpdatesPart
    closing: ClosingPart
    broadcast: BroadcastPart
    handover: HandoverPart
    lessons: LessonsPart
    similar: SimilarPart
    agencies: tuple[AgencyPart, ...]
    groups: tuple[GroupPart, ...]
    emergency: tuple[NumberPart, ...]
    dangers: tuple[DangerPart, ...]
    authorities: tuple[AuthorityPart, ...]
    archive_reasons: tuple[Entry, ...]
    templates: tuple[TemplatePart, ...] = ()
    places: PlacesPart
    landmarks: tuple[LandmarkPart, ...]
    streets: tuple[StreetPart, ...] = ()
    calendar: CalendarPart
    days: tuple[DayPart, ...]

    @property
    def tz(self) -> ZoneInfo:
        """The time zone, checked."""
        return ZoneInfo(self.timezone)

    @property
    def categories(self) -> tuple[CategoryPart, ...]:
        """All categories, in order."""
        return tuple(category for group in self.groups for category in group.categories)


class VillageRow(Part):
    """A row of the table of villages."""

    code: Text
    district: Text
    type: Text
    name: Text
    lat: Latitude
    lon: Longitude


class NeighbourRow(Part):
    """A row of the table of the neighbours' villages."""

    code: Text
    regency: Text
    name: Text
    lat: Latitude
    lon: Longitude
