"""An answer or a question written beforehand: chosen at a card, filled in in each language, previewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import callbacks, casework, outlook, say
from handlers.desk import preview, template_pages, view
from handlers.desk.menus import PAGE, Press
from handlers.screens import Button, Screen
from rules import access, lifecycle, reader, template
from rules.lifecycle import Moved, Refusal, Refused, Step
from rules.template import Template
from rules.tongue import HOME
from storage import compositions, reporters, templates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.desk.gate import Desk
    from handlers.house import House
    from storage.tables import Report, TemplateRow

_LABEL: Final = 40


async def press(desk: Desk, report: Report, parts: Sequence[str]) -> None:
    """A page of the templates for such reports, or the one that was chosen."""
    actor = access.acts_as(desk.staff, report.agency)
    may = lifecycle.move(Step.REPLY, casework.case_of(report), actor) if actor else Refused(Refusal.ACTOR)
    heard = not reporters.unheard(await reporters.by_id(desk.work.session, report.reporter_id))
    case = casework.case_of(report, heard=heard)
    steps = [one for one in template.STEPS if actor and isinstance(lifecycle.move(one, case, actor), Moved)]
    found = fitting(desk.house, report, await templates.published(desk.work.session), steps)
    chosen = next((one for one in found if one.key == parts[0]), None)
    if isinstance(may, Refused):
        desk.toast(f"desk.refused.{may.why}")
    elif chosen is not None:
        await _fill(desk, report, chosen)
    elif not parts[0].isdecimal():
        desk.toast("desk.toast.stale")
    elif not found:
        desk.toast("desk.template.none", code=report.code)
    else:
        await _list(desk, report, found, int(parts[0]), anew=not parts[1])


def fitting(
    house: House, report: Report, made: Sequence[TemplateRow] = (), steps: Sequence[Step] = template.STEPS
) -> list[Template]:
    """The templates for such a report and these steps, the region's and those made at the desk; answers first, and of
    each sort those made for it."""
    every = (*house.region.templates, *(_of_row(house, row) for row in made))
    found = [one for one in every if template.suits(one, report.category, report.status, report.agency)]
    fit = [one for one in found if one.step in steps]
    return sorted(fit, key=lambda one: (template.STEPS.index(one.step), one.category is None, one.status is None))


def _of_row(house: House, row: TemplateRow) -> Template:
    names = {locale: template_pages.name(row, locale) for locale in house.catalog.desk}
    return Template(f"d{row.id}", names, row.texts, row.category, row.status, row.agency, Step(row.step))


async def _list(desk: Desk, report: Report, found: Sequence[Template], page: int, *, anew: bool) -> None:
    shown = found[page * PAGE : (page + 1) * PAGE]
    rows = [(Button(_label(one, desk.locale), callbacks.pack(Press.FILL, report.id, one.key)),) for one in shown]
    pages = [
        Button(arrow, callbacks.pack(Press.FILL, report.id, other, "turn"))
        for arrow, other in (("‹", page - 1), ("›", page + 1))
        if 0 <= other * PAGE < len(found)
    ]
    screen = Screen(
        desk.text("desk.template.choose", code=report.code), buttons=(*rows, *((tuple(pages),) if pages else ()))
    )
    if anew:
        await desk.say(screen, reply_to=desk.message_id, report_id=report.id)
    else:
        await desk.instead(screen)


def _label(one: Template, locale: str) -> str:
    mark = f"{template_pages.MARKS[one.step]} " if one.step is not Step.REPLY else ""
    return f"{mark}{(one.names.get(locale) or one.names[reader.otherwise(locale)])[:_LABEL]}"


async def _fill(desk: Desk, report: Report, chosen: Template) -> None:
    """Its texts become words that wait to be confirmed, in place of the list."""
    house = desk.house
    seen = await view.load(desk.work.session, report)
    other = seen.reads if chosen.texts.get(seen.reads) and seen.reads != HOME else reader.ENGLISH
    texts = [template.fill(chosen.texts[one], one, values(house, report, one)).strip() for one in (HOME, other)]
    composition = await compositions.open(
        desk.work,
        report_id=report.id or 0,
        staff_id=desk.staff.id,
        chat_id=desk.chat_id,
        message_id=desk.message_id or 0,
        purpose=str(chosen.step),
        body=texts[0],
    )
    await compositions.translate(desk.work, composition, texts[1], desk.message_id or 0)
    screen = await preview.screen(desk.work.session, house, composition, report, desk.locale)
    about = {"report_id": report.id, "purpose": f"{preview.PURPOSE}{composition.id}"}
    await say.instead(desk.work, "desk", desk.chat_id, desk.message_id, screen, **about)


def values(house: House, report: Report, locale: str) -> dict[str, str]:
    """What is filled in, in one language."""
    category = house.region.categories.get(report.category or house.region.fallback_category)
    place = ", ".join(dict.fromkeys(part for part in (report.place_name, report.district) if part))
    return {
        "code": report.code,
        "agency": outlook.agency_name(house, report.agency, locale),
        "category": category.names.of(locale) if category else "",
        "place": place or house.catalog.say(locale, "notice.template.place"),
    }
