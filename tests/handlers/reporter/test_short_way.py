"""From a fresh account to a filed report in at most five messages and taps, language and consent included."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.handlers.reporter.phone import Phone

MOST = 5
STORIES = {
    "id": [
        "Sampah menumpuk di Pantai Berawa sejak kemarin",
        "Lampu jalan mati di depan Pasar Kuta sudah tiga hari, gelap sekali",
        "jln berlubang di dalung permai bahaya buat motor",
        "Air PDAM mati di Jimbaran dari tadi pagi",
        "Listrik padam di Mengwi",
        "Ada sesuatu yang tidak beres di Sempidi, mohon ditangani",
    ],
    "en": [
        "Garbage is piling up on Berawa beach since yesterday",
        "The street lights in Seminyak have been out for three days",
        "Huge pothole in the road near Canggu",
        "No tap water in Jimbaran since this morning",
        "The money changer in Kuta short-changed me",
        "Something is not right in Sempidi, please look at it",
    ],
}
CASES = [(locale, story) for locale, stories in STORIES.items() for story in stories]


class Thumb:
    """Somebody who does nothing but what is asked for, and counts."""

    def __init__(self, phone: Phone) -> None:
        self.phone, self.actions = phone, 0

    async def do(self, action: Awaitable[Any]) -> None:
        """One message or one tap."""
        self.actions += 1
        await action

    async def agree(self) -> None:
        """Give the consent."""
        await self.do(self.phone.press(self._data("r.agree"), self.phone.last.number))

    async def to_the_end(self) -> None:
        """Answer what is asked, by the first button of each question, until the report is filed."""
        while not await self.phone.reports():
            assert self.actions < 20, self.phone.text
            if self.phone.keyboard is not None:
                await self.do(self.phone.say("Pererenan"))
            elif (submit := self._data("r.m", ":submit:")) is not None:
                await self.do(self.phone.press(submit, self.phone.last.number))
            else:
                answer = self._data("r.a") or self._data("r.m", ":skip:")
                await self.do(self.phone.press(answer or "", self.phone.last.number))

    def _data(self, prefix: str, part: str = "") -> Any:
        every = [button.value for row in self.phone.last.screen.buttons for button in row]
        return next((value for value in every if value.startswith(f"{prefix}:") and part in value), None)


async def text_first(thumb: Thumb, story: str) -> None:
    """A text says it all."""
    await thumb.do(thumb.phone.say(story))


async def photo_first(thumb: Thumb, story: str) -> None:
    """A photo whose caption says it all."""
    await thumb.do(thumb.phone.photo(story))


async def start_first(thumb: Thumb, story: str) -> None:
    """/start, the consent, and then the text."""
    await thumb.do(thumb.phone.say("/start"))
    await thumb.agree()
    await thumb.do(thumb.phone.say(story))


async def poster_first(thumb: Thumb, story: str) -> None:
    """A link from a poster, the consent, and then the photo with its caption."""
    await thumb.do(thumb.phone.say("/start p-kuta_beach-hotel_7"))
    await thumb.agree()
    await thumb.do(thumb.phone.photo(story))


WAYS: list[Callable[[Thumb, str], Awaitable[None]]] = [text_first, photo_first, start_first, poster_first]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("locale", "story"), CASES)
async def test_five_actions_are_enough(phones: Any, locale: str, story: str, way: Any) -> None:
    """Whatever comes first, when the first message of the story says what and where."""
    thumb = Thumb(phones(language=locale))
    await way(thumb, story)
    if thumb.actions == 1:
        await thumb.agree()
    await thumb.to_the_end()

    assert thumb.actions <= MOST


@pytest.mark.parametrize(("locale", "story"), CASES)
async def test_five_with_another_language(phones: Any, locale: str, story: str) -> None:
    """Also when Telegram speaks another language, and the person switches first."""
    thumb = Thumb(phones(language="en" if locale == "id" else "id"))
    await text_first(thumb, story)
    await thumb.do(thumb.phone.tap("Bahasa Indonesia" if locale == "id" else "English"))
    await thumb.agree()
    await thumb.to_the_end()

    assert thumb.actions <= MOST


# Long ones, landmarks only, two languages at once, what is not the regency's, streets of several villages.
HARD = [
    "Selamat pagi, mau lapor. Di Jalan Raya Kerobokan depan minimarket ada lubang besar. Sudah dua orang jatuh di sana",
    "dekat patung Dewa Ruci banyak sampah min",
    "Tolong trotoar jl. Sunset Road dekat supermarket rusak, pejalan kaki susah lewat",
    "the lampu jalan near pantai Batu Bolong mati",
    "My passport was stolen in Kuta last night, the police asked for money",
    "Hi, we are staying at a hotel in Legian. The road in front of it floods every time it rains and nobody can walk.",
    "immigration office in Jimbaran is not answering about my visa extension",
    "macet parah in Ubud every day, why nobody fix the traffic lights?",
]


@pytest.mark.parametrize("code", ["id", "en", "ru", ""])
async def test_five_with_hard_first_messages(phones: Any, code: str) -> None:
    """Whatever Telegram speaks: our two languages, another one, or nobody knows."""
    for number, story in enumerate(HARD):
        thumb = Thumb(phones(who=800 + number, language=code))
        await (photo_first if number % 2 else text_first)(thumb, story)
        await thumb.agree()
        await thumb.to_the_end()

        assert thumb.actions <= MOST, story
