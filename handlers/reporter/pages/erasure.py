"""Before somebody is erased they are asked twice: what goes, what the law keeps, and whether it is meant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from handlers.reporter import taps
from handlers.reporter.pages import consent, privacy
from handlers.screens import Button, Screen
from rules import rights
from rules.lifecycle import Status
from rules.retention import Sort
from rules.rights import Way

if TYPE_CHECKING:
    from handlers.reporter.view import View
    from storage.holdings import Holdings
    from storage.tables import Report


def ask(view: View, held: Holdings, now: datetime) -> Screen:
    """What goes and what stays; with open reports, in which of two ways."""
    text = f"{view.say('erase.ask')}\n\n{_stays(view, held)}"
    still = hindering(held)
    if not still:
        return Screen(f"{text}\n\n{view.say('erase.ask.all')}", buttons=((_way(view, Way.ALL),), (_no(view),)))
    when = privacy.moment(view, rights.due_at(now))
    text = f"{text}\n\n{view.count('erase.open', len(still), codes=privacy.codes(still), moment=when)}"
    text = f"{text}\n\n{view.say('erase.ask.way')}"
    return Screen(text, buttons=((_way(view, Way.WITHDRAWING),), (_way(view, Way.GOING_ON),), (_no(view),)))


def sure(view: View, held: Holdings, way: Way, now: datetime) -> Screen:
    """The second question. Its button is for this person only: who writes after it is somebody new."""
    yes = view.call("erase.yes", taps.ERASE, taps.MEANT, way.value, held.person.id)
    text = f"{_sure(view, hindering(held), way, now)}\n\n{view.say('erase.sure')}"
    return Screen(text, buttons=((yes,), (_no(view),)))


def wished(view: View, at: datetime) -> Screen:
    """It will be done by then, and can be called off."""
    stay = view.call("privacy.button.stay", taps.ERASE, taps.STAY)
    return Screen(view.say("erase.wished", moment=privacy.moment(view, at)), buttons=((stay,),))


def hindering(held: Holdings) -> Sequence[Report]:
    """The open reports."""
    return [report for report in held.reports if rights.hinders(Status(report.status))]


def proof(view: View, code: str, at: datetime, reports: int, files: int) -> Screen:
    """What a receipt proves."""
    text = view.say("erase.proof", code=code, moment=privacy.moment(view, at), reports=reports, files=files)
    return Screen(text)


def no_proof(view: View, code: str) -> Screen:
    """There is no such receipt."""
    return Screen(view.say("erase.proof.none", code=code))


def _stays(view: View, held: Holdings) -> str:
    if not held.reports:
        return view.say("erase.stays.nothing")
    return view.count("erase.stays", len(held.reports), text=consent.term(view, view.region.retention[Sort.EVENT].days))


def _sure(view: View, still: Sequence[Report], way: Way, now: datetime) -> str:
    if not still:
        return view.say("erase.sure.all")
    fields = {"codes": privacy.codes(still)}
    if way is Way.GOING_ON:
        fields["moment"] = privacy.moment(view, rights.due_at(now))
    return view.count(f"erase.sure.{way}", len(still), **fields)


def _way(view: View, way: Way) -> Button:
    return view.call(f"erase.button.{way}", taps.ERASE, taps.SURE, way.value)


def _no(view: View) -> Button:
    return view.call("erase.no", taps.PRIVACY)
