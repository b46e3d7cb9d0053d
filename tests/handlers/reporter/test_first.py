"""The first contact: language, consent, and whatever the first message held."""

from __future__ import annotations

from typing import Any

import pytest

from tests.handlers.reporter.phone import TIBUBENENG, Phone


async def test_the_first_screen_is_greeting_and_consent(emma: Phone) -> None:
    """/start shows what is kept, why, how long and where, with a button for each answer and each other language."""
    await emma.say("/start")

    assert ["I agree", "Bahasa Indonesia", "中文", "I do not agree"] == emma.buttons()
    assert "Telegram's servers abroad" in emma.text
    assert "2 years" in emma.text


@pytest.mark.parametrize("code", ["id", "ms", "jv", "ban", "su"])
async def test_readers_of_indonesian_are_greeted_in_it(phones: Any, code: str) -> None:
    """Languages near to Indonesian lead to Indonesian."""
    phone = phones(language=code)

    await phone.say("/start")

    assert "Apakah Anda setuju?" in phone.text


async def test_the_language_is_switched_by_one_tap_and_kept(emma: Phone) -> None:
    """The same screen comes back in the other language, and stays so."""
    await emma.say("/start")
    await emma.tap("Bahasa Indonesia")

    assert "Apakah Anda setuju?" in emma.text
    assert 1 == len(emma.shown)
    await emma.tap("Setuju")
    assert "Apa yang terjadi?" in emma.text


async def test_the_first_message_is_kept_and_used_after_the_consent(emma: Phone) -> None:
    """A photo with a caption before any consent: nothing is lost, and the next question is the place."""
    await emma.photo("The sidewalk in front of our hotel is broken")
    assert "kept as a draft" in emma.text
    await emma.tap("I agree")

    assert "consent is recorded" in emma.shown[-2].text
    assert [] == emma.buttons(emma.shown[-2])
    assert "Where is it?" in emma.text
    assert emma.keyboard is not None


async def test_two_texts_before_the_consent_are_one_description(emma: Phone) -> None:
    """Nothing was asked yet, so nothing is taken for an answer."""
    await emma.say("The sidewalk in front of our hotel is broken")
    await emma.say("It is dangerous at night")
    await emma.tap("I agree")

    draft = await emma.draft()
    assert draft is not None
    assert 2 == len(draft.answers["parts"])
    assert "Where is it?" in emma.text


async def test_declining_erases_the_draft(emma: Phone) -> None:
    """Who does not agree leaves nothing behind, and may come back."""
    await emma.photo("The sidewalk in front of our hotel is broken")
    await emma.tap("I do not agree")

    assert await emma.draft() is None
    assert "deleted" in emma.text
    await emma.tap("Make a report")
    assert "Do you agree?" in emma.text


async def test_a_new_version_of_the_notice_is_asked_for_again(guest: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Consent counts for the version that was read."""
    object.__setattr__(guest.house.region, "consent_version", "2027-01")
    try:
        await guest.say("The street lights are out in our lane")
        assert "Do you agree?" in guest.text
        await guest.tap("I agree")
        assert "Where is it?" in guest.text
    finally:
        object.__setattr__(guest.house.region, "consent_version", "2026-11")


async def test_an_old_consent_button_does_not_count(emma: Phone) -> None:
    """The version under the button is not the one that holds."""
    await emma.say("/start")
    await emma.press("r.agree:2020-01", emma.last.number)

    assert "Do you agree?" in emma.text


async def test_consent_can_be_typed(emma: Phone) -> None:
    """The button's words do what the button does."""
    await emma.pin(TIBUBENENG)
    await emma.say("i agree")

    assert "What happened?" in emma.text


async def test_an_old_decline_button_harms_nobody_who_agreed(guest: Phone) -> None:
    """After the consent that button only shows where the person is."""
    await guest.say("The street lights are out in our lane")
    await guest.press("r.decline", 1)

    assert await guest.draft() is not None


async def test_a_greeting_is_not_a_description(emma: Phone) -> None:
    """ "Hello" leads to the first question and is not kept as a report."""
    await emma.say("Hello!")
    await emma.tap("I agree")

    assert "What happened?" in emma.text
    assert "too short" not in emma.text


async def test_a_chinese_phone_is_greeted_in_chinese(phones: Any) -> None:
    """From the first screen to the receipt, with dates, categories and departments as they are written there."""
    phone = phones(language="zh-hans")
    await phone.say("海滩上垃圾堆了三天没有人收")
    await phone.tap("我同意")
    await phone.pin(TIBUBENENG)
    await phone.tap("垃圾未收")
    await phone.tap("提交诉求")

    assert "我们已收到您的诉求" in phone.text
    assert "由通信与信息局收到" in phone.text
    assert "2026年11月" in phone.text
