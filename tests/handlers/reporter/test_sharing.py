"""A report is shared by a link: what others see by it, and joining it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from handlers import callbacks, casework
from handlers.figures import Told
from handlers.house import House
from handlers.reporter.pages import manage
from handlers.screens import Does
from rules import origin
from rules.lifecycle import Actor, Step
from rules.period import Period
from rules.statistics import Rate
from storage import anonymous, cards, outbox, reports
from storage.statistics import Cell, Figures
from storage.tables import Push, Report
from tests.handlers.reporter.phone import TIBUBENENG, Phone

STORY = "The street lamp in front of our villa has been broken for a week"


@pytest.fixture
async def filed(guest: Phone) -> Report:
    """Emma's report of a lamp."""
    await guest.photo(STORY, number=100)
    await guest.pin(TIBUBENENG)
    await guest.tap_if_asked("street")
    await guest.tap("Submit report")
    (report,) = await guest.reports()
    return report


async def shared(phone: Phone, report: Report) -> str:
    """Share it from its page; what the link carries."""
    await phone.say(f"/status {report.code}")
    await phone.tap("Bagikan" if phone.language == "id" else "Share")
    return phone.text.split("?start=")[1].split()[0]


async def changed(phone: Phone, report: Report, **values: Any) -> None:
    """The report as it is from now on."""
    async with phone.storage.work(phone.now) as work:
        found = await reports.by_id(work.session, report.id)
        assert found is not None
        await reports.change(work, found, **values)


async def test_the_page_of_a_report_shares_it(guest: Phone, filed: Report) -> None:
    """With what others will see, the link as text, and Telegram's own sheet to send it; the link stays the same."""
    payload = await shared(guest, filed)

    for words in (f"Share report {filed.code}", "Street light out", "Tibubeneng", "reported today"):
        assert words in guest.text
    button = guest.last.screen.buttons[0][0]
    sheet = urlsplit(button.value)
    query = parse_qs(sheet.query)
    assert (button.does, sheet.netloc, sheet.path) == (Does.OPEN, "t.me", "/share/url")
    assert [f"https://t.me/lapor_badung_bot?start={payload}"] == query["url"]
    assert "Tibubeneng" in query["text"][0]
    assert filed.code not in button.value
    await guest.tap("Back")
    assert "Share" in " ".join(guest.buttons())
    assert payload == await shared(guest, filed)


async def test_a_newcomer_joins_in_two_taps_and_the_consent(guest: Phone, filed: Report, made: Phone) -> None:
    """They see what it is about, agree, see what would be sent, and send it: a report of their own beside the first."""
    payload = await shared(guest, filed)
    made.later(days=2)
    await made.say(f"/start {payload}")

    text = made.text
    for words in ("dibagikan kepada Anda", "Lampu jalan", "Tibubeneng", "2 hari lalu", "Belum Terverifikasi"):
        assert words in text
    for secret in (filed.code, "villa", "Emma", "115.1", "street lamp"):
        assert secret not in text
    assert ["✋ Saya juga", "📝 Buat laporan lain"] == made.buttons()

    await made.tap("Saya juga")
    await made.tap("Setuju")
    assert "Saya juga mengalami hal ini: Lampu jalan" in made.text
    assert "ditangani bersama laporan yang dibagikan" in made.text
    assert await made.reports() == []
    await made.tap("Kirim laporan")

    (report,) = await made.reports()
    assert (report.parent_id, report.village, report.category) == (filed.id, filed.village, filed.category)
    assert (report.origin, report.latitude) == (origin.SHARED, None)
    assert "Saya juga mengalami hal ini: Lampu jalan" in report.body
    async with made.storage.read() as session:
        assert await cards.of_report(session, report.id) == []
        assert [1] == [1 for row in await session.exec(outbox.select(Push)) if row.intent == "addition"]
    assert report.code not in guest.text


@pytest.mark.parametrize(("locale", "said"), [("id", "tautan yang dibagikan"), ("en", "shared links")])
def test_reports_by_a_link_are_counted(house: House, locale: str, said: str) -> None:
    """Beside posters and what came directly, in words."""
    none: dict[str, Any] = {"filed_parts": [], "settled_parts": [], "rates": {}, "categories": {}, "villages": {}}
    came = {"": Cell(3), origin.SHARED: Cell(2), "hotel_7": Cell(1)}
    counted = Figures(Cell(6), rate=Rate(0, 0), languages={}, origins=came, first={}, stars={}, open=6, late=0, **none)
    day = house.region.days[0].day

    assert [(said, 2), ("hotel_7", 1)] == Told(house, counted, Period(day, day), None, locale).origins()[1:]
    assert not origin.is_source(origin.SHARED)


async def test_a_joiner_says_more(guest: Phone, filed: Report, made: Phone) -> None:
    """Own words, a question among them, take the place of ours; without a button, too."""
    payload = await shared(guest, filed)
    await made.agree()
    await made.say(f"/start {payload}")
    await made.say("ya")
    await made.say("Gelap sekali di sini, kapan diperbaiki?")
    await made.tap("Kirim laporan")

    (report,) = await made.reports()
    assert (report.parent_id, report.body) == (filed.id, "Gelap sekali di sini, kapan diperbaiki?")


async def test_ones_own_link_leads_to_ones_own_page(guest: Phone, filed: Report, made: Phone) -> None:
    """Of the one who shared it, and of the one who has joined."""
    payload = await shared(guest, filed)
    await guest.say(f"/start {payload}")
    assert filed.code in guest.text
    assert "Manage this report" in " ".join(guest.buttons())

    await made.agree()
    for _ in range(2):
        await made.say(f"/start {payload}")
        await made.tap_if_asked("Saya juga")
        await made.tap_if_asked("Kirim laporan")
    (report,) = await made.reports()
    assert report.code in made.text
    assert "Kelola laporan" in " ".join(made.buttons())


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"status": "closed"}, "sudah selesai"),
        ({"status": "withdrawn"}, "sudah selesai"),
        ({"confidential": True}, "Tautan ini tidak mengarah"),
        ({"confidential": True, "status": "closed"}, "Tautan ini tidak mengarah"),
        ({"shared_as": None}, "Tautan ini tidak mengarah"),
    ],
)
async def test_what_cannot_be_joined(
    guest: Phone, filed: Report, made: Phone, values: dict[str, Any], said: str
) -> None:
    """A sentence, and the start of one's own report; a card that was open does no more, and the own page no longer
    shares it."""
    payload = await shared(guest, filed)
    page = guest.last.number
    await made.agree()
    await made.say(f"/start {payload}")
    card = made.last.number
    await changed(made, filed, **values)

    for again in (
        made.say(f"/start {payload}"),
        made.press(callbacks.pack(callbacks.ME_TOO, payload.removeprefix("m-")), card),
    ):
        await again
        assert said in made.shown[-2].text
        assert "Ceritakan" in made.text
    assert await made.reports() == []
    if "shared_as" not in values:
        toast = await guest.press(callbacks.pack(callbacks.MANAGE, filed.id, manage.SHARE), page)
        assert "cannot be shared" in toast
        assert "Share" not in " ".join(guest.buttons())


@pytest.mark.parametrize("payload", ["m-", "m-AAAAAAAAAAAAAAAA", "m-None", "m-%27"])
async def test_a_link_that_leads_nowhere(made: Phone, payload: str) -> None:
    """Is told, and begins as usual: with the consent."""
    await made.say(f"/start {payload}")

    assert "Tautan ini tidak mengarah" in made.shown[-2].text
    assert "Setuju" in " ".join(made.buttons())


async def test_the_link_ends_with_what_it_led_to(guest: Phone, filed: Report, made: Phone) -> None:
    """A report whose reporter is erased from it is not shared by a link any more."""
    payload = await shared(guest, filed)
    async with guest.storage.work(guest.now) as work:
        found = await reports.by_id(work.session, filed.id)
        assert found is not None
        await anonymous.make(work, [found], "erased", {})
    await made.agree()
    await made.say(f"/start {payload}")

    assert "Tautan ini tidak mengarah" in made.shown[-2].text


async def test_a_draft_that_has_begun_is_kept(guest: Phone, filed: Report, made: Phone) -> None:
    """Nothing of it is overwritten; it is shown with the way to send or delete it."""
    payload = await shared(guest, filed)
    await made.agree()
    await made.say("Sampah menumpuk di depan sekolah sejak pagi")
    await made.say(f"/start {payload}")
    await made.tap("Saya juga")

    assert "sedang mengisi laporan lain" in made.text
    draft = await made.draft()
    assert draft is not None
    assert (0, "") == (draft.answers["joins"], draft.answers["origin"])


async def test_what_ended_meanwhile_is_not_sent_unseen(guest: Phone, filed: Report, made: Phone) -> None:
    """The draft stays, asks for one's own words, and becomes a report of its own."""
    payload = await shared(guest, filed)
    await made.agree()
    await made.say(f"/start {payload}")
    await made.tap("Saya juga")
    async with guest.storage.work(guest.now) as work:
        found = await reports.by_id(work.session, filed.id)
        assert found is not None
        await casework.take_step(work, guest.house, found, Step.WITHDRAW, actor=Actor.REPORTER)
    await made.tap("Kirim laporan")
    assert "ditangani tersendiri, dan belum dikirim" in made.text
    await made.say("Lampu jalan di gang kami mati sejak seminggu")
    await made.tap("Kirim laporan")

    (report,) = await made.reports()
    assert (report.parent_id, report.body) == (None, "Lampu jalan di gang kami mati sejak seminggu")


@pytest.mark.parametrize("way", ["Anonim", "Rahasia"])
async def test_a_joiner_may_hide(guest: Phone, filed: Report, made: Phone, way: str) -> None:
    """Without a name they join; a confidential report stands alone, and is told so before it is sent."""
    payload = await shared(guest, filed)
    await made.agree()
    await made.say(f"/start {payload}")
    await made.tap("Saya juga")
    await made.tap("Nama dan kerahasiaan")
    await made.tap(way)
    await made.tap("Kirim laporan")

    found = await made.reports()
    if way == "Anonim":
        assert [(True, filed.id)] == [(report.anonymous, report.parent_id) for report in found]
    else:
        assert "ditangani tersendiri, dan belum dikirim" in made.text
        assert found == []


async def test_who_hides_is_warned(guest: Phone, filed: Report) -> None:
    """Whoever gets the link from them may guess."""
    await changed(guest, filed, anonymous=True)
    await shared(guest, filed)

    assert "may guess that the report is yours" in guest.text
