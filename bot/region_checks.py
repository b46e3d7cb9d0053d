"""Whether the parts of a region profile fit together: every problem is one sentence saying where and what to do."""

from __future__ import annotations

from collections import Counter
from itertools import chain, pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from rules import lexicon, place, template
from rules.lifecycle import TABLE, Step
from rules.retention import Sort
from rules.tokens import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from bot.region_models import AuthorityPart, CategoryPart, LandmarkPart, NeighbourRow, Profile, VillageRow
    from bot.region_parts import Entry, WordsPart

BUTTON_LETTERS: Final = 28  # a longer name is cut on a phone
LANGUAGES: Final = {"id", "en"}
COMMON: Final = 8  # categories offered first, two columns on one screen
FAR_KM: Final = 200.0  # no regency is as wide as that
NEAR: Final = 3  # a landmark's village is among so many nearest ones
NEAR_KM: Final = 6.0
_TEMPLATE_FLAWS: Final = {
    "missing": "there is no text for {flaw.language}; write it.",
    "long": "the text for {flaw.language} is {flaw.detail} letters too long; shorten it.",
    "field": "nothing is filled in for “{flaw.detail}” in the text for {flaw.language}; correct it.",
    "unlike": "the texts fill in different things; use the same ones in each language.",
    "blanks": "the texts have different numbers of blanks (___); use the same number in each language.",
}


def problems(
    profile: Profile, villages: Sequence[VillageRow], neighbours: Sequence[NeighbourRow], today: date
) -> Iterator[str]:
    """Everything that is wrong, in the order of the profile; nothing when it can be used."""
    yield from _basics(profile)
    yield from _ids(profile, villages, neighbours)
    yield from _deadlines(profile, today)
    yield from _terms(profile)
    yield from _categories(profile)
    yield from _similar(profile)
    yield from _dangers(profile)
    yield from _authorities(profile)
    yield from _phrases(profile)
    yield from _templates(profile)
    yield from _places(profile, villages)
    yield from _days(profile)


def _basics(profile: Profile) -> Iterator[str]:
    if set(profile.languages) != LANGUAGES:
        yield 'languages: the profile speaks id and en; write languages = ["id", "en"].'
    if profile.limits.text_min > profile.limits.text_max:
        yield "limits: text_min is larger than text_max; exchange them."
    if profile.flood.slow_per_minute >= profile.flood.most_per_minute:
        yield "flood: slow_per_minute is not below most_per_minute; nobody would be slowed down first."
    if profile.quiet.opens >= profile.quiet.closes:
        yield "quiet: closes before it opens; write the earlier time as opens."
    if not any(profile.hours.week):
        yield "hours: the office is never open; give at least one weekday its hours."
    for day, intervals in zip(type(profile.hours).model_fields, profile.hours.week, strict=True):
        if any(first.closes > then.opens for first, then in pairwise(intervals)):
            yield f"hours, {day}: intervals overlap or are out of order; write them one after the other."


def _ids(profile: Profile, villages: Sequence[VillageRow], neighbours: Sequence[NeighbourRow]) -> Iterator[str]:
    tables: dict[str, Sequence[Entry]] = {
        "agencies": profile.agencies,
        "groups": profile.groups,
        "categories": profile.categories,
        "emergency": profile.emergency,
        "dangers": profile.dangers,
        "authorities": profile.authorities,
        "archive_reasons": profile.archive_reasons,
        "templates": profile.templates,
        "retention": profile.retention,
        "landmarks": profile.landmarks,
    }
    yield from _twice("streets", [street.id for street in profile.streets])
    for table, entries in tables.items():
        yield from _twice(table, [entry.id for entry in entries])
    yield from _twice("places, villages", [row.code for row in villages] + [row.code for row in neighbours])
    yield from _twice("days", [str(entry.day) for entry in profile.days])
    if profile.coordinator not in {agency.id for agency in profile.agencies}:
        yield f"coordinator: there is no agency {profile.coordinator}; add it or name another."


def _twice(where: str, ids: Sequence[str]) -> Iterator[str]:
    for id_, times in Counter(ids).items():
        if times > 1:
            yield f"{where}: {id_} is there {times} times; keep one or rename the others."


def _deadlines(profile: Profile, today: date) -> Iterator[str]:
    yield from _twice("sla", [str(table.effective_from) for table in profile.sla])
    for table in profile.sla:
        missing = {"information", "complaint", "oversight", "suggestion"} - set(table.resolve_days)
        if missing:
            yield f"sla from {table.effective_from}: resolve_days lacks {', '.join(sorted(missing))}; add the days."
    if not any(table.effective_from <= today for table in profile.sla):
        yield f"sla: no table of deadlines is in force on {today}; add one with an earlier effective_from."


def _similar(profile: Profile) -> Iterator[str]:
    known = {category.id for category in profile.categories}
    for name in profile.similar.categories:
        if name not in known:
            yield f"similar: there is no category {name}; correct it or take it out."


def _terms(profile: Profile) -> Iterator[str]:
    """Each term has an effect, and none outlives what it hangs on."""
    days = {entry.id: entry.days for entry in profile.retention}
    for id_ in sorted(set(days) - set(Sort)):
        yield f"retention: nothing is kept under the name {id_}; remove it or write one of {', '.join(Sort)}."
    for id_ in [sort for sort in Sort if sort not in days]:
        yield f"retention: there is no term for {id_}; add how many days it is kept."
    for shorter, longer in ((Sort.EVIDENCE, Sort.REPORT), (Sort.REPORT, Sort.EVENT), (Sort.REPORT, Sort.REPORTER)):
        if days.get(shorter, 0) > days.get(longer, days.get(shorter, 0)):
            yield f"retention, {shorter}: it is kept longer than {longer}, on which it depends; exchange the days."
    if days.get(Sort.REPORT, profile.closing.reopen_days) < profile.closing.reopen_days:
        yield f"retention, report: it can be reopened for {profile.closing.reopen_days} days; keep it as long."


def _categories(profile: Profile) -> Iterator[str]:
    agencies, dangers = {agency.id for agency in profile.agencies}, {danger.id for danger in profile.dangers}
    for category in profile.categories:
        if category.agency not in agencies:
            yield f"category {category.id}: there is no agency {category.agency}; add it or name another."
        if category.danger is not None and category.danger not in dangers:
            yield f"category {category.id}: there is no danger {category.danger}; add it or leave danger out."
        if category.id != profile.fallback_category:
            yield from _wordless(category)
    for entry in chain(profile.groups, profile.categories):
        yield from _too_long(entry)
    for agency in profile.agencies:
        if len(agency.short) > BUTTON_LETTERS:
            yield f"agency {agency.id}: short is longer than {BUTTON_LETTERS} letters; shorten it."
    if sum(category.common for category in profile.categories) != COMMON:
        yield f"categories: exactly {COMMON} have common = true, because they share one screen; mark others or fewer."
    if profile.fallback_category not in {category.id for category in profile.categories}:
        yield f"fallback_category: there is no category {profile.fallback_category}; add it or name another."


def _wordless(category: CategoryPart) -> Iterator[str]:
    for language in sorted(LANGUAGES):
        if not getattr(category.words, language):
            yield f"category {category.id}: words has nothing for {language}; add the words people use."


def _too_long(entry: Entry) -> Iterator[str]:
    for language, name in entry.names.model_dump().items():
        if len(name) > BUTTON_LETTERS:
            yield (
                f"{entry.id}: the {language} name “{name}” does not fit a button; "
                f"shorten it to {BUTTON_LETTERS} letters."
            )


def _dangers(profile: Profile) -> Iterator[str]:
    urgent = {number.id for number in profile.emergency if number.urgent}
    sure = {number.id for number in profile.emergency if number.urgent and number.confirmed}
    for danger in profile.dangers:
        for number in danger.numbers:
            if number not in urgent:
                yield f"danger {danger.id}: there is no urgent number {number}; add it to emergency or leave it out."
        if not sure & set(danger.numbers):
            yield f"danger {danger.id}: none of its numbers is confirmed, so none would be shown; add one that is."
        for language in sorted(LANGUAGES):
            if not getattr(danger.words, language):
                yield f"danger {danger.id}: words has nothing for {language}; add the words people use."


def _authorities(profile: Profile) -> Iterator[str]:
    known = {authority.id for authority in profile.authorities}
    named = [(f"category {entry.id}", entry.authority) for entry in profile.categories]
    named += [(f"street {entry.id}", entry.authority) for entry in profile.streets]
    for where, authority in named:
        if authority is not None and authority not in known:
            yield f"{where}: there is no authority {authority}; add it or leave it out."


def _phrases(profile: Profile) -> Iterator[str]:
    named: list[tuple[str, CategoryPart | AuthorityPart]] = [(f"category {one.id}", one) for one in profile.categories]
    named += [(f"authority {one.id}", one) for one in profile.authorities]
    for where, entry in named:
        for phrase in (*_both(entry.words), *_both(entry.hints)):
            yield from _apart(where, phrase)
        yield from _plain(where, _both(entry.unless))
        for phrase in (*_both(entry.words), *_both(entry.hints), *_both(entry.unless)):
            yield from _little(where, phrase)
    for danger in profile.dangers:
        yield from _plain(f"danger {danger.id}", _both(danger.words) + _both(danger.unless))
    yield from _plain("insults", _both(profile.insults.words) + _both(profile.insults.unless))


def _apart(where: str, phrase: str) -> Iterator[str]:
    if not all(pattern(either) for part in lexicon.parts(phrase) for either in part):
        yield f"{where}: “{phrase}” lacks a word; write it as in “rubbish|trash … beach”."
    elif lexicon.EITHER in phrase and lexicon.APART not in phrase:
        yield f"{where}: “{phrase}” has | without …; write the words one by one."
    elif lexicon.ALONE in phrase.removesuffix(lexicon.ALONE):
        yield f"{where}: “{phrase}” has ! inside; it belongs at the end."


def _plain(where: str, phrases: Sequence[str]) -> Iterator[str]:
    for phrase in phrases:
        if any(sign in phrase for sign in (lexicon.APART, lexicon.EITHER, lexicon.ALONE)):
            yield f"{where}: “{phrase}” has …, | or !, which only words and hints may; write the whole phrase."
        elif not pattern(phrase):
            yield f"{where}: “{phrase}” has no word; write one or remove it."


def _little(where: str, phrase: str) -> Iterator[str]:
    """A phrase of several words of which one is left would be found everywhere: "to the airport"."""
    for either in (either for part in lexicon.parts(phrase) for either in part if pattern(either)):
        words, left = pattern(either), lexicon.telling(either)
        if len(left) < min(len(words), 2):
            found = left[0] if left else "nothing"
            yield f"{where}: of “{either}” only {found} is looked for, the rest are little words; write more of it."


def _both(words: WordsPart) -> tuple[str, ...]:
    return words.id + words.en


def _templates(profile: Profile) -> Iterator[str]:
    categories = {category.id for category in profile.categories}
    for entry in profile.templates:
        if entry.category is not None and entry.category not in categories:
            yield f"template {entry.id}: there is no category {entry.category}; correct it or leave it out."
        if entry.status is not None and entry.status not in TABLE[Step(entry.step)].sources:
            what = "asked" if Step(entry.step) is Step.ASK else "answered"
            yield f"template {entry.id}: nobody is {what} while a report is {entry.status}; name another status."
        for flaw in template.flaws(texts := entry.text.model_dump(), tuple(texts)):
            yield f"template {entry.id}: {_TEMPLATE_FLAWS[flaw.sort].format(flaw=flaw)}"


def _places(profile: Profile, villages: Sequence[VillageRow]) -> Iterator[str]:
    codes = {row.code for row in villages}
    yield from _far(villages)
    for code in profile.places.aliases:
        if code not in codes:
            yield f"places.aliases: there is no village {code}; correct the code or remove the line."
    for landmark in profile.landmarks:
        yield from _landmark(landmark, villages, codes)
    for street in profile.streets:
        for code in street.villages:
            if code not in codes:
                yield f"street {street.id}: there is no village {code}; correct the code or remove it."


def _far(rows: Sequence[VillageRow]) -> Iterator[str]:
    """A village that lies nowhere near the others: figures exchanged, or a digit too few."""
    middle = (median(row.lat for row in rows), median(row.lon for row in rows))
    for row in rows:
        kilometres = place.distance_km(middle, (row.lat, row.lon))
        if kilometres > FAR_KM:
            yield (
                f"villages, {row.name} ({row.code}): it lies {kilometres:,.0f} km from the middle of the others; "
                "correct its coordinates."
            )


def _landmark(landmark: LandmarkPart, villages: Sequence[VillageRow], codes: set[str]) -> Iterator[str]:
    if (landmark.village is None) == (landmark.regency is None):
        yield f"landmark {landmark.id}: give it a village when it is ours, or a regency when it is not; never both."
    elif landmark.village is not None and landmark.village not in codes:
        yield f"landmark {landmark.id}: there is no village {landmark.village}; correct the code."
    elif landmark.at is None:
        if landmark.village is None:
            yield f"landmark {landmark.id}: it is outside and has no coordinates; add at, or name its regency."
    elif landmark.village is not None:
        near = sorted((place.distance_km(landmark.at, (row.lat, row.lon)), row.code, row.name) for row in villages)
        if landmark.village not in {code for kilometres, code, _ in near[:NEAR] if kilometres <= NEAR_KM}:
            yield (
                f"landmark {landmark.id}: it is nearest to {near[0][2]}, not to its village; "
                "correct the coordinates or the village."
            )


def _days(profile: Profile) -> Iterator[str]:
    first, last = profile.calendar.years
    if first > last:
        yield "calendar: years are reversed; write the earlier year first."
    for entry in profile.days:
        if not first <= entry.day.year <= last:
            yield f"days: {entry.day} is outside calendar.years; widen the years or remove the day."
