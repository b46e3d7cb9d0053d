"""A report's cards in the desk's chats: opened, kept up to date, and what hangs under them. Rows of the outbox only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from handlers import fit, looks
from handlers.screens import Screen
from rules.delivery import Kind
from rules.lifecycle import Actor, Step
from rules.rights import Told
from storage import attachments, cards, desk_chats, events, outbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handlers.house import House
    from storage.tables import Attachment, Card, DeskChat, Event, Report
    from storage.work import Work

_ALBUM: Final = {"photo": "visual", "video": "visual", "document": "document", "audio": "audio"}
GONE: Final = "gone"  # why something is taken back: the report is not with this agency any more
ERASED: Final = "erased"
COVERED: Final = "covered"  # a part of a picture is black now
HIDDEN: Final = "hidden"  # the reporter hides the name that stands there
_HUNG: Final = ("body", "evidence", "addition")  # the intents of what hangs under a card
_ADDED: Final = frozenset({Step.ADD, Step.SUPPLY, Step.REOPEN})
TOLD: Final = frozenset(
    {Step.WITHDRAW, Step.REOPEN, Step.HAND_OVER, Step.LINK, Step.UNLINK, *Told}
)  # what is told at the desk without words: of the reporter's steps, and of reports that are handled together
_QUIET: Final = frozenset({Step.LINK, Step.UNLINK})
BODY_UNITS: Final = 2400  # of the description on the card itself; the rest of a card stays below 1,600
_PIECE_UNITS: Final = 3900
ALBUM_PAUSE: Final = timedelta(seconds=2)  # the rest of an album comes in messages of its own


async def open_for(work: Work, house: House, report: Report, agency: str | None, event: Event) -> int:
    """Open the report's card in every chat of an agency (None: the coordinators'); how many chats there are."""
    chats = await desk_chats.of_agency(work.session, agency)
    for chat in chats:
        await open_in(work, house, report, chat, key=f"{event.id}")
    return len(chats)


async def open_in(work: Work, house: House, report: Report, chat: DeskChat, key: str) -> Card:
    """Open the card in one group, in a topic of its own where the group is a forum."""
    card = await cards.open(work, _id(report), chat.chat_id)
    if chat.is_forum and card.thread_id is None:
        await _put(work, card, method="topic", screen=topic(house, report, chat.language), dedup_key=f"topic:{card.id}")
    await show(work, card, key)
    await hang(work, report, card)
    return card


def topic(house: House, report: Report, locale: str) -> Screen:
    """The name of a report's topic: its code and what it is about."""
    category = house.region.categories.get(report.category or house.region.fallback_category)
    return Screen(f"{report.code} · {category.names.of(locale)}" if category else report.code)


async def rename(work: Work, house: House, report: Report, event: Event) -> None:
    """The topics of a report that has another category say so."""
    if event.step != Step.CATEGORISE:
        return
    for card in await cards.of_report(work.session, _id(report)):
        chat = await desk_chats.by_chat(work.session, card.chat_id)
        if chat is not None and chat.is_forum:
            name, key = topic(house, report, chat.language), f"topic:{card.id}:{event.id}"
            await _put(work, card, method="retopic", screen=name, kind=Kind.UPKEEP, dedup_key=key)


async def show(work: Work, card: Card, key: str) -> None:
    """Send the card as a new message; one that stood in the chat before becomes a line that points down."""
    if card.message_id is not None:
        await _put(
            work,
            card,
            intent="card",
            data={"card_id": card.id, "moved": True},
            method="edit",
            edit_message_id=card.message_id,
            own=False,  # or the old message would be taken for the card
            dedup_key=f"card:{card.id}:{key}:moved",
        )
    await _put(work, card, intent="card", data={"card_id": card.id}, purpose="card", dedup_key=f"card:{card.id}:{key}")


async def refresh(work: Work, report: Report, event: Event) -> None:
    """After an event, edit every card of the report; one that is about to be sent or edited says it by itself."""
    await looks.redraw(work, report, f"{event.id}")
    for card in await cards.of_report(work.session, _id(report)):
        waiting = await outbox.pending(work.session, "card", card_id=card.id, report_id=card.report_id)
        if waiting is None or waiting.data.get("menu"):
            await edit(work, card, key=f"{event.id}:edit")


async def redraw(work: Work, report: Report, why: str) -> None:
    """Edit every card of the report that was sent. It rings nobody and lets everything else go first."""
    await looks.redraw(work, report, why)
    for card in await cards.of_report(work.session, _id(report)):
        if card.message_id is not None:
            await edit(work, card, key=why, patient=True)


async def edit(work: Work, card: Card, key: str | None = None, menu: str = "", *, patient: bool = False) -> None:
    """Edit a card where it stands; with `menu` its buttons become a choice to make. `patient`: after all that waits,
    and without a sound, should the card have to be sent anew."""
    kind = Kind.REPLY if menu or key is None else Kind.UPKEEP if patient else Kind.NOTICE
    await _put(
        work,
        card,
        intent="card",
        data={"card_id": card.id, "menu": menu},
        method="edit",
        edit_message_id=card.message_id,
        kind=kind,
        silent=patient,
        dedup_key=f"card:{card.id}:{key}" if key else None,
    )


async def edit_in(work: Work, report: Report, chat_id: int, menu: str = "") -> None:
    """Edit the report's card in one chat; without `menu` a choice that stands on it is closed."""
    for card in await cards.of_report(work.session, _id(report)):
        if card.chat_id == chat_id:
            await edit(work, card, menu=menu)


async def hang(work: Work, report: Report, card: Card) -> None:
    """Hang everything under a card that belongs to the report and is not there yet: text, evidence, additions."""
    files = await attachments.of_report(work.session, _id(report))
    await body(work, report, card)
    await evidence(work, card, [file for file in files if file.event_id is None and file.bot == "public"])
    for event in await events.of_report(work.session, _id(report)):
        if event.actor == Actor.REPORTER and event.step in _ADDED:
            await addition(work, card, event, [file for file in files if file.event_id == event.id])


async def body(work: Work, report: Report, card: Card) -> None:
    """Hang the whole text under a card that has room for its beginning only."""
    for part in range(len(parts(report.body))):
        data = {"card_id": card.id, "part": part}
        await _put(work, card, intent="body", data=data, silent=True, dedup_key=f"body:{card.id}:{part}")


def parts(words: str) -> tuple[str, ...]:
    """The pieces in which the whole text follows a card; none when the card shows it all."""
    return fit.split(words, _PIECE_UNITS) if fit.units(words) > BODY_UNITS else ()


async def evidence(work: Work, card: Card, files: Iterable[Attachment]) -> None:
    """Hang files under a card: an album of each sort, and those that Telegram does not group one by one."""
    for name, group in albums(files).items():
        data = {"card_id": card.id, "files": [file.id for file in group]}
        key = f"evidence:{card.id}:{name}"
        await _put(work, card, intent="evidence", data=data, purpose="evidence", silent=True, dedup_key=key)


async def addition(work: Work, card: Card, event: Event, files: Sequence[Attachment]) -> None:
    """Hang what the reporter added or did under a card. An album is several messages and becomes one again."""
    if event.text or event.step in TOLD:
        data: dict[str, Any] = {"card_id": card.id, "event_id": event.id}
        key = f"addition:{card.id}:{event.id}"
        quiet = event.step in _QUIET
        await _put(
            work,
            card,
            about=event.report_id,
            intent="addition",
            data=data,
            purpose="addition",
            silent=quiet,
            dedup_key=key,
        )
    for file in files:
        album = file.media_group_id if file.kind in _ALBUM else None
        data = {"card_id": card.id, "album": album} if album else {"card_id": card.id, "files": [file.id]}
        await _put(
            work,
            card,
            about=event.report_id,
            intent="evidence",
            data=data | {"added": True},
            purpose="addition",
            due_at=work.now + ALBUM_PAUSE if album else None,
            dedup_key=f"added:{card.id}:{album or file.id}",
        )


async def clear(work: Work, card: Card, key: str, why: str = GONE) -> None:
    """Take back what was hung under a card: its chat may not see the report any more, or its reporter was erased. It
    waits for what is in flight to the chat, and can be hung anew."""
    await outbox.take_back(work, card, _HUNG)
    data = {"card_id": card.id, "why": why}
    await _put(work, card, intent="clear", method="clear", data=data, dedup_key=f"clear:{card.id}:{key}")


async def forget(work: Work, report: Report) -> None:
    """Take back what the desk was shown of a report whose reporter's data is gone: under its cards, and under the
    messages in which it is open in place."""
    key = f"erased:{report.version}"
    await looks.take_back(work, report, key, ERASED, always=True)
    for card in await cards.of_report(work.session, _id(report)):
        await clear(work, card, key, ERASED)


def albums(files: Iterable[Attachment]) -> dict[str, list[Attachment]]:
    """The files as Telegram groups them; those it does not group one by one."""
    found: dict[str, list[Attachment]] = {}
    for file in files:
        found.setdefault(_ALBUM.get(file.kind, f"one{file.id}"), []).append(file)
    return found


async def _put(
    work: Work,
    card: Card,
    *,
    screen: Screen | None = None,
    own: bool = True,
    kind: Kind = Kind.NOTICE,
    about: int | None = None,
    **options: Any,
) -> None:
    await outbox.put(
        work,
        bot="desk",
        chat_id=card.chat_id,
        kind=kind,
        screen=screen.body() if screen else None,
        report_id=about or card.report_id,
        card_id=card.id if own else None,
        **options,
    )


def _id(row: Report | Card) -> int:
    if row.id is None:
        raise ValueError("it is not stored yet")
    return row.id
