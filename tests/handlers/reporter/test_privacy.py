"""Reporters and their own data: the page, the file, corrections, and the consent taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from handlers import casework, idle, overdue, summaries, words
from rules.draft import Draft, Part
from rules.lifecycle import Actor, Refusal, Refused, Status, Step
from storage import drafts, events, reporters, reports, tombstones
from storage.tables import Report, Tombstone
from tests.handlers.reporter.phone import TIBUBENENG, Phone

STORY = {
    "en": "The lamp in front of our villa does not work",
    "id": "Lampu jalan di depan rumah kami padam sejak hari Senin",
}
PRIVACY = {"en": "/privacy", "id": "/privasi"}
# A button's words in both languages, by the language.
FILE, CORRECT = {"en": "as a file", "id": "sebagai berkas"}, {"en": "Correct", "id": "Perbaiki"}
WITHDRAW, YES = {"en": "Withdraw consent", "id": "Tarik persetujuan"}, {"en": "Yes", "id": "Ya"}


@pytest.fixture(params=["en", "id"])
def person(request: pytest.FixtureRequest, emma: Phone, made: Phone) -> Phone:
    """A tourist, and a resident."""
    return emma if request.param == "en" else made


async def file(phone: Phone, story: str = "") -> Report:
    """A report with a photo and a pin."""
    language = phone.language
    await phone.photo(story or STORY[language])
    await phone.pin(TIBUBENENG)
    await phone.tap_if_asked("street" if language == "en" else "jalan")
    await phone.tap("Submit report" if language == "en" else "Kirim laporan")
    return (await phone.reports())[0]


@pytest.fixture
async def filed(person: Phone) -> Report:
    await person.agree()
    return await file(person)


async def step(phone: Phone, report: Report, kind: Step, **values: Any) -> Any:
    """The coordinator takes a step."""
    async with phone.storage.work(phone.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        outcome = await casework.take_step(work, phone.house, found, kind, actor=Actor.COORDINATOR, **values)
    await phone.deliver()
    return outcome


async def now_of(phone: Phone, report: Report) -> Report:
    return next(one for one in await phone.reports() if one.id == report.id)


async def withdraw(phone: Phone) -> None:
    await phone.say(PRIVACY[phone.language])
    await phone.tap(WITHDRAW[phone.language])
    await phone.tap(YES[phone.language])


async def proofs(phone: Phone) -> list[Tombstone]:
    async with phone.storage.read() as session:
        return await tombstones.since(session, 0, 100)


async def dossier(phone: Phone) -> Any:
    """The file as a program reads it."""
    await phone.say(PRIVACY[phone.language])
    await phone.tap(FILE[phone.language])
    document = phone.last.screen.document
    assert document is not None
    return json.loads(document.content)


async def test_the_page_says_everything_that_is_held(person: Phone, filed: Report) -> None:
    """Account, consent, settings, draft and reports, how long, who sees it, where it goes, and who answers for it."""
    await person.say("Ada lubang besar" if person.language == "id" else "There is a big hole")
    await person.say(PRIVACY[person.language])

    expected = {
        "en": (
            "Name: Emma", "number 501, no username", "English", "Given on Monday, 23 November 2026", "version 2026-11",
            "At once", "deleted on Monday, 30 November 2026", "1 report", "1 file · kept while it is open",
            "files for 1 year", "exact place for 2 years", "abroad", "Communication and Informatics Agency", "14084",
        ),
        "id": (
            "Nama: Made", "nomor 502, tanpa nama pengguna", "Bahasa Indonesia",
            "Diberikan pada Senin, 23 November 2026", "versi 2026-11", "Langsung",
            "dihapus pada Senin, 30 November 2026", "1 laporan",
            "1 berkas · disimpan selama masih terbuka", "berkasnya kami simpan 1 tahun", "luar negeri",
            "Dinas Komunikasi dan Informatika", "14084",
        ),
    }[person.language]  # fmt: skip
    assert [] == [words for words in (*expected, filed.code) if words not in person.text]


async def test_of_an_ended_report_it_says_until_when(person: Phone, filed: Report) -> None:
    """By the region's own terms, counted from its end."""
    person.later(days=1)
    await step(person, filed, Step.REFER, referred_to="pln")
    await person.say(PRIVACY[person.language])

    assert "24 Nov 2027" in person.text
    assert "23 Nov 2028" in person.text


async def test_many_reports_are_counted_and_the_newest_named(person: Phone, filed: Report) -> None:
    """A page has an end; the file has them all."""
    async with person.storage.work(person.now) as work:
        reporter = await reporters.by_telegram_id(work.session, person.who)
        assert reporter is not None
        for number in range(40):
            row = await drafts.save(work, reporter.id, _draft(number))
            await casework.file(work, person.house, reporter, row, _draft(number))
    await person.deliver()
    await person.say(PRIVACY[person.language])

    assert {"en": "35 more are in the file", "id": "35 laporan lagi"}[person.language] in person.text
    assert 41 == len((await dossier(person))["reports"])


def _draft(number: int) -> Draft:
    return Draft(
        parts=(Part(number, f"Laporan nomor {number} tentang hal yang panjang sekali, " * 5),), category="waste"
    )


async def test_the_page_is_found_from_the_settings_the_help_and_the_menu(person: Phone, filed: Report) -> None:
    """And the consent screen names the command."""
    await person.say("/settings")
    settings = person.last.number
    await person.tap({"en": "Your data", "id": "Data Anda"}[person.language], settings)
    assert filed.code in person.text
    assert settings != person.last.number
    await person.tap("Bahasa Indonesia" if person.language == "en" else "English")
    assert filed.code in person.text
    await person.tap({"en": "Berapa lama", "id": "How long"}[person.language])
    assert {"en": "3 × 24 jam", "id": "3 × 24 hours"}[person.language] in person.text


async def test_the_file_has_all_of_ones_own(person: Phone, filed: Report) -> None:
    """Texts, places, history, files, stars, settings, proofs, and the page in words; it is readable UTF-8."""
    await person.say(
        {"en": "It is still broken 🌺", "id": "Masih padam 🌺"}[person.language], to=_receipt(person, filed)
    )
    await step(person, filed, Step.FORWARD, agency="dishub")
    await step(person, filed, Step.NOTE, text="CANARY-NOTE the reporter seems angry")
    await step(person, filed, Step.REPLY, text="Lampu sudah kami ganti kemarin sore.")
    await step(person, filed, Step.FINISH)
    async with person.storage.work(person.now) as work:
        found = await reports.by_id(work.session, filed.id)
        assert found is not None
        found.stars, found.solved = 4, True
    told = await dossier(person)

    assert person.name == told["account"]["name"]
    assert person.who == told["account"]["telegram_number"]
    assert "2026-11" == told["consent"]["notice_version"]
    [report] = told["reports"]
    assert (filed.code, STORY[person.language], 4) == (report["code"], report["text"], report["stars"])
    assert TIBUBENENG == (report["place"]["latitude"], report["place"]["longitude"])
    assert ["photo"] == [file["kind"] for file in report["files"]]
    steps = [line["step"] for line in report["history"]]
    assert ["filed", "add", "forward", "reply", "finish"] == steps
    assert {"en": "Transport Agency", "id": "Dinas Perhubungan"}[person.language] == report["history"][2]["department"]
    assert "Lampu sudah kami ganti kemarin sore." == report["history"][3]["text"]
    assert report["history"][1]["text"].endswith("🌺")
    assert any(filed.code in line for line in told["summary"])
    assert ["access"] == [proof["why"] for proof in told["proofs"]]
    content = person.last.screen.document.content.decode() if person.last.screen.document else ""
    assert "🌺" in content
    assert "CANARY-NOTE" not in content
    assert person.last.screen.document is not None
    assert {"en": "my-data-2026-11-23.json", "id": "data-saya-2026-11-23.json"}[
        person.language
    ] == person.last.screen.document.name


def _receipt(phone: Phone, report: Report) -> int:
    return next(shown.number for shown in phone.shown if shown.push.purpose == "receipt")


async def test_the_file_has_nobody_elses_data(emma: Phone, made: Phone) -> None:
    """And nobody else's button fetches it."""
    await emma.agree()
    await file(emma)
    await made.agree()
    theirs = await file(made)

    told = json.dumps(await dossier(emma), ensure_ascii=False)

    assert theirs.code not in told
    assert "Made" not in told
    assert STORY["id"] not in told


async def test_the_file_is_made_once_a_minute(person: Phone, filed: Report) -> None:
    """A second tap orders no second one; each one that is made leaves a proof."""
    await person.say(PRIVACY[person.language])
    page = person.last.number
    for _ in range(2):
        await person.tap(FILE[person.language], page)
    assert 1 == sum(shown.screen.document is not None for shown in person.shown)
    person.later(minutes=1)
    await person.tap(FILE[person.language], page)

    assert 2 == sum(shown.screen.document is not None for shown in person.shown)
    assert [("request", "access")] * 2 == [(proof.sort, proof.why) for proof in await proofs(person)]


async def test_another_name_is_shown_to_operators(person: Phone, filed: Report) -> None:
    """Until the account's own is wished for again, whatever the account is called meanwhile."""
    await person.say(PRIVACY[person.language])
    await person.tap(CORRECT[person.language])
    assert {"en": "stays as you sent it", "id": "tetap seperti yang Anda kirim"}[person.language] in person.text
    await person.tap({"en": "Another name", "id": "Nama lain"}[person.language])
    await person.say("12345")
    assert {"en": "cannot show that", "id": "tidak dapat kami tampilkan"}[person.language] in person.text
    await person.say("  Ibu\nGuru ")
    assert "Ibu Guru" in person.text
    person.name = "Somebody Else"
    await person.say("/help")
    assert "Ibu Guru" == await _name(person)

    await person.say(PRIVACY[person.language])
    await person.tap(CORRECT[person.language])
    await person.tap({"en": "name in Telegram", "id": "Nama di Telegram"}[person.language])
    assert "Somebody Else" in person.text
    assert "Somebody Else" == await _name(person)
    assert ["correction", "correction"] == [proof.why for proof in await proofs(person)]


async def _name(phone: Phone) -> str:
    async with phone.storage.read() as session:
        found = await reporters.by_telegram_id(session, phone.who)
    assert found is not None
    return found.name


@pytest.mark.parametrize("word", ["/cancel", "/batal", "Cancel"])
async def test_the_name_can_stay_as_it_is(guest: Phone, word: str) -> None:
    """What is written afterwards is no name."""
    await guest.say("/privacy")
    await guest.tap("Correct")
    await guest.tap("Another name")
    await guest.say(word)
    assert "stays as it is" in guest.text
    await guest.say("The road is broken in front of the market")

    assert "Emma" == await _name(guest)


async def test_a_name_is_not_waited_for_all_day(guest: Phone) -> None:
    """After an hour a message is a message; so is a command, at any time."""
    await guest.say("/privacy")
    await guest.tap("Correct")
    await guest.tap("Another name")
    await guest.say("/mine")
    assert "not submitted" in guest.text
    guest.later(hours=2)
    await guest.say("The road is broken in front of the market")

    assert "Emma" == await _name(guest)
    assert await guest.draft() is not None


async def test_who_takes_the_consent_back_hears_nothing_more(person: Phone, filed: Report) -> None:
    """What waits is not sent, nothing new is ordered, nothing that is due is said; the draft is gone."""
    await person.say({"en": "A hole in the road", "id": "Lubang di jalan raya"}[person.language])
    async with person.storage.work(person.now) as work:
        found = await reports.by_id(work.session, filed.id)
        assert found is not None
        said = await events.add(work, found, Actor.LIAISON, Step.REPLY, found.status, found.status, "CANARY waits")
        await words.say(work, person.house, found, said, agency="dishub")
        row = await reporters.by_telegram_id(work.session, person.who)
        assert row is not None
        await summaries.order(work, person.house, row, 1)
    await person.say(PRIVACY[person.language])
    await person.tap(WITHDRAW[person.language])
    assert filed.code in person.text
    await person.tap(YES[person.language])
    assert {"en": "consent is withdrawn", "id": "sudah ditarik"}[person.language] in person.text
    assert await person.draft() is None
    before = len(person.shown)

    await step(person, filed, Step.FORWARD, agency="dishub")
    await step(person, filed, Step.REPLY, text="Lampu sudah kami ganti kemarin sore.")
    await step(person, filed, Step.FINISH)
    for _ in range(90):
        person.later(days=1)
        async with person.storage.work(person.now) as work:
            for look in (overdue.tell, overdue.point_on, summaries.look, idle.remind, idle.fade):
                await look(work, person.house)
        await person.deliver()

    assert before == len(person.shown)
    assert Status.ANSWERED == (await now_of(person, filed)).status


async def test_the_proof_of_a_consent_outlives_it(person: Phone, filed: Report) -> None:
    """To what and on which day the person agreed, and when they took it back."""
    await withdraw(person)

    [proof] = await proofs(person)
    assert ("consent", "withdrawal") == (proof.sort, proof.why)
    assert {"consent": "2026-11", "consent_on": "2026-11-23"} == proof.data


async def test_whoever_agrees_again_goes_on(person: Phone, filed: Report) -> None:
    """What operators wrote meanwhile is said then, once; and the reports are theirs as before."""
    await withdraw(person)
    await step(person, filed, Step.REPLY, text="Lampu sudah kami ganti kemarin sore.")
    before = len(person.shown)
    await person.say("Halo" if person.language == "id" else "Hello")
    assert before + 1 == len(person.shown)  # the consent screen
    await person.tap({"en": "I agree", "id": "Setuju"}[person.language])

    assert 1 == sum("Lampu sudah kami ganti" in shown.text for shown in person.shown)
    assert any("/mine" in shown.text or "/laporan" in shown.text for shown in person.shown[-3:])
    await step(person, filed, Step.FORWARD, agency="dishub")
    assert any(shown.push.intent == "notice" for shown in person.shown)
    async with person.storage.read() as session:
        told = [event.step for event in await events.of_report(session, filed.id)]
    assert ["filed", "consent_withdrawn", "reply", "consent_given", "forward"] == told


async def test_without_consent_nothing_is_added_to_a_report(person: Phone, filed: Report) -> None:
    """The words are not kept, and the consent is asked for; looking stays possible."""
    receipt = _receipt(person, filed)
    await withdraw(person)
    await person.say("CANARY more", to=receipt)
    assert filed.code in person.text
    assert {"en": "I agree", "id": "Setuju"}[person.language] in person.buttons()
    assert await person.draft() is None
    async with person.storage.read() as session:
        assert "add" not in [event.step for event in await events.of_report(session, filed.id)]

    await person.say(filed.code)
    assert filed.code in person.text


async def test_nobody_is_asked_who_cannot_answer(person: Phone, filed: Report) -> None:
    """The promises go on instead of waiting for ever."""
    await withdraw(person)

    assert Refused(Refusal.UNHEARD) == await step(person, filed, Step.ASK, text="Sejak kapan?")
    assert Status.RECEIVED == (await now_of(person, filed)).status


async def test_a_button_of_before_withdraws_nothing_twice(person: Phone, filed: Report) -> None:
    """Tapped again, the page says how things are."""
    await person.say(PRIVACY[person.language])
    await person.tap(WITHDRAW[person.language])
    page = person.last.number
    await person.tap(YES[person.language])
    for what in ("withdrawn", "withdraw", "nonsense"):
        await person.press(f"r.pv:{what}", page)
        assert {"en": "Withdrawn on", "id": "Ditarik pada"}[person.language] in person.text

    assert 1 == len(await proofs(person))


async def test_a_stranger_sees_what_little_is_held(phones: Callable[..., Phone]) -> None:
    """Without consent, too: that is the law; there is no consent to take back."""
    stranger = phones(who=777, name="Nyoman", language="id")
    await stranger.say("/privasi")

    assert "Nama: Nyoman" in stranger.text
    assert "Belum diberikan" in stranger.text
    assert not any("Tarik" in words for words in stranger.buttons())
