"""A liaison reaches nothing of another agency: by no command, button, forged payload, reply, edit or forwarded message.

Whoever adds a button adds a line to `TAILS`; commands are tried by themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Table

from handlers import desk
from handlers.desk.menus import Press, mark
from rules.access import Role
from rules.broadcast import Move
from rules.draft import Part, Place
from rules.lifecycle import Step
from storage import attachments, broadcasts, compositions, desk_chats, events, staff, templates
from storage.tables import Base, Composition
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, MADE, WAYAN, labels

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from storage.tables import Report
    from tests.handlers.stage import Stage

PUTU, NYOMAN, PUPR = 14, 15, -1004
CANARY = "kenari"  # in every word, name and file of the other agency
TOLD = {"inbox", "push", "tick", "alembic_version"}  # what was heard and said, not what is

# What follows the prefix of each button, with the numbers of the other agency's rows.
TAILS: dict[Press, tuple[str, ...]] = {
    Press.STEP: ("{report}:take:{mark}", "{report}:finish:{mark}", "{report}:close:{mark}", "{report}:reopen:{mark}"),
    Press.PROMPT: ("{report}:reply", "{report}:ask", "{report}:note", "{report}:return", "{report}:title"),
    Press.MENU: ("{report}:forward", "{report}:archive", "{report}:refer.0", "{report}:", "{report}:more",
                 "{report}:assign", "{report}:pass", "{report}:categorise", "{report}:classify"),
    Press.FORWARD: ("{report}:dlhk:{mark}", "{report}:pupr:{mark}"),
    Press.ASSIGN: ("{report}:me:{mark}", "{report}:0:{mark}", "{report}:{staff}:{mark}"),
    Press.CATEGORISE: ("{report}:waste:{mark}",),
    Press.WHY: ("{report}:pass:dlhk:{mark}", "{report}:categorise:waste:{mark}", "{report}:classify:oversight:{mark}"),
    Press.REFER: ("{report}:pln:{mark}",),
    Press.ARCHIVE: ("{report}:unclear:{mark}", "{report}:other:{mark}"),
    Press.OPEN: ("{report}",),
    Press.LOOKING: ("{report}:facts:all.0", "{report}:history-0:all.0", "{report}:others-0:late.0",
                    "{report}:nearby-0:all.0", "{report}:evidence:all.0"),
    Press.QUEUE: ("all.0", "new.0", "mine-{staff}.0", "late.0", "unreached.0", "find-1.0", "find-9.0"),
    Press.SEND: ("{composition}:{seal}", "{composition}:00000000"),
    Press.NOTE: ("{composition}",),
    Press.CANCEL: ("{composition}",),
    Press.OTHER: ("{composition}",),
    Press.RISK: ("{composition}",),
    Press.CORRECT: ("{event}",),
    Press.LOOK: ("{composition}",),
    Press.LANGUAGE: ("id", "en"),
    Press.TRUST: ("{report}", "{report}:{staff}", "{secret}", "{secret}:{me}"),
    Press.FILL: ("{report}:0", "{report}:d{template}", "{report}:0:turn"),
    Press.TEMPLATE: ("{template}:open", "{template}:edit", "{template}:retire", "{template}:write:id", "0:list"),
    Press.BROADCAST: ("{broadcast}:open", "{broadcast}:look", "{broadcast}:yes:{version}", "{broadcast}:go:{version}",
                      "{broadcast}:end:{version}", "{broadcast}:file", "{broadcast}:test", "0:list", "0:new"),
    Press.TEAM: ("list", "p:{staff}", "role:{staff}", "set:{staff}:admin", "set:{me}:coordinator", "admin:{me}",
                 "x:{staff}", "xx:{staff}", "set:0:coordinator", "c:1"),
    Press.DUTY: ("until:1", "in:{staff}", "on"),
    Press.READ: ("{report}",),
    Press.MACHINE: ("{composition}",),
    Press.CHECKED: ("{composition}:{seal}", "{composition}"),
    Press.REVEAL: ("{report}",),
    Press.COVER: ("{report}", "{report}:1", "{report}:1:0.1.2"),
    Press.BAN: ("{report}", "{report}:7", "{report}:30", "{report}:lift"),
    Press.LINK: ("{report}", "{report}:off", "{report}:who:0", "{report}:{secret}", "{report}:yes:{secret}:0000"),
    Press.SPLIT: ("{report}",),
    Press.PART: ("{composition}:cat", "{composition}:is:waste", "{composition}:yes:{seal}", "{composition}:file:all.0"),
    Press.SEEING: ("show:7d:pupr:p", "go:7d:pupr:p", "make:7d:pupr:x", "make:7d:pupr:c!:sure", "agency:7d:pupr:x:0"),
}  # fmt: skip


@dataclass
class Other:
    """What the other agency has: an open report with everything that can hang on one, and a confidential one."""

    report: Report
    secret: Report
    numbers: dict[str, Any]
    messages: list[int]
    written: int
    canary: str = CANARY


pytestmark = pytest.mark.timeout(900)  # hundreds of attempts, each with a look at every row
Attempt = tuple[str, "Callable[[], Awaitable[object]]"]


@pytest.fixture
async def other(stage: Stage) -> Other:
    """PUPR's: taken, answered, with a note, a picture, words not sent yet, a template; a coordinator's broadcast."""
    async with stage.storage.work(stage.now) as work:
        await staff.add(work, PUTU, "Putu", Role.LEADER)
        await staff.add(work, NYOMAN, "Nyoman", Role.LIAISON, "pupr")
        await staff.remove(work, NYOMAN)
        await desk_chats.bind(work, PUPR, "pupr")
    report, secret = await _filed(stage), await _filed(stage, confidential=True)
    await stage.write(WAYAN, PUPR, f"Sudah ditambal. {CANARY}", to=stage.card(PUPR).message_id)
    written = await stage.write(
        WAYAN, PUPR, f"Petugas kami sudah menambal jalan itu kemarin sore, {CANARY}.", to=_card_of(stage, report)
    )
    async with stage.storage.work(stage.now) as work:
        ayu, wayan = await staff.by_telegram_id(work.session, AYU), await staff.by_telegram_id(work.session, WAYAN)
        ketut = await staff.by_telegram_id(work.session, KETUT)
        assert ayu is not None
        assert wayan is not None
        assert ketut is not None
        template = await templates.open(work, wayan.id, "pupr")
        await templates.change(work, template, texts={"id": f"Yth. {CANARY}", "en": f"Dear {CANARY}"})
        await templates.move(work, template, templates.DRAFT, templates.PUBLISHED, wayan.id)
        broadcast = await broadcasts.open(work, ayu.id)
        await broadcasts.change(work, broadcast, texts={"id": f"Awas {CANARY}", "en": f"Mind {CANARY}"})
        await broadcasts.move(work, broadcast, Move.ASK, ayu.id, data={"size": 1}, size=1)
        composition = await compositions.at(work.session, PUPR, written)
        assert isinstance(composition, Composition)
        said = [event for event in await events.of_report(work.session, report.id) if event.step == Step.REPLY]
        numbers = {
            "report": report.id, "secret": secret.id, "composition": composition.id, "event": said[-1].id,
            "template": template.id, "broadcast": broadcast.id, "version": broadcast.version,
            "staff": wayan.id, "me": ketut.id, "mark": mark(report), "seal": _seal(stage),
        }  # fmt: skip
    messages = [shown.message_id for chat in (PUPR, COORDINATORS) for shown in stage.seen(chat)]
    return Other(await stage.report(report), secret, numbers, messages, written)


async def test_a_liaison_reaches_nothing_of_another_agency(stage: Stage, other: Other) -> None:
    """From the own group, the other's, the coordinators' and the own chat: nothing of the other agency's changes, and
    nothing of it is said where this agency reads."""
    attempts = [
        attempt
        for chat in (KETUT, DLHK, PUPR, COORDINATORS)
        for attempt in (*_commands(stage, other, KETUT, chat), *_presses(stage, other, KETUT, chat),
                        *_messages(stage, other, KETUT, chat))
    ]  # fmt: skip
    assert len(attempts) > 200

    await _try(stage, other, attempts, KETUT, reads=(KETUT, DLHK))


async def test_a_confidential_report_is_closed_to_whoever_was_not_named(stage: Stage, other: Other) -> None:
    """Also to a liaison of the very agency it lies with, in every chat they can write in."""
    async with stage.storage.read() as session:
        said = await events.of_report(session, other.secret.id)
    numbers = {**other.numbers, "report": other.secret.id, "event": said[-1].id, "mark": mark(other.secret)}
    own = {Press.TRUST, Press.OPEN, Press.CORRECT}
    presses = {press: tails for press, tails in TAILS.items() if press in own or "{report}" in str(tails)}
    secret = replace(other, report=other.secret, numbers=numbers, canary=f"{CANARY}-rahasia", messages=[
        shown.message_id for chat in (PUPR, COORDINATORS) for shown in stage.seen(chat)
        if shown.push.report_id == other.secret.id
    ])  # fmt: skip
    attempts = [
        attempt
        for chat in (WAYAN, PUPR, COORDINATORS)
        for attempt in (*_commands(stage, secret, WAYAN, chat), *_presses(stage, secret, WAYAN, chat, presses),
                        *_messages(stage, secret, WAYAN, chat, unsent=False))
    ]  # fmt: skip

    await _try(stage, secret, attempts, WAYAN, reads=(WAYAN, PUPR, COORDINATORS))


async def test_whoever_was_removed_reaches_nothing(stage: Stage, other: Other) -> None:
    """Not even of the agency they were of."""
    attempts = [
        attempt
        for chat in (NYOMAN, PUPR)
        for attempt in (*_commands(stage, other, NYOMAN, chat), *_presses(stage, other, NYOMAN, chat),
                        *_messages(stage, other, NYOMAN, chat))
    ]  # fmt: skip

    await _try(stage, other, attempts, NYOMAN, reads=(NYOMAN,))


async def test_a_leader_acts_on_nothing(stage: Stage, other: Other) -> None:
    """They read, and agree to broadcasts; no report, template or person is another one after any of their presses."""
    presses = {press: tails for press, tails in TAILS.items() if press is not Press.BROADCAST}
    attempts = [*_presses(stage, other, PUTU, PUTU, presses), *_messages(stage, other, PUTU, COORDINATORS)]

    await _try(stage, other, attempts, PUTU, reads=(), may_open=True)
    assert not [text for text in stage.texts(PUTU) if f"{CANARY}-rahasia" in text]


def test_every_button_is_tried() -> None:
    """A new button needs a line in `TAILS`."""
    assert set(Press) == set(TAILS)


async def _try(
    stage: Stage, other: Other, attempts: list[Attempt], who: int, reads: tuple[int, ...], *, may_open: bool = False
) -> None:
    files = {row["id"] for row in (await _dump(stage))["attachment"].values() if row["report_id"] is not None}
    after = await _dump(stage)
    for name, attempt in attempts:
        before, read = after, _screens(stage, reads)
        toast = await attempt()
        after = await _dump(stage)
        assert [] == list(_changes(before, after, other, who, may_open=may_open)), name
        assert other.canary not in str(toast), name
        for key, screen in _screens(stage, reads).items():
            if read.get(key) != screen:
                said = re.sub(r"🔎[^\n]*", "", screen.text)  # but for what they were looking for themselves
                assert other.canary not in f"{said} {labels(screen)}", name
                assert not files & {media.attachment_id for media in screen.media}, name
                assert screen.document is None or other.canary.encode() not in screen.document.content, name
        stage.later(seconds=1)


def _commands(stage: Stage, other: Other, who: int, chat: int) -> Iterator[Attempt]:
    for names in desk.COMMANDS.values():
        for name in names:
            for words in ("", f"{other.report.code} 1234567", other.canary):
                text = f"/{name} {words}".strip()
                yield f"{text} in {chat}", lambda text=text: stage.write(who, chat, text)  # type: ignore[misc]


def _presses(
    stage: Stage, other: Other, who: int, chat: int, tails: dict[Press, tuple[str, ...]] = TAILS
) -> Iterator[Attempt]:
    for press, ends in tails.items():
        for end in ends:
            data = f"{press}:{end.format(**other.numbers)}"
            yield f"{data} in {chat}", lambda data=data: stage.tap(who, chat, other.messages[0], data)  # type: ignore[misc]
            if "{report}" in end:
                sealed = f"{press}:{end.format(**{**other.numbers, 'report': other.secret.id})}"
                yield f"{sealed} in {chat}", lambda data=sealed: stage.tap(who, chat, 1, data)  # type: ignore[misc]


def _messages(stage: Stage, other: Other, who: int, chat: int, *, unsent: bool = True) -> Iterator[Attempt]:
    picture = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1, "file_size": 9}]
    origin = {"type": "user", "date": 1, "sender_user": {"id": 1, "is_bot": True, "first_name": "Meja"}}
    for number in other.messages:
        yield f"reply to {number} in {chat}", lambda to=number: stage.write(who, chat, "Halo", to=to)  # type: ignore[misc]
    last = other.messages[-1]
    yield f"picture in {chat}", lambda: stage.write(who, chat, "", to=last, photo=picture, caption="x")
    yield f"code in {chat}", lambda: stage.write(who, chat, other.report.code)
    yield f"forward in {chat}", lambda: stage.write(who, chat, f"<b>{other.report.code}</b>", forward_origin=origin)
    if unsent:
        yield (
            f"edit in {chat}",
            lambda: stage.write(who, chat, "Lain", update="edited_message", message_id=other.written, edit_date=2),
        )


def _screens(stage: Stage, chats: tuple[int, ...]) -> dict[tuple[int, int], Any]:
    return {(chat, shown.message_id): shown.screen for chat in chats for shown in stage.seen(chat)}


Rows = dict[str, dict[Any, dict[str, Any]]]


async def _dump(stage: Stage) -> Rows:
    """Every row of every table but of what was heard and said."""
    found: Rows = {}
    async with stage.storage.read() as session:
        connection = await session.connection()
        for name, table in Base.metadata.tables.items():
            if name not in TOLD:
                rows = (await connection.execute(table.select())).mappings()
                found[name] = {_key(table, row): dict(row) for row in rows}
    return found


def _key(table: Table, row: Any) -> Any:
    return tuple(row[column.name] for column in table.primary_key)


def _changes(before: Rows, after: Rows, other: Other, who: int, *, may_open: bool) -> Iterator[str]:
    """What is different, but for what the intruder may do: something of their own, which tells nothing of others."""
    theirs = {other.report.id, other.secret.id}  # the same, when the intruder is of the agency
    for name, rows in after.items():
        for key, row in before[name].items():
            was, now = dict(row), dict(rows.get(key, {}))
            if name == "staff" and row["telegram_id"] == who:
                for field in ("seen_at", "language", "off_since", "off_until", "stand_in_id"):
                    was.pop(field, None)
                    now.pop(field, None)
            turned = may_open and name == "message_link"  # a page of what they may open
            if was != now and not turned:
                yield f"{name} {key}"
        for key, row in rows.items():
            if key in before[name]:
                continue
            about = row.get("report_id") in theirs and not (may_open and name in {"card", "message_link"})
            if (
                about
                or other.canary in str(row)
                or name in {"staff", "invitation", "confidant", "broadcast", "desk_chat"}
            ):
                yield f"new {name} {row}"


async def _filed(stage: Stage, *, confidential: bool = False) -> Report:
    """A report that lies with PUPR and was answered; each word of it is marked."""
    mark_ = f"{CANARY}-rahasia" if confidential else CANARY
    place = Place(-8.66, 115.14, "51.03.06.2004", "Tibubeneng", "Kuta Utara", words=f"Gang {mark_}")
    report = await stage.file(
        MADE,
        "id",
        parts=(Part(1, f"Jalan berlubang {mark_}"),),
        place=place,
        category="road",
        confidential=confidential,
    )
    async with stage.storage.work(stage.now) as work:
        await attachments.add(
            work, bot="public", kind="photo", file_id="f", file_unique_id=f"u{report.id}", message_id=7,
            report_id=report.id, name=f"{mark_}.jpg", state="stored",
        )  # fmt: skip
    await stage.desk_takes(report, Step.FORWARD, agency="pupr")
    if not confidential:
        await stage.desk_takes(report, Step.TAKE, who=WAYAN)
        await stage.desk_takes(report, Step.REPLY, who=WAYAN, text=f"Jawaban {mark_}: tim menambal jalan besok pagi.")
        await stage.desk_takes(report, Step.NOTE, who=WAYAN, text=f"Catatan {mark_}")
    return await stage.report(report)


def _card_of(stage: Stage, report: Report) -> int:
    cards = [one for one in stage.seen(PUPR) if one.push.intent == "card" and one.push.report_id == report.id]
    return cards[-1].message_id


def _seal(stage: Stage) -> str:
    _, button = stage.button(PUPR, "Kirim ke pelapor")
    return button.value.rpartition(":")[2]
