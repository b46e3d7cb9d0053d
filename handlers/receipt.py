"""The receipt of an anonymous report: drawn when the report becomes anonymous, gone when it is no longer."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from handlers.screens import Screen
from rules import receipt as rules
from storage import reports

if TYPE_CHECKING:
    from handlers.house import House
    from storage.tables import Report
    from storage.work import Session, Work


async def issue(work: Work, house: House, report: Report) -> str:
    """A new number for the report, known only here; one from before opens nothing any more."""
    number = rules.make(secrets.randbelow(rules.SPACE))
    await reports.keep_receipt(work, report, rules.digest(house.key, rules.parse(number) or ""))
    return number


async def opened(session: Session, house: House, digits: str) -> Report | None:
    """The report that the number opens."""
    return await reports.by_receipt(session, rules.digest(house.key, digits))


async def by_digest(session: Session, digest: str) -> Report | None:
    """The report whose receipt has that digest."""
    return await reports.by_receipt(session, digest)


def screen(house: House, report: Report, number: str, locale: str) -> Screen:
    """The number, once; what it is for, and that nobody can find it again."""
    return Screen(house.catalog.say(locale, "receipt.number", code=report.code, number=number))
