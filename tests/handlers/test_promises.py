"""The promises of a report in the course of its life: when they are made, what moves them, and what ends them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from rules.deadline import Klass
from rules.draft import ReportKind
from rules.lifecycle import Step
from storage import deadlines
from storage.tables import Report
from tests.handlers.stage import KETUT, Stage

ANSWER = "The rubbish was collected this morning."


def wita(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


async def dates(stage: Stage, report: Report) -> dict[str, datetime]:
    async with stage.storage.read() as session:
        return await deadlines.dates_of(session, report.id or 0)


def printed(*words: str) -> dict[str, datetime]:
    output = CliRunner().invoke(app, ["deadline", "--json", *words], catch_exceptions=False).output
    found: dict[str, Any] = json.loads(output)
    return {one["promise"]: datetime.fromisoformat(one["due"]) for one in found["deadlines"]}


@pytest.mark.parametrize("klass", list(Klass))
@pytest.mark.parametrize(
    ("filed", "forwarded", "answered"),
    [
        ("2027-03-05T11:30", "2027-03-05T11:59", "2027-03-17T09:00"),  # Friday noon, Nyepi, Eid
        ("2027-03-08T12:00", "2027-03-16T08:00", "2027-03-19T12:30"),
        ("2027-01-11T10:00", "2027-01-15T07:00", "2027-01-22T10:00"),  # Galungan, Kuningan
    ],
)
async def test_kanal_deadline_prints_what_is_stored(
    stage: Stage, klass: Klass, filed: str, forwarded: str, answered: str
) -> None:
    """The same moments as a report of that class has that was filed, forwarded and answered then."""
    kinds = {Klass.INFORMATION: ReportKind.QUESTION, Klass.SUGGESTION: ReportKind.SUGGESTION}
    stage.now = wita(filed)
    report = await stage.file(kind=kinds.get(klass, ReportKind.COMPLAINT))
    if klass is Klass.OVERSIGHT:
        await stage.desk_takes(report, Step.CLASSIFY, klass=klass.value)
    stage.now = wita(forwarded)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    stage.now = wita(answered)
    await stage.desk_takes(report, Step.REPLY, KETUT, text=ANSWER)
    await stage.desk_takes(report, Step.FINISH, KETUT)

    when = ("--filed", f"{filed}+08:00", "--forwarded", f"{forwarded}+08:00", "--answered", f"{answered}+08:00")
    assert await dates(stage, report) == printed(*when, "--class", klass.value)
