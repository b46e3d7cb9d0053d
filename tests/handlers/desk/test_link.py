"""Reports of one thing: linked at the desk, handled at the parent, each reporter told once and in their language."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event as hooks
from sqlalchemy import text

from handlers import callbacks, casework, linked, rights
from handlers.desk.menus import Press
from rules.draft import Part
from rules.lifecycle import Actor, Status, Step
from storage import deadlines, events, reporters, reports
from storage.tables import Report
from tests.handlers.stage import AYU, COORDINATORS, DLHK, EMMA, KETUT, MADE, WAYAN, Stage, labels

BERSIH = "Petugas kami sudah membersihkan lokasi ini pagi tadi."
CLEAN = "Our team has cleaned the place this morning."


@pytest.fixture
async def parent(stage: Stage) -> Report:
    """Emma's report, with DLHK."""
    report = await stage.file()
    await stage.deliver()
    await stage.desk_takes(report, Step.FORWARD, agency="dlhk")
    return await stage.report(report)


async def join(stage: Stage, parent: Report, who: int, language: str, **answers: Any) -> Report:
    """Somebody's report of the same, linked by the coordinator."""
    child = await stage.file(who, language, **answers)
    await stage.deliver()
    assert await press(stage, child, parent) is None
    return await stage.report(child)


async def press(stage: Stage, child: Report, parent: Report) -> str | None:
    """Link without the screens; why not, otherwise."""
    async with stage.storage.work(stage.now) as work:
        one, other = [await reports.by_id(work.session, report.id) for report in (child, parent)]
        assert one is not None
        assert other is not None
        why = await linked.link(work, stage.house, one, other, actor=Actor.COORDINATOR)
    await stage.deliver()
    return why and str(why)


async def tick(stage: Stage) -> None:
    """The clock tells whoever is not told yet."""
    while True:
        async with stage.storage.work(stage.now) as work:
            if not await linked.look(work, stage.house):
                break
    await stage.deliver()


async def steps(stage: Stage, report: Report) -> list[str]:
    """The report's history."""
    async with stage.storage.read() as session:
        return [event.step for event in await events.of_report(session, report.id)]


async def reply(stage: Stage, report: Report) -> None:
    """DLHK answers at the report's card in both languages."""
    card = next(
        shown
        for shown in reversed(stage.seen(DLHK))
        if report.code in shown.screen.text and shown.push.intent == "card"
    )
    await stage.write(KETUT, DLHK, BERSIH, to=card.message_id)
    await stage.write(KETUT, DLHK, CLEAN, to=stage.last(DLHK).message_id)
    await stage.press(KETUT, DLHK, "Kirim ke pelapor")


async def test_the_first_answer_is_timed_from_each_ones_own_filing(stage: Stage, parent: Report) -> None:
    """Told at once or by the clock; forwarding counts for none, and what comes later changes nothing."""
    stage.house = replace(stage.house, batch=5)  # one at once
    stage.application.bot_data["house"] = stage.house
    stage.later(hours=1)
    near = await join(stage, parent, MADE, "id")
    stage.later(hours=1)
    far = await join(stage, parent, 503, "en")
    stage.later(hours=1)
    await stage.desk_takes(parent, Step.TAKE, KETUT)
    await tick(stage)
    assert [await first(stage, one) for one in (parent, near, far)] == [None, None, None]
    await stage.desk_takes(parent, Step.REPLY, KETUT, text=CLEAN)
    assert [await first(stage, one) for one in (parent, near, far)] == [180, 120, None]
    stage.later(hours=1)
    await tick(stage)
    await stage.desk_takes(parent, Step.REPLY, KETUT, text=CLEAN)
    await tick(stage)
    assert [await first(stage, one) for one in (parent, near, far)] == [180, 120, 60]


async def first(stage: Stage, report: Report) -> int | None:
    """How many working minutes it waited for the desk's first answer."""
    return (await stage.report(report)).first_minutes


async def test_a_report_is_linked_by_the_code_of_another(stage: Stage, parent: Report) -> None:
    """Asked, named by code, confirmed with both titles; the child stands where the parent stands, both cards say so."""
    child = await stage.file(MADE, "id", parts=(Part(2, "Sampah berbau di belakang bar pantai."),))
    await stage.deliver()

    await stage.press(AYU, COORDINATORS, "⋯")
    await stage.press(AYU, COORDINATORS, "Gabungkan")
    await stage.write(AYU, COORDINATORS, parent.code.lower(), to=stage.last(COORDINATORS).message_id)
    sure = stage.last(COORDINATORS).screen.text
    assert parent.code in sure
    assert parent.title in sure
    assert "Sampah berbau" in sure
    assert await stage.press(AYU, COORDINATORS, "Ya, gabungkan") == f"Digabungkan dengan {parent.code}."

    found = await stage.report(child)
    assert (found.parent_id, found.status, found.agency) == (parent.id, Status.FORWARDED, "dlhk")
    cards = {shown.screen.text for shown in stage.seen(COORDINATORS) if shown.push.intent == "card"}
    assert any("👥 2 pelapor (1 en, 1 id)" in text and parent.code in text for text in cards)
    assert any(f"Ditangani bersama <b>{parent.code}</b>" in text for text in cards)
    assert "ditangani bersama laporan lain tentang hal yang sama" in stage.last(MADE, "public").screen.text
    assert any("🔗" in text and child.code in text for text in stage.texts(DLHK))


async def test_forty_reporters_get_one_closing_each_in_their_language(stage: Stage, parent: Report) -> None:
    """Answer and closing reach everybody once, ordered at once or by the clock, with a question of their own."""
    people = {EMMA: "en"} | {1000 + number: ("id", "en")[number % 2] for number in range(39)}
    children = [await join(stage, parent, who, language) for who, language in people.items() if who != EMMA]
    before = {who: len(stage.seen(who, "public")) for who in people}

    stage.later(days=1)
    await stage.desk_takes(parent, Step.TAKE, KETUT)
    await reply(stage, parent)
    await stage.desk_takes(parent, Step.FINISH, KETUT)
    await tick(stage)

    for who, language in people.items():
        new = [shown.screen for shown in stage.seen(who, "public")[before[who] :]]
        answers = [screen for screen in new if (BERSIH if language == "id" else CLEAN) in screen.text]
        assert len(answers) == 1
        closings = [screen for screen in new if "✅" in screen.text]
        assert len(closings) == 1
        assert ("selesai ditangani" if language == "id" else "has been dealt with") in closings[0].text
        assert ("Sudah beres" if language == "id" else "Solved") in " ".join(labels(closings[0]))
    for child in children:
        found = await stage.report(child)
        assert (found.status, found.replied, found.news_from) == (Status.ANSWERED, True, None)
        async with stage.storage.read() as session:
            assert set(await deadlines.open_of(session, child.id)) == {"reply"}
        assert await steps(stage, child) == ["filed", "link", "take", "reply", "finish"]


async def test_a_notice_that_waits_says_only_what_was_ordered(stage: Stage, parent: Report) -> None:
    """A closing whose turn has not come is not said by an earlier notice too: it would be said twice."""
    people = range(1000, 1000 + stage.house.few + 3)
    for who in people:
        await join(stage, parent, who, "en")
    stage.later(days=1)
    for step in (Step.TAKE, Step.REPLY, Step.FINISH):
        async with stage.storage.work(stage.now) as work:
            found = await reports.by_id(work.session, parent.id)
            assert found is not None
            await casework.take_step(work, stage.house, found, step, actor=Actor.COORDINATOR, text=CLEAN)
        if step is Step.TAKE:
            async with stage.storage.work(stage.now) as work:
                await linked.look(work, stage.house)  # ordered for everybody, and not sent
    await stage.deliver()
    await tick(stage)

    for who in people:
        assert sum("has been dealt with" in text for text in stage.texts(who, "public")) == 1


async def test_an_answer_must_be_readable_for_all(stage: Stage, parent: Report) -> None:
    """With readers of both languages one text is not enough; the missing one is asked for; each gets theirs."""
    await join(stage, parent, MADE, "id")
    card = stage.card(DLHK)

    await stage.write(KETUT, DLHK, CLEAN, to=card.message_id)
    preview = stage.last(DLHK)
    assert "2 pelapor (1 en, 1 id)" in preview.screen.text
    assert not any("Kirim ke pelapor" in label for label in labels(preview.screen))
    await stage.write(KETUT, DLHK, BERSIH, to=preview.message_id)
    await stage.press(KETUT, DLHK, "Kirim ke pelapor")

    assert CLEAN in stage.last(EMMA, "public").screen.text
    assert BERSIH in stage.last(MADE, "public").screen.text


async def test_a_question_goes_to_the_parents_reporter_alone(stage: Stage, parent: Report) -> None:
    """Nobody else is asked, and the children's clocks do not stand still."""
    child = await join(stage, parent, MADE, "id")
    seen = len(stage.seen(MADE, "public"))

    await stage.desk_takes(parent, Step.ASK, KETUT, text="Which side of the bar is it on, please?")

    assert "Which side" in stage.last(EMMA, "public").screen.text
    assert len(stage.seen(MADE, "public")) == seen
    assert (await stage.report(child)).status == Status.FORWARDED


async def test_a_question_to_all_is_answered_by_any(stage: Stage, parent: Report) -> None:
    """By its own button a question goes to everybody, and the first answer ends the wait."""
    child = await join(stage, parent, MADE, "id")
    await stage.press(KETUT, DLHK, "Tanya pelapor")
    await stage.write(KETUT, DLHK, "Which side of the bar is it on, please?", to=stage.last(DLHK).message_id)
    await stage.write(KETUT, DLHK, "Di sisi mana dari bar itu letaknya, ya?", to=stage.last(DLHK).message_id)
    await stage.press(KETUT, DLHK, "Tanya semua (2 pelapor)")

    assert "Which side" in stage.last(EMMA, "public").screen.text
    assert "Di sisi mana" in stage.last(MADE, "public").screen.text
    assert (await stage.report(parent)).status == Status.NEEDS_INFO
    await said(stage, child, "Di sisi timur, dekat parkiran.")

    assert (await stage.report(parent)).status == Status.FORWARDED
    assert any("👥 Pelapor tergabung" in words and "Di sisi timur" in words for words in stage.texts(DLHK))


async def said(stage: Stage, report: Report, words: str) -> None:
    """Its reporter adds something."""
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        await casework.add_from_reporter(work, stage.house, found, words, [], 77)
    await stage.deliver()


async def test_a_reply_to_a_linked_reporters_words_reaches_only_them(stage: Stage, parent: Report) -> None:
    """What hangs under the parent's card is answered to the one who wrote it, a pseudonym if they are anonymous."""
    child = await join(stage, parent, MADE, "id", anonymous=True)
    await said(stage, child, "Baunya tambah parah.")
    words = stage.last(DLHK)
    assert "Baunya tambah parah" in words.screen.text
    assert "Emma Clarke" not in words.screen.text
    seen = len(stage.seen(EMMA, "public"))

    await stage.write(KETUT, DLHK, BERSIH, to=words.message_id)
    assert "Hanya kepada pelapor ini" in stage.last(DLHK).screen.text
    await stage.press(KETUT, DLHK, "Kirim ke pelapor")

    assert BERSIH in stage.last(MADE, "public").screen.text
    assert len(stage.seen(EMMA, "public")) == seen


async def test_who_joins_late_gets_the_answer_before_the_ending(stage: Stage, parent: Report) -> None:
    """Nobody's report ends of which they have heard nothing but that it has."""
    await stage.desk_takes(parent, Step.TAKE, KETUT)
    card = stage.card(DLHK)
    await stage.write(KETUT, DLHK, CLEAN, to=card.message_id)
    await stage.press(KETUT, DLHK, "Kirim ke pelapor")
    child = await join(stage, parent, MADE, "en")
    assert CLEAN not in "".join(stage.texts(MADE, "public"))

    stage.later(hours=1)
    await stage.desk_takes(parent, Step.FINISH, KETUT)

    texts = stage.texts(MADE, "public")
    assert CLEAN in texts[-2]
    assert "has been dealt with" in texts[-1]
    assert sum(CLEAN in text for text in stage.texts(EMMA, "public")) == 1
    assert (await stage.report(child)).replied


async def test_a_correction_reaches_whoever_was_told_the_first_version(stage: Stage, parent: Report) -> None:
    """Edited at each reader's side; not said to who joined after it."""
    await join(stage, parent, MADE, "id")
    await reply(stage, parent)
    await join(stage, parent, 503, "id")
    late = len(stage.seen(503, "public"))
    async with stage.storage.read() as session:
        first = next(e for e in await events.of_report(session, parent.id) if e.step == Step.REPLY)

    await stage.desk_takes(
        parent, Step.CORRECT, KETUT, text=CLEAN + " Twice.",
        data={"corrects": first.id, "what": "reply", "original": BERSIH + " Dua kali."},
    )  # fmt: skip

    assert any("Twice" in text for text in stage.texts(EMMA, "public"))
    made = stage.texts(MADE, "public")
    assert sum("Dua kali" in text for text in made) == 1
    assert sum(BERSIH in text for text in made) == 1
    assert len(stage.seen(503, "public")) == late


async def test_what_a_reporter_chose_holds_for_the_parents_steps(stage: Stage, parent: Report) -> None:
    """Only the answer, muted, blocked: as for a report of one's own."""
    child = await join(stage, parent, MADE, "id")
    async with stage.storage.work(stage.now) as work:
        made = await reporters.by_telegram_id(work.session, MADE)
        assert made is not None
        await reporters.choose_updates(work, made, "answers")
    seen = len(stage.seen(MADE, "public"))

    stage.later(hours=1)
    await stage.desk_takes(parent, Step.TAKE, KETUT)

    assert len(stage.seen(MADE, "public")) == seen
    assert (await stage.report(child)).status == Status.IN_PROGRESS


async def test_a_person_with_two_reports_of_one_thing_hears_once(stage: Stage, parent: Report) -> None:
    """The parent's news are their own report's news."""
    child = await join(stage, parent, EMMA, "en")
    seen = len(stage.seen(EMMA, "public"))

    stage.later(hours=1)
    await stage.desk_takes(parent, Step.TAKE, KETUT)

    assert len(stage.seen(EMMA, "public")) == seen + 1
    assert (await stage.report(child)).status == Status.IN_PROGRESS


async def test_chains_are_flat(stage: Stage, parent: Report) -> None:
    """A report that has children brings them along; one that follows another stands for that one."""
    second = await stage.file(MADE, "id")
    third = await stage.file(503, "en")
    fourth = await stage.file(504, "en")
    await stage.deliver()
    assert await press(stage, third, second) is None
    assert await press(stage, second, parent) is None

    assert (await stage.report(third)).parent_id == parent.id
    confirm = callbacks.pack(Press.LINK, fourth.id, third.id)
    await stage.tap(AYU, COORDINATORS, stage.last(COORDINATORS).message_id, confirm)
    await stage.press(AYU, COORDINATORS, "Ya, gabungkan")
    assert (await stage.report(fourth)).parent_id == parent.id
    assert await press(stage, parent, third) == "same"


async def test_a_child_is_handled_at_its_parent_only(stage: Stage, parent: Report) -> None:
    """The desk's steps are refused at the child, and its card does not offer them."""
    child = await join(stage, parent, MADE, "id")

    refused = await stage.step(child, Step.FORWARD, Actor.COORDINATOR, agency="pupr")

    assert str(refused.why) == "linked"
    await stage.write(AYU, COORDINATORS, f"/kartu {child.code}")
    offered = labels(stage.card(COORDINATORS).screen)
    assert "✂️ Lepaskan" in offered
    assert not any("Teruskan" in label for label in offered)


async def test_taken_apart_a_report_is_its_own_again(stage: Stage, parent: Report) -> None:
    """It stays where it stands, the desk has its card and is warned of its promises, and its reporter is told."""
    child = await join(stage, parent, MADE, "id")
    await stage.write(AYU, COORDINATORS, f"/kartu {child.code}")

    toast = await stage.press(AYU, COORDINATORS, "Lepaskan")

    assert toast == f"{child.code} kembali menjadi laporan tersendiri."
    found = await stage.report(child)
    assert (found.parent_id, found.status, found.agency) == (None, Status.FORWARDED, "dlhk")
    assert child.code in stage.card(DLHK).screen.text
    async with stage.storage.read() as session:
        promises = await deadlines.rows_of(session, child.id)
    assert all(promise.warn_at is not None for promise in promises)
    assert "ditangani tersendiri" in stage.last(MADE, "public").screen.text
    assert "👥" not in next(
        s.screen.text for s in stage.seen(COORDINATORS) if s.push.intent == "card" and parent.code in s.screen.text
    )


async def test_a_dispute_is_one_persons_word(stage: Stage, parent: Report) -> None:
    """Who says "not solved" has a report of their own again; the others' stay answered."""
    child, other = await join(stage, parent, MADE, "id"), await join(stage, parent, 503, "en")
    await stage.desk_takes(parent, Step.TAKE, KETUT)
    await reply(stage, parent)
    await stage.desk_takes(parent, Step.FINISH, KETUT)

    await stage.step(child, Step.REOPEN, Actor.REPORTER)

    found = await stage.report(child)
    assert (found.parent_id, found.status, found.solved) == (None, Status.IN_PROGRESS, False)
    assert (await stage.report(parent)).status == Status.ANSWERED
    assert (await stage.report(other)).status == Status.ANSWERED
    assert child.code in stage.card(DLHK).screen.text


async def test_who_says_it_is_solved_closes_their_own(stage: Stage, parent: Report) -> None:
    """Each says it alone, and hears no more of it when the parent is opened again by the desk."""
    child, other = await join(stage, parent, MADE, "id"), await join(stage, parent, 503, "en")
    await stage.desk_takes(parent, Step.TAKE, KETUT)
    await reply(stage, parent)
    await stage.desk_takes(parent, Step.FINISH, KETUT)
    await stage.step(child, Step.CLOSE, Actor.REPORTER, solved=True)
    assert (await stage.report(parent)).status == Status.ANSWERED

    await stage.desk_takes(parent, Step.REOPEN)

    assert (await stage.report(child)).status == Status.CLOSED
    assert (await stage.report(other)).status == (await stage.report(parent)).status == Status.IN_PROGRESS


async def test_when_the_parent_is_withdrawn_the_oldest_child_leads(stage: Stage, parent: Report) -> None:
    """It has the parent's place at the desk, which is told; its siblings follow it; no reporter hears of it."""
    child, other = await join(stage, parent, MADE, "id"), await join(stage, parent, 503, "en")
    seen = len(stage.seen(MADE, "public"))

    await stage.step(parent, Step.WITHDRAW, Actor.REPORTER)

    assert (await stage.report(child)).parent_id is None
    assert (await stage.report(other)).parent_id == child.id
    assert child.code in stage.card(DLHK).screen.text
    assert "menjadi laporan utama menggantikan" in stage.card(DLHK).screen.text
    assert len(stage.seen(MADE, "public")) == seen
    await stage.desk_takes(child, Step.TAKE, KETUT)
    assert (await stage.report(other)).status == Status.IN_PROGRESS


async def test_a_withdrawn_child_is_counted_no_more(stage: Stage, parent: Report) -> None:
    """It leaves the others, whose card counts anew."""
    child = await join(stage, parent, MADE, "id")

    await stage.step(child, Step.WITHDRAW, Actor.REPORTER)

    assert (await stage.report(child)).parent_id is None
    assert "👥" not in stage.card(DLHK).screen.text
    assert any(child.code in text and "mencabut" in text for text in stage.texts(DLHK))


async def test_confidential_reports_stand_alone(stage: Stage, parent: Report) -> None:
    """Neither as the one that joins nor as the one that is joined."""
    secret = await stage.file(MADE, "id", confidential=True)
    await stage.deliver()

    assert await press(stage, secret, parent) == "confidential"
    assert await press(stage, parent, secret) == "confidential"
    await stage.press(AYU, COORDINATORS, "⋯")
    assert not any("Gabungkan" in label for label in labels(stage.card(COORDINATORS).screen))


async def test_a_liaison_links_only_what_is_the_agencys(stage: Stage, parent: Report) -> None:
    """Neither another's report, nor one's own to another's; by no forged button."""
    foreign = await stage.file(MADE, "id")
    await stage.deliver()
    own = callbacks.pack(Press.LINK, parent.id, "yes", foreign.id, "00000000")
    theirs = callbacks.pack(Press.LINK, foreign.id, "yes", parent.id, "00000000")

    for who, data in ((KETUT, own), (KETUT, theirs), (WAYAN, own), (WAYAN, theirs)):
        await stage.tap(who, DLHK, stage.card(DLHK).message_id, data)

    assert (await stage.report(parent)).parent_id is None
    assert (await stage.report(foreign)).parent_id is None


async def test_a_linked_reporter_learns_nothing_of_the_others(stage: Stage, parent: Report) -> None:
    """No code, title, name or word of another report is in anything that reaches them."""
    child = await join(stage, parent, MADE, "id", parts=(Part(9, "Sampah busuk dekat parkiran hotel."),))
    stage.later(hours=1)
    await stage.desk_takes(parent, Step.TAKE, KETUT)
    await reply(stage, parent)
    await stage.desk_takes(parent, Step.FINISH, KETUT)

    theirs, emmas = "".join(stage.texts(MADE, "public")), "".join(stage.texts(EMMA, "public"))
    for secret in (parent.code, parent.title, "Emma", "Piles"):
        assert secret not in theirs
    for secret in (child.code, "parkiran", "1 id"):
        assert secret not in emmas


async def test_a_step_with_many_children_is_a_few_statements(stage: Stage, parent: Report) -> None:
    """Of a thousand children the rows are written at once, the first are told in the same transaction, the rest by the
    clock."""
    child = await join(stage, parent, MADE, "id")
    async with stage.storage.work(stage.now) as work:
        await multiply(work, child, 1000)
    counted: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted.append(statement)

    hooks.listen(stage.storage.writer.sync_engine, "before_cursor_execute", count)
    async with stage.storage.work(stage.now) as work:
        found = await reports.by_id(work.session, parent.id)
        assert found is not None
        await casework.take_step(work, stage.house, found, Step.TAKE, actor=Actor.COORDINATOR)
        waiting = len(await linked.linked.untold(work, 5000))
    hooks.remove(stage.storage.writer.sync_engine, "before_cursor_execute", count)

    assert 1000 - stage.house.few <= waiting < 1001
    assert len(counted) < 400
    async with stage.storage.read() as session:
        assert {one.status for one in await linked.linked.of_parent(session, parent.id, 2000)} == {"in_progress"}


async def multiply(work: Any, child: Report, number: int) -> None:
    """So many more children, each of a person of their own."""
    for copy in range(number):
        await work.session.exec(
            text("INSERT INTO reporter (telegram_id, name, username, language, language_chosen, origin, created_at)"
                 " VALUES (:who, '', '', 'id', 0, '', :at)").bindparams(who=90_000 + copy, at=str(work.now))
        )  # fmt: skip
        await work.session.exec(
            text("INSERT INTO report (code, reporter_id, draft_id, kind, title, body, language, place_name, district,"
                 " regency, place_words, outside, happening_now, anonymous, confidential, status, agency, replied,"
                 " filed_at, changed_at, version, parent_id) SELECT 'X-' || :n, last_insert_rowid(), 9000 + :n, kind,"
                 " title, body, language, place_name, district, regency, place_words, outside, happening_now,"
                 " anonymous, confidential, status, agency, replied, filed_at, changed_at, 1, parent_id FROM report"
                 " WHERE id = :child").bindparams(n=copy, child=child.id)
        )  # fmt: skip


async def test_who_is_erased_is_named_in_no_answer_to_the_others(stage: Stage, parent: Report) -> None:
    """What the desk said to all loses the name; the parent goes on without its reporter, and so do the others."""
    child = await join(stage, parent, MADE, "en")
    await stage.desk_takes(parent, Step.TAKE, KETUT)
    await stage.desk_takes(parent, Step.REPLY, KETUT, text="Thank you, Emma Clarke: our team has cleaned the place.")
    async with stage.storage.work(stage.now) as work:
        emma = await reporters.by_telegram_id(work.session, EMMA)
        assert emma is not None
        await rights.erase(work, stage.house, emma)
    await stage.deliver()

    async with stage.storage.read() as session:
        said = next(e.text for e in await events.of_report(session, child.id) if e.step == Step.REPLY)
    assert "Clarke" not in said
    assert "cleaned" in said
    stage.later(days=1)
    await stage.desk_takes(parent, Step.FINISH, KETUT)
    assert (await stage.report(child)).status == Status.ANSWERED
    assert "has been dealt with" in stage.last(MADE, "public").screen.text
