"""Turns a checked profile into the frozen values of `rules.region`. Nothing can go wrong here any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import region_calendar
from rules.deadline import SlaTable
from rules.draft import Limits
from rules.flood import Flood
from rules.lessons import Bar
from rules.lifecycle import Step
from rules.region import (
    Agency,
    ArchiveReason,
    Authority,
    Category,
    CategoryGroup,
    Closing,
    DangerKind,
    EmergencyNumber,
    Handover,
    Insults,
    Landmark,
    Near,
    Neighbour,
    Privacy,
    Region,
    Retention,
    Similar,
    Street,
    Updates,
    Village,
    Wording,
    Words,
)
from rules.template import Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.region_models import AuthorityPart, NeighbourRow, Profile, VillageRow
    from bot.region_parts import WordsPart


def region(
    profile: Profile,
    villages: Sequence[VillageRow],
    neighbours: Sequence[NeighbourRow],
    ordinary_words: frozenset[str],
) -> Region:
    """The region of a profile that `bot.region_checks` found nothing wrong with."""
    days = region_calendar.special_days(profile)
    return Region(
        name=profile.name,
        title=profile.title.names,
        code=profile.code,
        prefix=profile.prefix,
        wording=Wording(
            profile.wording.district.names,
            profile.wording.village.names,
            profile.wording.districts,
            profile.wording.villages,
            profile.wording.example.names,
            profile.wording.website,
            profile.wording.people,
        ),
        tz=profile.tz,
        zone_label=profile.zone_label,
        languages=profile.languages,
        agencies={
            entry.id: Agency(entry.id, entry.names.names, entry.short, entry.handles.names, entry.confirmed)
            for entry in profile.agencies
        },
        coordinator=profile.coordinator,
        groups={
            entry.id: CategoryGroup(
                entry.id, entry.names.names, entry.emoji, tuple(category.id for category in entry.categories)
            )
            for entry in profile.groups
        },
        categories={category.id: category for category in _categories(profile)},
        fallback_category=profile.fallback_category,
        villages=tuple(_villages(profile, villages)),
        neighbours=tuple(Neighbour(row.code, row.name, row.regency, row.lat, row.lon) for row in neighbours),
        landmarks=tuple(_landmarks(profile)),
        measured=profile.places.confirmed,
        streets=tuple(
            Street(entry.id, entry.names, entry.villages, entry.authority, entry.confirmed) for entry in profile.streets
        ),
        regencies=profile.places.regencies,
        everyday_names=frozenset(profile.places.everyday_names),
        everyday_after_di=frozenset(profile.places.everyday_after_di),
        everyday_after_street=frozenset(profile.places.everyday_after_street),
        ordinary_words=ordinary_words,
        authorities={entry.id: _authority(entry) for entry in profile.authorities},
        emergency=tuple(
            EmergencyNumber(entry.id, entry.number, entry.names.names, entry.urgent, entry.confirmed)
            for entry in profile.emergency
        ),
        dangers={
            entry.id: DangerKind(entry.id, entry.names.names, entry.numbers, _words(entry.words), _words(entry.unless))
            for entry in profile.dangers
        },
        archive_reasons={entry.id: ArchiveReason(entry.id, entry.names.names) for entry in profile.archive_reasons},
        templates=tuple(_templates(profile)),
        hours=profile.hours.week,
        days=days,
        calendar=region_calendar.calendar(profile, days),
        quiet=region_calendar.quiet(profile, days),
        sla=tuple(_sla(profile)),
        limits=Limits(profile.limits.text_min, profile.limits.text_max, profile.limits.evidence_max),
        file_bytes_max=profile.limits.file_mb * 1_000_000,
        picture_points_max=profile.limits.picture_megapixels * 1_000_000,
        consent_version=profile.consent_version,
        boundaries=profile.boundaries,
        retention={
            entry.id: Retention(entry.id, entry.names.names, entry.days, entry.confirmed) for entry in profile.retention
        },
        privacy=Privacy(profile.privacy.office.names, profile.privacy.contact.names, profile.privacy.confirmed),
        flood=Flood(**profile.flood.model_dump()),
        insults=Insults(_words(profile.insults.words), _words(profile.insults.unless)),
        updates=Updates(profile.updates.digest_at, profile.updates.notices_per_day, profile.updates.silence_days),
        closing=Closing(profile.closing.reopen_days, profile.closing.ombudsman_days),
        approve_above=profile.broadcast.approve_above,
        handover=Handover(profile.handover.link_days),
        lessons=Bar(profile.lessons.reports, profile.lessons.operators, profile.lessons.share_percent),
        similar=_similar(profile),
    )


def _similar(profile: Profile) -> Similar:
    part = profile.similar
    of = {
        name: Near(one.metres or part.metres, one.days or part.days, one.village, one.own)
        for name, one in part.categories.items()
    }
    return Similar(Near(part.metres, part.days), part.score, of)


def _words(part: WordsPart) -> Words:
    return Words(part.id, part.en)


def _authority(entry: AuthorityPart) -> Authority:
    return Authority(
        id=entry.id,
        names=entry.names.names,
        handles=entry.handles.names,
        contact=entry.contact,
        confirmed=entry.confirmed,
        level=entry.level,
        words=_words(entry.words),
        hints=_words(entry.hints),
        unless=_words(entry.unless),
    )


def _categories(profile: Profile) -> Iterator[Category]:
    for group in profile.groups:
        for entry in group.categories:
            yield Category(
                id=entry.id,
                group=group.id,
                names=entry.names.names,
                emoji=entry.emoji or group.emoji,
                agency=entry.agency,
                common=entry.common,
                danger=entry.danger,
                klass=entry.klass,
                words=_words(entry.words),
                hints=_words(entry.hints),
                unless=_words(entry.unless),
                authority=entry.authority,
                follows_street=entry.follows_street,
            )


def _villages(profile: Profile, rows: Sequence[VillageRow]) -> Iterator[Village]:
    for row in rows:
        aliases = profile.places.aliases.get(row.code, ())
        yield Village(row.code, row.name, row.type, row.district, row.lat, row.lon, aliases)


def _landmarks(profile: Profile) -> Iterator[Landmark]:
    for entry in profile.landmarks:
        latitude, longitude = entry.at or (None, None)
        yield Landmark(entry.id, entry.names.names, entry.aliases, latitude, longitude, entry.village, entry.regency)


def _templates(profile: Profile) -> Iterator[Template]:
    for entry in profile.templates:
        names, texts = entry.names.model_dump(), entry.text.model_dump()
        yield Template(f"r.{entry.id}", names, texts, entry.category, entry.status, step=Step(entry.step))


def _sla(profile: Profile) -> Iterator[SlaTable]:
    for entry in profile.sla:
        yield SlaTable(
            effective_from=entry.effective_from,
            legal=entry.legal,
            verify_days=entry.verify_days,
            first_follow_up_days=entry.first_follow_up_days,
            resolve_days=entry.resolve_days,
            reporter_window_days=entry.reporter_window_days,
            confirmed=entry.confirmed,
        )
