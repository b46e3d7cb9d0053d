"""The questions people ask most, with answers: in four groups, found by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import callbacks, fit
from handlers.reporter import taps
from handlers.reporter.pages import consent
from handlers.screens import Button, Screen, quote
from rules import deadline, search
from rules.deadline import Klass

if TYPE_CHECKING:
    from handlers.reporter.view import View

GROUPS: Final = {
    "reporting": ("how", "what", "who", "cost", "photo", "language"),
    "name": ("anonymous", "secret", "data"),
    "after": ("time", "status", "add", "late", "unsolved", "withdraw"),
    "limits": ("cannot", "elsewhere", "emergency", "leaving", "lapor"),
}
QUESTIONS: Final = tuple(key for keys in GROUPS.values() for key in keys)
BEST: Final = 1.6  # how much better than the next an answer is to be given at once
OFFERED: Final = 4
_ASKED_UNITS: Final = 60


def page(view: View) -> Screen:
    """The groups."""
    rows = [(_to(view.say(f"faq.group.{group}"), "group", group),) for group in GROUPS]
    back = view.call("button.back", taps.PAGE, "help")
    return Screen(view.say("faq.text", total=len(QUESTIONS)), buttons=(*rows, (back,)))


def group(view: View, name: str) -> Screen:
    """The questions of a group."""
    keys = GROUPS.get(name)
    if keys is None:
        return page(view)
    text = f"<b>{view.say(f'faq.group.{name}')}</b>\n\n{view.say('faq.choose')}"
    return Screen(text, buttons=(*(_question(view, key) for key in keys), (_back(view),)))


def answer(view: View, key: str) -> Screen:
    """One question with its answer, and the way to its neighbours."""
    group = next((name for name, keys in GROUPS.items() if key in keys), None)
    if group is None:
        return page(view)
    rows = ((_to(view.say(f"faq.group.{group}"), "group", group),), (_back(view),))
    return Screen(f"<b>{_ask(view, key)}</b>\n\n{_say(view, key)}", buttons=rows)


def found(view: View, asked: str) -> Screen:
    """What the words find: the answer when one is clearly meant, otherwise the likeliest questions, or all groups."""
    hits = search.rank(asked, {key: (_title(view, key), _say(view, key)) for key in QUESTIONS})
    if not hits:
        note = view.say("faq.nothing", asked=quote(fit.cut(asked, _ASKED_UNITS)))
        every = page(view)
        return every.with_text(f"{note}\n\n{every.text}")
    if len(hits) == 1 or hits[0].score >= BEST * hits[1].score:
        return answer(view, hits[0].key)
    rows = [_question(view, hit.key) for hit in hits[:OFFERED]]
    return Screen(view.say("faq.found", asked=quote(fit.cut(asked, _ASKED_UNITS))), buttons=(*rows, (_back(view),)))


def _title(view: View, key: str) -> str:
    """The question, with other words for it that people search by."""
    return f"{_ask(view, key)} {view.say(f'faq.{key}.words')}"


def _say(view: View, key: str) -> str:
    """The answer, with the region's own numbers and names."""
    region = view.region
    sla = deadline.in_force_on(view.today, region.sla)
    urgent = region.numbers_for(None)
    return view.say(
        f"faq.{key}.a",
        region=quote(region.title.of(view.locale)),
        verify=sla.verify_days,
        follow=sla.first_follow_up_days,
        resolve=sla.resolve_days[Klass.COMPLAINT],
        information=sla.resolve_days[Klass.INFORMATION],
        oversight=sla.resolve_days[Klass.OVERSIGHT],
        reopen=region.closing.reopen_days,
        ombudsman=region.closing.ombudsman_days,
        number=quote(urgent[0].number) if urgent else "–",
        kept=consent.kept_for(view),
        office=quote(region.privacy.office.of(view.locale)),
        contact=quote(region.privacy.contact.of(view.locale)),
        files=region.limits.evidence_max,
        megabytes=region.file_bytes_max // 1_000_000,
        days=region.handover.link_days,
    )


def _question(view: View, key: str) -> tuple[Button, ...]:
    return (_to(_ask(view, key), "faq", key),)


def _ask(view: View, key: str) -> str:
    return view.say(f"faq.{key}.q", region=view.region.title.of(view.locale))


def _to(text: str, what: str, name: str) -> Button:
    return Button(text, callbacks.pack(taps.PAGE, what, name))


def _back(view: View) -> Button:
    return view.call("button.faq", taps.PAGE, "faq")
