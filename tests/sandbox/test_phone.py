from __future__ import annotations

import asyncio

import pytest


def rows(*texts):
    return {"inline_keyboard": [[{"text": text, "callback_data": text}] for text in texts]}


async def test_sees_counts_only_what_is_new(api, chat, phone):
    """What was on the screen before the phone acted is not an answer to it."""
    await api("sendMessage", chat_id=chat, text="Thanks")
    await phone.say("again")

    with pytest.raises(AssertionError, match="Kanal: Thanks"):
        await phone.sees("Thanks", within=0.1)
    await phone.sees("Thanks", ever=True)


async def test_sees_waits_for_an_edit(api, chat, phone):
    """An edited message counts as new."""
    sent = (await api("sendMessage", chat_id=chat, text="one")).result
    await phone.say("x")
    edit = {"chat_id": chat, "message_id": sent["message_id"], "text": "two"}
    asyncio.get_running_loop().call_later(
        0.1, lambda: tasks.append(asyncio.ensure_future(api("editMessageText", **edit)))
    )
    tasks: list[asyncio.Future] = []

    assert "two" == (await phone.sees("two", within=2)).text
    await asyncio.gather(*tasks)


async def test_tap_prefers_fresh_then_exact(api, chat, phone):
    """The newest message wins; within it the exact text does."""
    await api("sendMessage", chat_id=chat, text="old", reply_markup=rows("Skip"))
    await api("sendMessage", chat_id=chat, text="new", reply_markup=rows("Skip all", "Skip"))

    await phone.tap("Skip")

    query = (await api.updates())[0]["callback_query"]
    assert ("new", "Skip") == (query["message"]["text"], query["data"])


async def test_tap_falls_back_to_an_older_message_once_the_bot_has_answered(api, chat, phone):
    """When the answer has no such button, an older one is meant."""
    await api("sendMessage", chat_id=chat, text="menu", reply_markup=rows("Go"))
    await phone.say("x")
    await api("sendMessage", chat_id=chat, text="answer")

    assert "Go" == (await phone.tap("Go"))["callback_data"]


async def test_tap_lists_the_screen(api, chat, phone):
    """A missing button fails with what is there."""
    await api("sendMessage", chat_id=chat, text="menu", reply_markup=rows("Go"))

    with pytest.raises(AssertionError, match=r"no button 'Stop' on the screen:\n  Kanal: menu\n      \[ Go \]"):
        await phone.tap("Stop", within=0.1)


async def test_screen_last_and_settles(api, chat, phone):
    """The screen is the newest bot message with its buttons."""
    await api("sendMessage", chat_id=chat, text="menu", reply_markup=rows("Go", "Stop"))
    await phone.settles(0.1)

    assert "menu\n[ Go ]\n[ Stop ]" == await phone.screen()
    assert [["Go"], ["Stop"]] == (await phone.last()).buttons
