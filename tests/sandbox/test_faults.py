from __future__ import annotations

import time

import aiohttp
import pytest

from sandbox import Sandbox


async def test_429_names_the_wait_and_strikes_as_often_as_told(sandbox, api, chat):
    """`after` calls pass, `times` fail, the rest pass."""
    sandbox.faults.add(429, method="sendMessage", retry_after=7, times=2, after=1)

    answers = [await api("sendMessage", chat_id=chat, text=str(n)) for n in range(4)]

    assert [200, 429, 429, 200] == [a.status for a in answers]
    assert {"retry_after": 7} == answers[1].body["parameters"]


async def test_conditions(sandbox, api, chat):
    """A fault for another method, chat or token does not strike."""
    for condition in ({"method": "sendPhoto"}, {"chat_id": 1}, {"token": "1:x"}):
        sandbox.faults.add(500, times=None, **condition)

    assert (await api("sendMessage", chat_id=chat, text="x")).result


@pytest.mark.parametrize(
    ("action", "details", "status"),
    [
        ("403", {"text": "Forbidden: no"}, 403),
        ("400", {}, 400),
        ("500", {}, 500),
        ("502", {}, 502),
        ("migrate", {"new_chat_id": -1001}, 400),
    ],
)
async def test_refusals_do_not_do_the_work(sandbox, api, chat, phone, action, details, status):
    """A refused call leaves no trace but the log's."""
    sandbox.faults.add(action, **details)

    assert status == (await api("sendMessage", chat_id=chat, text="x")).status
    assert [] == await phone.messages()
    assert [action] == [call.outcome for call in sandbox.calls.of("sendMessage", chat)]


async def test_hang_up_does_the_work_and_drop_does_not(sandbox, api, chat, phone):
    """Both close the connection; only after one of them is the message there."""
    for action in ("hang_up", "drop"):
        sandbox.faults.add(action, method="sendMessage")
        with pytest.raises(aiohttp.ClientConnectionError):
            await api("sendMessage", chat_id=chat, text=action)

    assert ["hang_up"] == [b.text for b in await phone.messages()]


async def test_slow_and_html(sandbox, api, chat):
    """Slowness adds up with another fault; html-404 is no JSON."""
    sandbox.faults.add("slow", seconds=0.2)
    sandbox.faults.add("html-404")
    began = time.monotonic()
    async with api.session.get(f"{api.url}/bot{api.token}/getMe") as response:
        assert (404, "text/html") == (response.status, response.content_type)

    assert time.monotonic() - began >= 0.2


def test_an_unknown_action_is_refused():
    """A misspelt fault does not silently do nothing."""
    from sandbox.faults import Fault

    with pytest.raises(ValueError, match="a fault is one of"):
        Fault("teapot")


async def test_enforced_limits():
    """With limits on, a burst to one person and to a group is answered with 429."""
    async with Sandbox(enforce_limits=True) as sandbox, aiohttp.ClientSession() as session:
        bot, made = sandbox.bot("5:x", "b_bot"), sandbox.person("Made")
        sandbox.phone(made, bot, started=True)
        group = sandbox.group("G", [made], [bot])

        async def send(chat_id):
            async with session.post(
                f"{sandbox.url}/bot5:x/sendMessage", json={"chat_id": chat_id, "text": "x"}
            ) as response:
                return response.status

        assert [200, 200, 200, 429] == [await send(made.id) for _ in range(4)]
        assert [429] == [await send(group.chat.id) for _ in range(21)][-1:]


async def test_the_log_hides_tokens(sandbox, api):
    """No call in the log holds the secret."""
    await api("getMe")

    assert "secret" not in str(sandbox.calls.of("getMe")[0].as_dict())
