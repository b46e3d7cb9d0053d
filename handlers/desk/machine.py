"""Under a preview: have a machine draft the other language, and say that its draft was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.desk import preview, view
from rules import translation
from rules.translation import Machine
from storage import compositions, translations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.desk.gate import Desk
    from storage.tables import Composition, Report


async def draft(desk: Desk, composition: Composition, report: Report, _parts: Sequence[str]) -> None:
    """Ask the machine, after this is committed; the preview says that it is being done, and later what came of it."""
    seen = await view.load(desk.work.session, report)
    source = translation.source(composition.body, seen.language, confidential=report.confidential)
    asked = await translations.of_composition(desk.work.session, composition.id)
    waits = asked is not None and asked.state == translations.WAITING
    if report.confidential:
        desk.toast("desk.machine.confidential")
    elif source is None or composition.translation or not desk.house.translates:
        desk.toast("desk.toast.look_again")
    elif not waits:
        await translations.ask(
            desk.work,
            composition.body,
            report_id=report.id,
            composition_id=composition.id,
            staff_id=desk.staff.id,
            chat_id=desk.chat_id,
            message_id=desk.message_id,
            thread_id=desk.thread_id,
            source=source,
            target=seen.language,
        )
    await _look(desk, composition, report)


async def checked(desk: Desk, composition: Composition, report: Report, parts: Sequence[str]) -> None:
    """The writer answers for what the machine drafted, as it was shown; then it can be sent."""
    seen = await view.load(desk.work.session, report)
    same = composition.machine == Machine.DRAFT and parts[:1] == [preview.seal(composition, seen)]
    if not same or not await compositions.checked(desk.work, composition):
        desk.toast("desk.toast.look_again")
    await _look(desk, composition, report)


async def _look(desk: Desk, composition: Composition, report: Report) -> None:
    await desk.instead(await preview.screen(desk.work.session, desk.house, composition, report, desk.locale))
