"""An operator blackens a part of a picture: a grid, a look, and then everywhere."""

from __future__ import annotations

from rules.lifecycle import Step
from storage import attachments, events
from storage.tables import Attachment, Report
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, Stage, labels


async def filed(stage: Stage, files: int = 1, **fields: object) -> tuple[Report, list[int]]:
    """A report with pictures, with the department; their ids."""
    report = await stage.file()
    ids = []
    async with stage.storage.work(stage.now) as work:
        for number in range(files):
            known = {"bot": "public", "kind": "photo", "file_id": f"f{number}", "file_unique_id": f"u{number}"}
            file = await attachments.add(work, report_id=report.id, message_id=number, **{**known, **fields})
            await attachments.stored(work, file.id, f"{number:064}", 9, "image/jpeg")
            await attachments.sent_as(work, file.id, "known at the desk")
            ids.append(file.id)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    return report, ids


async def file_of(stage: Stage, number: int) -> Attachment:
    """The file as it is kept."""
    async with stage.storage.read() as session:
        found = await attachments.by_id(session, number)
    assert found is not None
    return found


async def test_a_part_is_black_everywhere(stage: Stage) -> None:
    """Grid, cells, preview, yes: all chats get the picture anew, it has to be uploaded anew, the history says who."""
    report, [number] = await filed(stage)
    await stage.press(KETUT, DLHK, "⋯")
    await stage.press(KETUT, DLHK, "Hitamkan bagian foto")
    grid = stage.last(DLHK)
    assert [(number, "", True)] == [(media.attachment_id, media.draws, media.grid) for media in grid.screen.media]

    await stage.write(KETUT, DLHK, "b2-c3", to=grid.message_id)
    preview = stage.last(DLHK)
    assert [(number, "B2-C3", False)] == [(m.attachment_id, m.draws, m.grid) for m in preview.screen.media]
    assert "" == (await file_of(stage, number)).covers

    assert "Dihitamkan" in await stage.press(KETUT, DLHK, "Pakai")

    file = await file_of(stage, number)
    assert ("B2-C3", None) == (file.covers, file.other_file_id)
    assert not any(shown.message_id in {grid.message_id, preview.message_id} for shown in stage.seen(DLHK))
    for chat in (COORDINATORS, DLHK):
        assert "menghitamkan bagian foto" in stage.card(chat).screen.text
        assert 1 == len([shown for shown in stage.seen(chat) if shown.screen.media])
    async with stage.storage.read() as session:
        [event] = [event for event in await events.of_report(session, report.id) if event.step == "cover"]
    assert ({"file": number, "cells": "B2-C3"}, "desk") == (event.data, event.visibility)


async def test_what_is_black_only_a_coordinator_can_show_again(stage: Stage) -> None:
    """A department adds to it; a coordinator chooses anew, on the picture as it came."""
    report, [number] = await filed(stage)
    await stage.tap(KETUT, DLHK, 1, f"d.cov:{report.id}:{number}:A1")
    await stage.tap(KETUT, DLHK, 1, f"d.cov:{report.id}:{number}:F6")
    assert "A1,F6" == (await file_of(stage, number)).covers

    await stage.press(AYU, COORDINATORS, "⋯")
    await stage.press(AYU, COORDINATORS, "Hitamkan bagian foto")
    assert [""] == [media.draws for media in stage.last(COORDINATORS).screen.media]
    await stage.write(AYU, COORDINATORS, "C3", to=stage.last(COORDINATORS).message_id)
    await stage.press(AYU, COORDINATORS, "Pakai")
    assert "C3" == (await file_of(stage, number)).covers


async def test_of_several_pictures_one_is_chosen(stage: Stage) -> None:
    """By its number."""
    _, ids = await filed(stage, files=3)
    await stage.press(KETUT, DLHK, "⋯")
    await stage.press(KETUT, DLHK, "Hitamkan bagian foto")
    assert ["Foto 1", "Foto 2", "Foto 3"] == labels(stage.last(DLHK).screen)

    await stage.press(KETUT, DLHK, "Foto 2")

    assert [ids[1]] == [media.attachment_id for media in stage.last(DLHK).screen.media]


async def test_other_words_are_not_guessed_at(stage: Stage) -> None:
    """What to write is said once more."""
    await filed(stage)
    await stage.press(KETUT, DLHK, "⋯")
    await stage.press(KETUT, DLHK, "Hitamkan bagian foto")
    await stage.write(KETUT, DLHK, "wajah di kiri", to=stage.last(DLHK).message_id)

    assert "misalnya B2-D4" in stage.last(DLHK).screen.text


async def test_strangers_and_other_reports_have_no_use_of_the_button(stage: Stage) -> None:
    """Neither a picture of another report, nor a report of another department."""
    report, [number] = await filed(stage)
    other = await stage.file()
    await stage.deliver()

    assert await stage.tap(KETUT, DLHK, 1, f"d.cov:{other.id}:{number}:A1")
    assert await stage.tap(AYU, COORDINATORS, 1, f"d.cov:{other.id}:{number}:A1")
    assert await stage.tap(AYU, COORDINATORS, 1, f"d.cov:{report.id}:999:A1")
    assert "" == (await file_of(stage, number)).covers


async def test_without_pictures_there_is_no_button(stage: Stage) -> None:
    """A voice cannot be blackened."""
    report, [number] = await filed(stage, kind="voice")
    async with stage.storage.work(stage.now) as work:
        await attachments.stored(work, number, "1" * 64, 9, "audio/ogg")
    await stage.write(AYU, COORDINATORS, f"/kartu {report.code}")
    await stage.press(AYU, COORDINATORS, "⋯")

    assert not any("Hitamkan" in label for label in labels(stage.card(COORDINATORS).screen))
