"""The rare steps of a card, behind one button: assign, pass on, category and class again, split and others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handlers import callbacks, promises, sight
from handlers.desk import categories, menus
from handlers.desk.menus import MORE, PAGE, Press, Rows
from handlers.screens import Button, quote
from locales import formats
from rules import access, deadline
from rules.deadline import Klass, Promise
from rules.draft import ReportKind
from rules.lifecycle import HELD, Actor, Step
from storage import deadlines, staff

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.house import House
    from rules.access import Staff
    from storage.tables import Report
    from storage.work import Session

PASS: Final = "pass"  # noqa: S105 - to another agency: returned with a proposal by a liaison, forwarded by a coordinator
_CHOSEN: Final = "="  # before a choice that is to be confirmed
_MENUS: Final = frozenset({MORE, PASS, Step.ASSIGN, Step.CATEGORISE, Step.CLASSIFY})
_COVER: Final = "cover"  # a part of a picture
_BAN: Final = "ban"
_LAYOUT: Final = (
    (Step.ASSIGN,),
    (PASS,),
    (Step.CATEGORISE, Step.CLASSIFY),
    (Step.SPLIT, Step.LINK),
    (Step.TITLE,),
    (_COVER,),
    (_BAN,),
)
# Those that begin by themselves: the others are a choice in place of the buttons.
_OWN: Final = {Step.SPLIT: Press.SPLIT, Step.LINK: Press.LINK, _COVER: Press.COVER, _BAN: Press.BAN}
_NAME: Final = 24  # letters of a name on a button
_SIGNS: Final = {False: "👤", True: "🌙"}  # on duty, off duty


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a menu needs to know beyond the report: who may be given it, and who of them is off
    duty; until when its answer is promised, and would be
    (None: nothing changes); whether there are pictures."""

    team: tuple[Staff, ...] = ()
    off: frozenset[int] = frozenset()
    promised: datetime | None = None
    would_be: datetime | None = None
    pictures: bool = False


async def ahead(session: Session, house: House, report: Report, menu: str, actor: Actor | None, now: datetime) -> Ahead:
    """What lies ahead of the choice that a menu offers."""
    if actor is None:
        return Ahead()
    if menu == Step.ASSIGN:
        team = await team_of(session, report, actor)
        off = frozenset(one.id for one in team if access.is_off(one, now))
        return Ahead(team=tuple(sorted(team, key=lambda one: one.id in off)), off=off)
    klass = _klass_ahead(house, report, menu)
    if klass is None or klass is promises.klass_of(house, report):
        return Ahead()
    dates = await deadlines.dates_of(session, report.id or 0)
    return Ahead(promised=dates.get(Promise.RESOLVE), would_be=await promises.answer_by(session, house, report, klass))


async def team_of(session: Session, report: Report, giver: Actor) -> list[Staff]:
    """The operators of the agency that has the report to whom it can be given. To have a confidential one is to read
    it, and who else reads it only a coordinator decides."""
    own = [one for one in await staff.everyone(session) if access.acts_as(one, report.agency) is Actor.LIAISON]
    return [one for one in own if giver is Actor.COORDINATOR or await sight.of_staff(session, one, report)]


def governing(name: str, actor: Actor) -> Step:
    """The step of the lifecycle that decides whether a menu is open to the actor."""
    if name == PASS:
        return Step.RETURN if actor is Actor.LIAISON else Step.FORWARD
    return Step.NOTE if name == MORE else Step(name)


def is_menu(house: House, menu: str) -> bool:
    """Whether there is such a menu of the rare steps."""
    name, _, rest = menu.partition(".")
    if name not in _MENUS:
        return False
    if rest.startswith(_CHOSEN):
        return chosen(house, menu) is not None
    if name == Step.CATEGORISE and rest:
        return categories.is_page(house, rest)
    return not rest or (name == PASS and rest.isdecimal())


def chosen(house: House, menu: str) -> tuple[Step, str] | None:
    """The step and the choice that a menu asks to confirm."""
    name, _, rest = menu.partition(".")
    picked = rest.removeprefix(_CHOSEN)
    if picked == rest:
        return None
    if name == Step.CATEGORISE and picked in house.region.categories:
        return Step.CATEGORISE, picked
    if name == Step.CLASSIFY and picked in set(Klass):
        return Step.CLASSIFY, picked
    return None


def choice(house: House, report: Report, menu: str, actor: Actor, locale: str, seen: Ahead) -> Rows:
    """The buttons of one of these menus."""
    name, _, rest = menu.partition(".")
    if (picked := chosen(house, menu)) is not None:
        return _sure(house, report, *picked, locale)
    match name:
        case Step.ASSIGN:
            return _people(house, report, seen, locale)
        case Step.CATEGORISE:
            return _categories(house, report, rest, locale)
        case Step.CLASSIFY:
            return _classes(house, report, locale)
        case "pass":
            return _agencies(house, report, int(rest or 0), locale)
    return _steps(house, report, actor, locale, seen)


def question(house: House, report: Report, menu: str, locale: str, seen: Ahead) -> str:
    """What one of these menus asks; before another category or class, what becomes of the promised answer."""
    say, region = house.catalog.say, house.region
    if (picked := chosen(house, menu)) is None:
        return say(locale, f"desk.menu.{menu.partition('.')[0]}")
    step, name = picked
    if step is Step.CATEGORISE:
        asked = say(
            locale,
            "desk.sure.categorise",
            was=category_name(house, report.category, locale),
            now=category_name(house, name, locale),
        )
    else:
        was = say(locale, f"desk.class.{promises.klass_of(house, report)}")
        asked = say(locale, "desk.sure.classify", was=was, now=say(locale, f"desk.class.{name}"))
    if seen.would_be is None or seen.would_be == seen.promised:
        return asked
    was_by = formats.moment(seen.promised, locale, region.tz, region.zone_label) if seen.promised else "–"
    by = formats.moment(seen.would_be, locale, region.tz, region.zone_label)
    return f"{asked}\n{say(locale, 'desk.sure.deadline', was=was_by, now=by)}"


def category_name(house: House, name: str | None, locale: str) -> str:
    """A category in words, as HTML; a dash for none."""
    found = house.region.categories.get(name or "")
    return quote(found.names.of(locale)) if found else "–"


def is_open(name: str, report: Report, actor: Actor) -> bool:
    """Whether somebody may take one of these steps now."""
    if name == PASS and (report.agency is None or report.status not in HELD):
        return False
    return menus.is_open(governing(name, actor), report, actor)


def _klass_ahead(house: House, report: Report, menu: str) -> Klass | None:
    if (picked := chosen(house, menu)) is None:
        return None
    step, name = picked
    if step is Step.CLASSIFY:
        return Klass(name)
    if report.klass is not None:  # set by hand, whatever the category
        return Klass(report.klass)
    return deadline.klass_of(ReportKind(report.kind), house.region.categories[name].klass)


def _steps(house: House, report: Report, actor: Actor, locale: str, seen: Ahead) -> Rows:
    rows = [[name for name in row if _is_offered(name, report, actor, seen)] for row in _LAYOUT]
    steps = tuple(tuple(_step(house, report, name, locale) for name in row) for row in rows if row)
    return (*steps, (menus.back(house, report, locale),))


def _is_offered(name: str, report: Report, actor: Actor, seen: Ahead) -> bool:
    if name == _BAN:  # once the report is no use
        return actor is Actor.COORDINATOR
    if name == Step.LINK and (report.confidential or report.parent_id is not None):
        return False
    return seen.pictures if name == _COVER else is_open(name, report, actor)


def _step(house: House, report: Report, name: str, locale: str) -> Button:
    key = f"desk.{name}.button" if name in {_COVER, _BAN} else f"desk.do.{name}"
    label = house.catalog.say(locale, key)
    if name in _OWN:
        return Button(label, callbacks.pack(_OWN[name], report.id))
    prefix = Press.PROMPT if name == Step.TITLE else Press.MENU
    return Button(label, callbacks.pack(prefix, report.id, name))


def _people(house: House, report: Report, seen: Ahead, locale: str) -> Rows:
    """The agency's operators, whoever presses, nobody; not who has it now."""

    def one(label: str, who: object) -> Button:
        return Button(label, callbacks.pack(Press.ASSIGN, report.id, who, menus.mark(report)))

    others = [person for person in seen.team if person.id != report.assignee_id]
    people = [one(f"{_SIGNS[person.id in seen.off]} {person.name[:_NAME]}", person.id) for person in others]
    me = one(house.catalog.say(locale, "desk.assign.me"), "me")
    nobody = (one(house.catalog.say(locale, "desk.assign.nobody"), "0"),) if report.assignee_id is not None else ()
    return (*menus.rows(people, 2), (me, *nobody), (menus.back(house, report, locale, MORE),))


def _categories(house: House, report: Report, rest: str, locale: str) -> Rows:
    def menu(name: str) -> str:
        return callbacks.pack(Press.MENU, report.id, f"{Step.CATEGORISE}.{name}")

    choice = categories.Choice(
        words=report.body,
        without=report.category,
        group=menu,
        category=lambda name: menu(f"{_CHOSEN}{name}"),
        groups=menus.back(house, report, locale, Step.CATEGORISE),
        out=(menus.back(house, report, locale, MORE),),
    )
    return categories.page(house, choice, rest, locale)


def _classes(house: House, report: Report, locale: str) -> Rows:
    now = promises.klass_of(house, report)
    others = [
        Button(
            house.catalog.say(locale, f"desk.class.{klass}"),
            callbacks.pack(Press.MENU, report.id, f"{Step.CLASSIFY}.{_CHOSEN}{klass}"),
        )
        for klass in Klass
        if klass is not now
    ]
    return (*menus.rows(others, 1), (menus.back(house, report, locale, MORE),))


def _agencies(house: House, report: Report, page: int, locale: str) -> Rows:
    """Every other agency; that of the category first, starred."""
    names = menus.agencies(house, report)
    shown = [
        Button(f"{star}{house.region.agencies[name].short}", _because(report, PASS, name))
        for name, star in names[page * PAGE : (page + 1) * PAGE]
    ]
    ways = menus.turns(report, PASS, page, len(names))
    return (*menus.rows(shown, 2), (menus.back(house, report, locale, MORE), *ways))


def _sure(house: House, report: Report, step: Step, name: str, locale: str) -> Rows:
    """Yes, yes with a reason, or back; another class is never without one."""
    say = house.catalog.say
    why = Button(say(locale, f"desk.sure.{step}.why"), _because(report, step, name))
    if step is Step.CLASSIFY:
        return ((why,), (menus.back(house, report, locale, Step.CLASSIFY),))
    yes = Button(
        say(locale, "desk.sure.categorise.yes"),
        callbacks.pack(Press.CATEGORISE, report.id, name, menus.mark(report)),
    )
    return ((yes,), (why,), (menus.back(house, report, locale, Step.CATEGORISE),))


def _because(report: Report, what: str, name: str) -> str:
    return callbacks.pack(Press.WHY, report.id, what, name, menus.mark(report))
