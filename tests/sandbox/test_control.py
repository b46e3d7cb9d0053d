from __future__ import annotations

import asyncio
import json

import aiohttp

from sandbox import RemoteLine, samples
from sandbox.phone import Phone
from sandbox.render import as_html

SCRIPT = {
    "title": "Coba",
    "bots": [{"token": "8:x", "username": "desk_bot", "name": "Desk"}],
    "people": [{"id": 42, "first_name": "Ketut", "language_code": "id"}],
    "chats": [
        {"id": -100777, "type": "supergroup", "title": "Meja", "is_forum": True, "members": [42], "bots": ["desk_bot"]}
    ],
    "phones": [{"person": 42, "chat": "desk_bot", "label": "Ketut", "locale": "id"}, {"person": 42, "chat": -100777}],
}


async def test_a_script_sets_the_stage(sandbox, api):
    """State lists what a script made, phones in order, and never a token."""
    sandbox.play(SCRIPT)

    state = await api.control("GET", "/state")

    assert "Coba" == state["title"]
    assert [("desk_bot", 42), (None, -100777)] == [(p["bot"], p["chat_id"]) for p in state["phones"]]
    assert "token" not in json.dumps(state)


async def test_everything_can_be_added_over_http(api):
    """POST bots, people, chats and phones answer with what they made."""
    for what in ("bots", "people", "chats", "phones"):
        for body in SCRIPT[what]:
            made = await api.control("POST", f"/{what}", json=body)
    assert {"id": 2, "person": 42, "chat_id": -100777, "bot": None, "label": "Ketut", "locale": "id"} == made

    refused = await api.control("POST", "/phones", json={"person": 43, "chat": "desk_bot"})
    assert {"error": "no person has the id 43"} == refused


async def test_photos_come_by_upload_and_by_sample(api, phone):
    """Several files are an album; a sample is real JPEG; the page gets addresses of the files."""
    form = aiohttp.FormData({"caption": "two"})
    for name in ("a.jpg", "b.jpg"):
        form.add_field("photo", samples.photo("flood"), filename=name, content_type="image/jpeg")
    made = await api.control("POST", "/phones/1/photo", data=form)
    await api.control("POST", "/phones/1/photo", json={"sample": "garbage", "caption": "one"})

    view = await api.control("GET", "/phones/1/messages")
    assert 2 == len(made["messages"])
    assert ["two", None, "one"] == [m.get("caption") for m in view["messages"]]
    async with api.session.get(api.url + view["messages"][2]["photo"]["url"]) as response:
        assert samples.photo("garbage") == await response.read()


def test_a_block_ends_its_line():
    """What follows a quotation begins on a line of its own, as on a phone: two line feeds are one empty line."""
    quotation = {"type": "blockquote", "offset": 0, "length": 1}
    assert as_html("a\n\nb", [quotation]) == "<blockquote>a</blockquote><br>b"
    assert as_html("a\n\nb", []) == "a<br><br>b"


async def test_the_view_is_safe_html(api, chat, phone):
    """Nothing a bot or a person writes becomes a tag or a script."""
    await phone.say("<script>alert(1)</script> & more")
    await api(
        "sendMessage",
        chat_id=chat,
        text='<b>a <a href="javascript:x">b</a></b>\n<tg-spoiler>c</tg-spoiler>',
        parse_mode="HTML",
    )

    mine, theirs = (await api.control("GET", "/phones/1/messages"))["messages"]

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" == mine["html"]
    assert '<b>a <span class="text_link">b</span></b><br><span class="tg-spoiler">c</span>' == theirs["html"]
    assert ({"name": "Wayan", "is_bot": False, "me": True}, True) == (mine["from"], theirs["from"]["is_bot"])


async def test_typing_shows_until_the_bot_speaks(api, chat, phone):
    """A chat action shows as typing and ends with the next message."""
    await api("sendChatAction", chat_id=chat, action="typing")
    assert (await phone.line.view())["typing"]
    await api("sendMessage", chat_id=chat, text="x")
    assert not (await phone.line.view())["typing"]


async def test_events_name_the_phone_that_changed(api, phone):
    """The event stream pings the phone whose view is new."""
    async with api.session.get(f"{api.url}/control/events") as stream:
        await stream.content.readline()
        await phone.say("x")
        async with asyncio.timeout(3):
            async for line in stream.content:
                if line.startswith(b"data:"):
                    assert {"phone": 1} == json.loads(line[5:])
                    return


async def test_faults_and_calls_over_http(api, chat):
    """Faults are set, listed and cleared; calls can be asked for by method and chat."""
    await api.control("POST", "/faults", json={"action": 429, "method": "sendMessage", "times": "forever"})
    assert 429 == (await api("sendMessage", chat_id=chat, text="x")).status
    assert {"faults": []} == await api.control("DELETE", "/faults")
    await api("sendMessage", chat_id=chat, text="x")

    calls = (await api.control("GET", f"/calls?method=sendMessage&chat={chat}"))["calls"]
    assert ["429", "ok"] == [call["outcome"] for call in calls]


async def test_nonsense_is_a_sentence(api, phone):
    """Unknown verbs and missing data are refused in JSON."""
    assert "a phone can say" in (await api.control("POST", "/phones/1/dance", json={}))["error"]
    assert "there is no phone 9" in (await api.control("GET", "/phones/9/messages"))["error"]
    assert "message_id" in (await api.control("POST", "/phones/1/edit", json={}))["error"]


async def test_a_remote_phone_is_a_phone(api, chat, phone):
    """The same class works over HTTP."""
    remote = Phone(RemoteLine(api.session, api.url, 1))
    await remote.photo("tree", "fallen")
    await api(
        "sendMessage",
        chat_id=chat,
        text="Ok?",
        reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]},
    )

    assert "Ok?\n[ Yes ]" == str(await remote.sees("Ok?"))
    assert "y" == (await remote.tap("Yes"))["callback_data"]
    assert ["message", "callback_query"] == [next(k for k in u if k != "update_id") for u in await api.updates()]


async def test_the_page_is_served(api):
    """The page and its files are there."""
    for path in ("/", "/page/app.js"):
        async with api.session.get(api.url + path) as response:
            assert 200 == response.status
