"""What an answer has to bring before its report can end: something said, or a picture of it that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from handlers import cards
from rules import substance
from rules.lifecycle import Step
from storage import attachments, events, reports
from storage import cards as card_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.house import House
    from storage.tables import Attachment
    from storage.work import Session, Work

_PICTURES: Final = frozenset({"photo", "video"})


async def counts(session: Session, house: House, text: str, data: Mapping[str, Any] | None) -> bool:
    """Whether the words say what was done, or a picture that goes with them is kept."""
    if says(house, text):
        return True
    composition_id = (data or {}).get("composition_id")
    files = await attachments.of_composition(session, int(composition_id)) if composition_id else []
    return any(file.state == attachments.STORED and is_picture(file) for file in files)


def says(house: House, text: str) -> bool:
    """Whether the words alone say enough."""
    region = house.region
    names = [name for one in (*region.agencies.values(), *region.authorities.values()) for name in _names(one)]
    return substance.is_substantive(text, names)


def is_picture(file: Attachment) -> bool:
    """Whether the file can show that something was done."""
    return file.kind in _PICTURES or file.mime.startswith("image/")


async def arrived(work: Work, attachment_id: int) -> None:
    """A file is kept now: if it is the picture of an answer already sent, the answer counts from here on."""
    file = await attachments.by_id(work.session, attachment_id)
    if file is None or file.bot != "desk" or file.report_id is None or file.event_id is None or not is_picture(file):
        return
    event = await events.by_id(work.session, file.event_id)
    report = await reports.by_id(work.session, file.report_id)
    if event is None or event.step != Step.REPLY or report is None or report.replied:
        return
    since = await events.of_report(work.session, file.report_id, since_id=file.event_id)
    if any(later.step == Step.REOPEN for later in since):
        return  # it was disputed meanwhile: the next answer counts
    if await reports.change(work, report, replied=True):
        for card in await card_rows.of_report(work.session, file.report_id):
            await cards.edit(work, card, key=f"proof:{attachment_id}")
    else:
        await arrived(work, attachment_id)


def _names(one: Any) -> tuple[str, ...]:
    return (one.names.id, one.names.en, getattr(one, "short", ""))
