"""The question where: a keyboard with the pin key while nothing is known; buttons to correct it once something is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.reporter import taps
from handlers.reporter.pages import steps
from handlers.screens import Does, Screen, quote
from rules import draft as drafts
from rules import gazetteer
from rules import place as places
from rules.draft import Slot

if TYPE_CHECKING:
    from handlers.reporter.view import View
    from rules.draft import Place
    from rules.place import PlaceMatch

LABEL_UNITS = 60
CANDIDATES = 3
HERE = "here"  # the value of "keep my words" and of the outside place the pin is in


def page(view: View) -> Screen:
    """Ask for the place, or show the known one with what else it may be."""
    return _correct(view, view.draft.place) if view.draft.place else _ask(view)


def name(view: View, place: Place) -> str:
    """The place as it is shown to people, safe for HTML."""
    return quote(plain(view, place))


def plain(view: View, place: Place) -> str:
    """Village and district, the regency if it is not ours, and the person's own words where they say more."""
    official = ", ".join(dict.fromkeys(part for part in (place.name, place.district or place.regency) if part))
    words = place.words if place.words.casefold() != official.casefold() else ""
    if official and words:
        return view.say("where.named_words", name=official, words=words)
    if official or words:
        return official or f"“{words}”"
    return view.say("where.unnamed")


def noted(view: View, place: Place) -> str:
    """The line that names the place just taken; a place over the border is said to be that, never refused."""
    line = f"📍 {name(view, place)}"
    if not place.outside:
        return line
    region = view.region.title.of(view.locale)
    return (
        f"{line}\n{view.say('where.outside' if place.regency else 'where.far', region=region, regency=place.regency)}"
    )


def candidates(view: View, place: Place) -> tuple[PlaceMatch, ...]:
    """What the place may be instead: the nearest to a pin, or what the words may name; each name once."""
    named: dict[object, PlaceMatch] = {}
    if place.latitude is not None and place.longitude is not None:
        nearest = places.nearest(place.latitude, place.longitude, places.places(view.region), n=2 * CANDIDATES)
        for match in nearest:  # a village and a landmark may have one name
            named.setdefault((match.name, match.district or match.regency), match)
        return tuple(named.values())[:CANDIDATES]
    from_story = Slot.WHERE in view.draft.understood and not drafts.is_doubtful(view.draft)
    return gazetteer.find(view.draft.text if from_story else place.words, view.region, n=CANDIDATES)


def label(view: View, match: PlaceMatch) -> str:
    """A candidate on its button."""
    landmark = match.landmark.of(view.locale) if match.landmark and not match.kilometres else ""
    parts = dict.fromkeys(part for part in (landmark, match.name, match.district or match.regency) if part)
    return ", ".join(parts)[:LABEL_UNITS] or view.say("where.unnamed")


def _ask(view: View) -> Screen:
    wording = view.region.wording
    return Screen(
        view.with_note(
            view.say("where.ask", example=wording.example.of(view.locale), village=wording.village.of(view.locale))
        ),
        keys=((view.key("button.pin", Does.PIN),), steps.keys(view, Slot.WHERE)),
    )


def _correct(view: View, place: Place) -> Screen:
    found, settled = candidates(view, place), _is_settled(place)
    rows = [(view.answer(label(view, match), Slot.WHERE, str(at)),) for at, match in enumerate(found)]
    if not settled:
        rows += [(view.answer(view.say("button.keep_words"), Slot.WHERE, HERE),)]
    if not settled and not drafts.is_doubtful(view.draft):
        rows += [(view.move("button.describe", taps.DESCRIBE, Slot.WHERE),)]
    elsewhere = view.move("button.elsewhere", taps.ELSEWHERE, Slot.WHERE)
    # Words nobody has understood yet are kept by their own button, so "continue" would say the same twice.
    last = steps.row(view, Slot.WHERE, without="" if settled else taps.GO_ON)
    return Screen(view.with_note(_correct_text(view, place, bool(found))), buttons=(*rows, (elsewhere,), last))


def _correct_text(view: View, place: Place, found: bool) -> str:
    if _is_settled(place):
        return view.say("where.correct", place=name(view, place))
    if drafts.is_doubtful(view.draft):
        return view.say("where.several", words=quote(place.words))
    key = "where.which" if found else "where.unknown"
    return view.say(key, words=quote(place.words))


def _is_settled(place: Place) -> bool:
    """Whether the place is more than words that nobody has understood yet."""
    return bool(place.name or place.district or place.outside or place.latitude is not None)
