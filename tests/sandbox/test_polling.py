from __future__ import annotations

import asyncio


async def test_updates_are_numbered_in_sequence(api, phone):
    """update_id grows by one per update."""
    await phone.say("one")
    await phone.say("two")

    first, second = await api.updates()

    assert second["update_id"] == first["update_id"] + 1
    assert [u["message"]["text"] for u in (first, second)] == ["one", "two"]


async def test_unconfirmed_updates_come_again(api, phone):
    """An update is kept until a higher offset confirms it."""
    await phone.say("one")
    (first,) = await api.updates()

    assert [first] == await api.updates()
    assert [] == await api.updates(offset=first["update_id"] + 1)
    assert [] == await api.updates()


async def test_negative_offset_forgets_the_earlier(api, phone):
    """A negative offset keeps that many newest."""
    for text in ("one", "two", "three"):
        await phone.say(text)

    assert ["three"] == [u["message"]["text"] for u in await api.updates(offset=-1)]
    assert ["three"] == [u["message"]["text"] for u in await api.updates()]


async def test_a_long_poll_ends_when_something_arrives(api, phone):
    """getUpdates with a timeout answers as soon as there is an update."""
    waiting = asyncio.create_task(api.updates(timeout=20))
    await asyncio.sleep(0.1)
    await phone.say("hello")

    assert 1 == len(await asyncio.wait_for(waiting, 2))


async def test_a_newer_poll_ends_the_older_with_409(api, phone):
    """Only one getUpdates runs; the later one wins."""
    older = asyncio.create_task(api("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    newer = asyncio.create_task(api("getUpdates", timeout=1))

    assert "Conflict: terminated by other getUpdates request" in (await older).description
    assert [] == (await newer).result


async def test_polling_and_webhook_exclude_each_other(api):
    """getUpdates is refused while a webhook is set."""
    await api("setWebhook", url="http://127.0.0.1:1/hook")

    refused = await api("getUpdates")

    assert (409, True) == (refused.status, "webhook is active" in refused.description)
    await api("deleteWebhook")
    assert [] == await api.updates()


async def test_allowed_updates_are_remembered(api, phone):
    """A list holds until another is given; an empty one restores the usual."""
    await api.updates(allowed_updates=["callback_query"])
    await phone.say("not wanted")
    assert [] == await api.updates()

    await api.updates(allowed_updates=[])
    await phone.say("wanted")
    assert 1 == len(await api.updates())


async def test_unknown_token_and_method(api):
    """401 for a token, 404 for a method nobody knows."""
    assert 404 == (await api("makeCoffee")).status
    api.token = "1:x"
    assert {"ok": False, "error_code": 401, "description": "Unauthorized"} == (await api("getMe")).body
