"""The card of a report as a pure screen: everything an operator needs to decide, within one message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from handlers import fit, news, promises, reach, shown
from handlers.cards import BODY_UNITS, GONE
from handlers.desk import lights, menus, more
from handlers.desk.more import Ahead
from handlers.screens import Button, Does, Screen, quote
from locales import formats
from rules import split
from rules.lifecycle import UNFINISHED, Actor, Status, Step

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.desk.view import CardView, Line
    from handlers.house import House
    from handlers.sight import Sight
    from storage.linked import Family
    from storage.tables import Event, Report

_MAP: Final = "https://www.google.com/maps?q={latitude:.6f},{longitude:.6f}"
OPENS: Final = "k_"  # and a code: the payload of a link that opens the card in the reader's own chat
_EXCERPT: Final = 80
_NAME: Final = 60
_WORDS: Final = 200
_WHY: Final = 400
_STOPS: Final = " .!,;:"


def screen(
    house: House, view: CardView, sight: Sight, now: datetime, menu: str = "", ahead: Ahead | None = None
) -> Screen:
    """The card as this chat may see it; with `menu`, its buttons are a choice to make; `ahead`: see there."""
    locale, report = sight.language, view.report
    if sight.sealed:
        return sealed(house, view, locale, now)
    if not sight.sees:
        return gone(house, report, locale)
    view = shown.card(house, view, sight)
    history, question = list(view.history), _question(house, view, locale, menu, ahead or Ahead()) if menu else ""
    text = _text(house, view, history, locale, now, question)
    while fit.visible(text) > fit.MESSAGE_UNITS and history:
        history.pop(0)
        text = _text(house, view, history, locale, now, question)
    if menu and sight.actor is not None:
        rare = more.is_menu(house, menu)
        return Screen(
            text,
            buttons=more.choice(
                house, report, menu, sight.actor, locale, replace(ahead or Ahead(), pictures=view.pictures)
            )
            if rare
            else menus.choice(house, report, menu, locale),
        )
    own = menus.of_papers(house, report, sight.actor, locale) if view.papers else ()
    buttons = menus.buttons(house, report, sight.actor, locale, view.has_chat, view.family.children)
    return Screen(text, buttons=(*buttons, *own))


def sealed(house: House, view: CardView, locale: str, now: datetime) -> Screen:
    """All that a group may know of a confidential report: that there is one, what sort, by when; and the way to it."""
    report = view.report
    lines = (
        house.catalog.say(locale, "desk.sealed.head", code=report.code),
        f"🏷 {category(house, report, locale)}",
        due(house, view, locale, now),
        house.catalog.say(locale, "desk.sealed.note"),
    )
    return Screen("\n".join(filter(None, lines)), buttons=unsealing(house, report, locale))


def unsealing(house: House, report: Report, locale: str) -> menus.Rows:
    """The way to a confidential report: the reader's own chat with the desk's bot, where it opens if they may."""
    address = f"https://t.me/{house.desk_username}?start={OPENS}{report.code}"
    return ((Button(house.catalog.say(locale, "desk.sealed.open"), address, Does.OPEN),),)


def moved(house: House, report: Report, locale: str) -> Screen:
    """What is left of a card that stands further down now."""
    return Screen(house.catalog.say(locale, "desk.card.moved", code=report.code))


def gone(house: House, report: Report, locale: str) -> Screen:
    """What is left of a card in a chat that has nothing to do with the report any more."""
    return Screen(house.catalog.say(locale, "desk.card.gone", code=report.code))


def cleared(house: House, report: Report, locale: str, why: str) -> Screen:
    """What stands in the place of messages that cannot be deleted."""
    if why == GONE:
        return gone(house, report, locale)
    return Screen(house.catalog.say(locale, f"desk.cleared.{why}", code=report.code))


def where(house: House, report: Report, locale: str) -> str:
    """The place in words: village and district, the reporter's own words, a map; "outside" said plainly."""
    words = ", ".join(dict.fromkeys(part for part in (report.place_name, report.district) if part))
    if report.outside:
        beyond = ", ".join(part for part in (words, report.regency) if part)
        words = house.catalog.say(locale, "desk.card.outside", place=beyond)
    parts = [quote(fit.cut(words, _WORDS))] if words else []
    if report.place_words:
        parts.append(f"“{quote(fit.cut(report.place_words, _WORDS))}”")
    if report.latitude is not None and report.longitude is not None:
        link = quote(_MAP.format(latitude=report.latitude, longitude=report.longitude))
        parts.append(f'<a href="{link}">{house.catalog.say(locale, "desk.card.map")}</a>')
    return " · ".join(parts) or house.catalog.say(locale, "desk.card.nowhere")


def identity(house: House, view: CardView, locale: str) -> str:
    """Who reports, as far as they let the desk know."""
    report, say = view.report, house.catalog.say
    if view.unheard:
        who = say(locale, f"desk.card.{view.unheard}")
    elif report.anonymous:
        who = say(locale, "desk.card.anonymous", name=house.alias(report.id, house.pseudonym(report.reporter_id)))
    else:
        handle = f" (@{view.username})" if view.username else ""
        who = quote(fit.cut(view.name, _NAME) + handle) or say(locale, "desk.card.nameless")
    secret = f" · {say(locale, 'desk.card.confidential')}" if report.confidential else ""
    return f"{who}{secret}"


def people(house: House, family: Family, locale: str) -> str:
    """How many people reported the same, by language, and how many of them cannot be reached."""
    by = ", ".join(f"{number} {language}" for language, number in family.people)
    said = f"{house.catalog.count(locale, 'desk.card.people', family.total)} ({by})"
    if family.unreachable:
        said += f" · {house.catalog.count(locale, 'desk.card.unreachable', family.unreachable)}"
    return said


def status(house: House, report: Report, locale: str) -> str:
    """Where the report stands, in LAPOR!'s words, and with whom."""
    authority = house.region.authorities.get(report.referred_to or "")
    reason = house.region.archive_reasons.get(report.archive_reason or "")
    detail = authority.names.of(locale) if authority else reason.names.of(locale) if reason else ""
    words = house.catalog.say(locale, f"desk.status.{report.status}")
    return f"{words}: {quote(detail)}" if detail else words


def due(house: House, view: CardView, locale: str, now: datetime) -> str:
    """The nearest promise with its light, day and time; empty when none is open. While the reporter is asked, that the
    clock is stopped, and until when they can answer."""
    paused = view.report.status == Status.NEEDS_INFO
    if view.due is None:
        return house.catalog.say(locale, "desk.due.paused") if paused else ""
    if view.due.kind != promises.REPLY:
        return lights.line(house, view.due, locale, now)
    by = formats.moment(view.due.due_at, locale, house.region.tz, house.region.zone_label)
    over = ".over" if now >= view.due.due_at else ""
    return house.catalog.say(locale, f"desk.due.paused.until{over}" if paused else "desk.due.reply", by=by)


def day_filed(house: House, report: Report, locale: str) -> str:
    """The day on which it was filed."""
    return formats.short_day(report.filed_at.astimezone(house.region.tz).date(), locale)


def done(house: House, line: Line, locale: str, said: str | None = None, room: int = _EXCERPT) -> str:
    """One line of the history: when, who, what, and at most so much of what was `said` (None: as it stands there)."""
    event, region = line.event, house.region
    agency = region.agencies.get(event.data.get("agency") or "")
    authority = region.authorities.get(event.data.get("referred_to") or "")
    reason = region.archive_reasons.get(event.data.get("archive_reason") or "")
    what = house.catalog.say(
        locale,
        f"desk.did.{_did(event)}",
        agency=agency.short if agency else "–",
        authority=quote(authority.names.of(locale)) if authority else "–",
        reason=quote(reason.names.of(locale)) if reason else "",
        klass=house.catalog.say(locale, f"desk.class.{event.data['klass']}") if "klass" in event.data else "",
        code=next((event.data[name] for name in ("with", "from", "into") if name in event.data), ""),
        stars="⭐" * event.data.get("stars", 0),
        number=event.data.get("sp4n_id", "–"),
        name=quote(event.data.get("name", "–")),
        giver=_alias(house, event, "giver"),
        taker=_alias(house, event, "taker"),
        whom=quote(fit.cut(line.whom, _NAME)),
        was=_was(house, event, locale),
        category=more.category_name(house, event.data.get("category"), locale),
        proposed=_short(house, event.data.get("proposed")),
        day=formats.short_day(date.fromisoformat(event.data["stay_until"]), locale)
        if "stay_until" in event.data
        else "–",
    )
    who = line.who or house.catalog.say(locale, f"desk.who.{event.actor}")
    words = " ".join((event.text if said is None else said).split())
    excerpt = f" “{quote(fit.cut(words, room))}”" if words else ""
    at = formats.short_moment(event.at, locale, region.tz, "").strip()
    machine = event.data.get("machine")
    by = f" · {house.catalog.say(locale, f'desk.did.machine.{machine}')}" if machine else ""
    return f"<i>{at}</i> {quote(fit.cut(who, _NAME))}: {what}{excerpt}{by}"


def _alias(house: House, event: Event, who: str) -> str:
    """Who gave the report away or took it over, as the card calls them."""
    return house.alias(event.report_id, event.data[who]) if who in event.data else "–"


def _was(house: House, event: Event, locale: str) -> str:
    """The category or the class before."""
    before = event.data.get("was")
    if event.step == Step.CLASSIFY and before:
        return house.catalog.say(locale, f"desk.class.{before}")
    return more.category_name(house, before, locale)


def _short(house: House, agency: str | None) -> str:
    found = house.region.agencies.get(agency or "")
    return quote(found.short) if found else "–"


def _did(event: Event) -> str:
    """What the step was, where that depends on who took it or on what it said."""
    own = event.actor == Actor.REPORTER
    match event.step:
        case Step.REOPEN | Step.CLOSE if own:
            return f"{event.step}.own"
        case Step.STAY if "stay_until" not in event.data:
            return f"{event.step}.over"
        case Step.SP4N if "sp4n_id" not in event.data:
            return "sp4n.removed"
        case Step.ASSIGN if "assignee_id" not in event.data:
            return "assign.nobody"
        case Step.RETURN if "proposed" in event.data:
            return "return.proposed"
        case Step.SPLIT | split.FROM | Step.IDENTITY:
            return f"{event.step}{_hiding(event)}"
        case Step.RATE if "stars" not in event.data:
            return "rate.solved" if "solved" in event.data else "rate.word"
    return event.step


def _hiding(event: Event) -> str:
    """What the reporter hides of themselves in it, or of another report of theirs."""
    if event.step == Step.IDENTITY:
        return ".hidden" if event.data.get("anonymous") else ".shown"
    return ".hidden" if split.HIDDEN in event.data else ""


def _text(house: House, view: CardView, history: list[Line], locale: str, now: datetime, question: str) -> str:
    blocks = [_head(house, view, locale, now), _body(view), _standing(house, view, locale, now)]
    if history:
        title = house.catalog.say(locale, "desk.card.history")
        blocks.append("\n".join((f"<b>{title}</b>", *(done(house, line, locale) for line in history))))
    if question:
        blocks.append(question)
    return "\n\n".join(blocks)


def _question(house: House, view: CardView, locale: str, menu: str, ahead: Ahead) -> str:
    """What a menu asks; before a step that cannot be taken back, with what the reporter will be told."""
    if more.is_menu(house, menu):
        return more.question(house, view.report, menu, locale, ahead)
    if (chosen := menus.to_confirm(house, menu)) is None:
        return house.catalog.say(locale, f"desk.menu.{menu.partition('.')[0]}")
    step, name = chosen
    refers = step is Step.REFER
    options = house.region.authorities if refers else house.region.archive_reasons
    words = news.told(house, step, {"referred_to" if refers else "archive_reason": name}, view.language)
    asked = house.catalog.say(locale, f"desk.sure.{step}", choice=quote(options[name].names.of(locale)))
    return f"{asked}\n<blockquote>{words}</blockquote>"


def _head(house: House, view: CardView, locale: str, now: datetime) -> str:
    report, say = view.report, house.catalog.say
    lines = [
        f"<b>{report.code}</b> · {say(locale, f'desk.kind.{report.kind}')}",
        *_title(report),
        f"🏷 {category(house, report, locale)}",
        f"📍 {where(house, report, locale)}",
        f"🗓 {_when(house, report, locale)}",
        f"👤 {identity(house, view, locale)}",
        f"💬 {_reads(house, view, locale)}",
        *([f"👥 {people(house, view.family, locale)}"] if view.family.children else []),
        *_stay(house, report, locale, now),
        *(say(locale, f"desk.flag.{flag}") for flag in view.flags),
    ]
    if view.files:
        lines.append(f"📎 {house.catalog.count(locale, 'desk.card.files', view.files)}")
    if view.lost:
        lines.append(house.catalog.count(locale, "desk.card.lost", view.lost))
    return "\n".join(lines)


def _reads(house: House, view: CardView, locale: str) -> str:
    """What the reporter reads; of a language that the desk does not write, also in which it is written to them."""
    say = house.catalog.say
    if view.reads == view.language:
        return say(locale, f"desk.reads.{view.language}")
    language, write = formats.language(view.reads, locale), say(locale, f"desk.tongue.{view.language}")
    return say(locale, "desk.reads.other", language=language, write=write)


def _stay(house: House, report: Report, locale: str, now: datetime) -> Iterator[str]:
    """Until when the reporter is here, or that they have left, while something is still to come."""
    if report.stay_until is not None and report.status in UNFINISHED:
        here = report.stay_until >= now.astimezone(house.region.tz).date()
        key = "desk.card.leaves" if here else "desk.card.left"
        yield house.catalog.say(locale, key, day=formats.day(report.stay_until, locale))


def _title(report: Report) -> Iterator[str]:
    """The title, unless it is all that the text below says."""
    if report.title.rstrip(_STOPS) != " ".join(report.body.split()).rstrip(_STOPS):
        yield f"<b>{quote(fit.cut(report.title, _WORDS))}</b>"


def category(house: House, report: Report, locale: str) -> str:
    """What it is about: the group and the category."""
    found = house.region.categories.get(report.category or "")
    if found is None:
        return house.catalog.say(locale, "desk.card.uncategorised")
    group = house.region.groups[found.group]
    return f"{quote(group.names.of(locale))} › {quote(found.names.of(locale))}"


def _when(house: House, report: Report, locale: str) -> str:
    say = house.catalog.say
    if report.happened_on is None:
        return say(locale, "desk.card.whenever")
    day = formats.day(report.happened_on, locale)
    return say(locale, "desk.card.still", day=day) if report.happening_now else day


def _body(view: CardView) -> str:
    return f"<blockquote expandable>{quote(fit.cut(view.report.body, BODY_UNITS))}</blockquote>"


def _standing(house: House, view: CardView, locale: str, now: datetime) -> str:
    lines = _standing_lines(house, view, locale, now) if view.parent is None else _beside(house, view, locale)
    return "\n".join(lines)


def _beside(house: House, view: CardView, locale: str) -> Iterator[str]:
    """With which report it is handled; what happens there is not told on each card."""
    if view.parent is not None:
        title = quote(fit.cut(view.parent.title, _WORDS))
        yield house.catalog.say(locale, "desk.card.linked", code=view.parent.code, title=title)
    if view.spoken is not None:
        yield reach.line(house, view.spoken, locale)


def _standing_lines(house: House, view: CardView, locale: str, now: datetime) -> Iterator[str]:
    report, say = view.report, house.catalog.say
    yield say(locale, "desk.card.status", status=status(house, report, locale))
    if report.agency:
        agency = house.region.agencies.get(report.agency)
        yield say(locale, "desk.card.agency", agency=quote(agency.names.of(locale) if agency else report.agency))
    if view.proposal is not None:
        yield say(
            locale,
            "desk.card.proposed",
            agency=_short(house, view.proposal.data.get("agency")),
            proposed=_short(house, report.proposed),
            why=quote(fit.cut(" ".join(view.proposal.text.split()), _WHY)),
        )
    if report.sp4n_id:
        yield say(locale, "desk.card.sp4n", number=report.sp4n_id)
    if view.assignee:
        yield say(locale, "desk.card.assignee", name=quote(fit.cut(view.assignee, _NAME)))
    if view.handed_at is not None:
        day = formats.short_day(view.handed_at.astimezone(house.region.tz).date(), locale)
        yield say(locale, "desk.card.handed", day=day)
    if view.spoken is not None:
        yield reach.line(house, view.spoken, locale)
    if view.disputed:
        yield say(locale, "desk.card.disputed")
    if report.solved:
        word = f" “{quote(fit.cut(view.word, _WORDS))}”" if view.word else ""
        yield f"{say(locale, 'desk.card.solved', stars='⭐' * (report.stars or 0)).rstrip()}{word}"
    if promise := due(house, view, locale, now):
        yield promise
