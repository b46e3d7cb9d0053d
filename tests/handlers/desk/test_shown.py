"""What of people's words stands before whom: identity numbers, insults, an anonymous reporter's own name."""

from __future__ import annotations

import pytest

from handlers import casework
from rules.draft import Part
from rules.lifecycle import Actor, Step
from storage import events
from storage.tables import Report
from tests.handlers.stage import AYU, COORDINATORS, DLHK, KETUT, Stage, labels

NIK = "5103061707850003"
RUDE = "Petugas goblok, sampah menumpuk di depan rumah saya"


async def filed(stage: Stage, words: str, **answers: object) -> Report:
    """A report in these words, with the department."""
    report = await stage.file(language="id", parts=(Part(1, words),), **answers)
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    return report


def everything(stage: Stage, chat: int) -> str:
    """All that stands in a chat."""
    return "\n".join(stage.texts(chat))


async def test_identity_numbers_are_hidden_from_everybody(stage: Stage) -> None:
    """On the card, in the title, in what follows; the reporter's own words are kept as they were."""
    report = await filed(stage, f"NIK saya {NIK}. " + "Sampah menumpuk. " * 200)

    for chat in (COORDINATORS, DLHK):
        assert NIK not in everything(stage, chat)
        assert "●●●" in everything(stage, chat)
        assert "Memuat nomor identitas" in stage.card(chat).screen.text
    assert NIK in (await stage.report(report)).body


async def test_a_coordinator_sees_them_in_private_and_it_is_written_down(stage: Stage) -> None:
    """In their own chat, also what was added later; the department has no such button."""
    report = await filed(stage, f"NIK saya {NIK}, sampah menumpuk")
    assert not any("🪪" in label for label in labels(stage.card(DLHK).screen))

    assert "pribadi" in await stage.press(AYU, COORDINATORS, "Lihat nomor identitas")

    assert NIK in stage.last(AYU).screen.text
    assert NIK not in everything(stage, COORDINATORS)
    assert "melihat nomor identitas" in stage.card(COORDINATORS).screen.text
    async with stage.storage.read() as session:
        seen = [event for event in await events.of_report(session, report.id) if event.step == "reveal"]
    assert [(1, "desk")] == [(event.staff_id, event.visibility) for event in seen]


async def test_nobody_else_can_have_them_shown(stage: Stage) -> None:
    """A liaison who knows the payload of the button."""
    report = await filed(stage, f"NIK saya {NIK}, sampah menumpuk")

    assert await stage.tap(KETUT, DLHK, 1, f"d.rev:{report.id}")

    assert NIK not in everything(stage, KETUT) + everything(stage, DLHK)


async def test_without_numbers_there_is_nothing_to_show(stage: Stage) -> None:
    """An old button says that it is old."""
    report = await filed(stage, "Sampah menumpuk di depan rumah")

    assert not any("🪪" in label for label in labels(stage.card(COORDINATORS).screen))
    assert "tidak berlaku" in await stage.tap(AYU, COORDINATORS, 1, f"d.rev:{report.id}")


async def test_insults_reach_the_coordinator_with_a_flag_and_the_department_not(stage: Stage) -> None:
    """The coordinator reads what was written; the department reads dots. No title repeats it."""
    report = await filed(stage, RUDE)

    assert "goblok" in stage.card(COORDINATORS).screen.text
    assert "Memuat kata kasar" in stage.card(COORDINATORS).screen.text
    assert "goblok" not in everything(stage, DLHK)
    assert "Petugas ●●●" in everything(stage, DLHK)
    assert "Memuat kata kasar" not in everything(stage, DLHK)
    assert "goblok" not in (await stage.report(report)).title


@pytest.mark.parametrize("anonymous", [True, False])
async def test_an_anonymous_reporters_own_name_is_hidden(stage: Stage, anonymous: bool) -> None:
    """Signed letters, too; who reports openly signs as they like."""
    await filed(stage, "Rubbish behind the bar. Regards, Emma Clarke (@emma)", anonymous=anonymous)

    for chat in (COORDINATORS, DLHK):
        assert anonymous == ("Clarke" not in everything(stage, chat))
        assert anonymous == ("@emma" not in everything(stage, chat))


async def test_what_is_added_is_veiled_alike(stage: Stage) -> None:
    """Under the card and in its history."""
    report = await filed(stage, "Sampah menumpuk di depan rumah", anonymous=True)
    async with stage.storage.work(stage.now) as work:
        found = await stage.report(report)
        words = f"Dasar goblok! NIK {NIK}. Emma Clarke"
        await casework.add_from_reporter(work, stage.house, found, words, [], 5)
    await stage.deliver()

    assert "goblok" in everything(stage, COORDINATORS)
    assert "goblok" not in everything(stage, DLHK)
    for chat in (COORDINATORS, DLHK):
        assert NIK not in everything(stage, chat)
        assert "Clarke" not in everything(stage, chat)


async def test_a_reporter_is_never_quoted_by_actor_alone(stage: Stage) -> None:
    """An operator's own words on the card are veiled by the same rule: nobody's number stands in a group."""
    report = await filed(stage, "Sampah menumpuk di depan rumah")
    await stage.step(report, Step.NOTE, Actor.COORDINATOR, text=f"NIK pelapor {NIK}")

    assert NIK not in stage.card(DLHK).screen.text
