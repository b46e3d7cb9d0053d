"""The port to a translator, against a server that speaks its protocol: what is asked, and what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot import translator
from bot.translator import TranslationFailed, Translator
from rules.translation import Failure
from tests.libre import Libre, refusal

TEXT = "Sampah di belakang bar sudah diangkut petugas kami.\n\n<b>Terima kasih</b> & jangan ditumpuk [1]"
ENGLISH = "the rubbish behind the bar was collected by our team.\n\n<b>thank you</b> & please do not pile it up [1]"


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other try comes at once."""
    monkeypatch.setattr(translator, "PAUSE_SECONDS", 0.0)


@asynccontextmanager
async def meeting(key: str | None = None, within: float = 5, **options: Any) -> AsyncIterator[tuple[Libre, Translator]]:
    async with Libre(key=key, **options) as server, Translator(f"{server.url}/", key, within=within) as port:
        yield server, port


async def failure(port: Translator, text: str = TEXT, source: str = "id", target: str = "en") -> TranslationFailed:
    with pytest.raises(TranslationFailed) as raised:
        await port.translate(text, source, target)
    return raised.value


async def test_a_text_is_translated_with_its_lines_and_signs() -> None:
    """It is asked for as plain text, with the key; line breaks, markup and placeholders come back as they were."""
    async with meeting(key="k", limit=2000) as (server, port):
        assert ENGLISH == await port.translate(TEXT, "id", "en")

    assert [{"q": TEXT, "source": "id", "target": "en", "format": "text", "api_key": "k"}] == server.asked


async def test_the_server_is_asked_once_what_it_can() -> None:
    """Its languages and its longest text; without a key none is sent."""
    async with meeting() as (server, port):
        await port.translate(TEXT, "id", "en")
        await port.translate("call me", "en", "id")

    assert ["GET /languages", "GET /frontend/settings", "POST /translate", "POST /translate"] == server.paths
    assert "api_key" not in server.asked[0]


@pytest.mark.parametrize(
    ("answers", "why", "asked"),
    [
        ([refusal(400, "Invalid request: missing q parameter")], Failure.REFUSED, 1),
        ([refusal(400, "Invalid request: request (90) exceeds text limit (50)")], Failure.LONG, 1),
        ([refusal(403, "Invalid API key")], Failure.KEY, 1),
        ([refusal(429, "Slowdown: 10 per 1 minute")], Failure.BUSY, 1),
        ([refusal(500, "Cannot translate text")] * 2, Failure.BROKEN, 2),
        ([web.Response(status=503, text="<html>"), web.Response(status=502)], Failure.BROKEN, 2),
        ([web.Response(text="<html>Welcome</html>", content_type="text/html")], Failure.GARBAGE, 1),
        ([web.json_response({"translatedText": ["a"]})], Failure.GARBAGE, 1),
        ([web.json_response({"translatedText": " \n"})], Failure.GARBAGE, 1),
        ([web.json_response({"translatedText": "x" * 9000})], Failure.GARBAGE, 1),
        ([web.json_response([])], Failure.GARBAGE, 1),
        ([web.Response(status=302, headers={"Location": "/elsewhere"})], Failure.REFUSED, 1),
    ],
)
async def test_what_is_no_translation_says_why(answers: list[web.Response], why: Failure, asked: int) -> None:
    """Only what may work a moment later is asked for once more."""
    async with meeting() as (server, port):
        server.answers = [web.Response(body=one.body, status=one.status, headers=one.headers) for one in answers]

        assert why is (await failure(port)).why
        assert asked == len(server.asked)


async def test_the_one_other_try_may_work() -> None:
    """After a fault of the server."""
    async with meeting() as (server, port):
        server.answers = [refusal(500, "Cannot translate text")]

        assert ENGLISH == await port.translate(TEXT, "id", "en")


async def test_no_redirect_is_followed() -> None:
    """The text goes to the server that was set up and to no other."""
    async with Libre() as other, meeting() as (server, port):
        server.answers = [web.Response(status=307, headers={"Location": f"{other.url}/translate"})]
        assert Failure.REFUSED is (await failure(port)).why

    assert [] == other.paths


async def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would read along."""
    async with Libre() as proxy, meeting() as (_, port):
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert ENGLISH == await port.translate(TEXT, "id", "en")

    assert [] == proxy.paths


async def test_a_server_that_was_asked_too_often_is_left_alone() -> None:
    """For as long as it says, and a minute when it does not; then it is not asked at all."""
    async with meeting() as (server, port):
        server.answers = [refusal(429, "Slowdown: 10 per 1 minute", **{"Retry-After": "30"})]
        assert Failure.BUSY is (await failure(port)).why
        assert Failure.BUSY is (await failure(port)).why
        assert 1 == len(server.asked)


async def test_a_short_slowdown_is_waited_for() -> None:
    """`Retry-After: 0` is asked again at once."""
    async with meeting() as (server, port):
        server.answers = [refusal(429, "Slowdown: 10 per 1 minute", **{"Retry-After": "0"})]

        assert ENGLISH == await port.translate(TEXT, "id", "en")


async def test_a_slow_server_is_given_up() -> None:
    """After two tries that were each cut off in time."""
    async with meeting(within=0.2, pause=5) as (server, port):
        assert Failure.LATE is (await failure(port)).why
        assert 2 == len(server.asked)


async def test_a_server_that_is_not_there_says_so() -> None:
    """And once it is, it is asked."""
    async with Libre() as server:
        port_number = server.port
    async with Translator(f"http://127.0.0.1:{port_number}", within=5) as port:
        assert Failure.UNREACHABLE is (await failure(port)).why
        async with Libre(port=port_number):
            assert ENGLISH == await port.translate(TEXT, "id", "en")


async def test_a_text_longer_than_the_server_takes_is_not_sent() -> None:
    """By the limit the server names, or our own."""
    async with meeting(limit=40) as (server, port):
        failed = await failure(port)
        assert (Failure.LONG, 40, []) == (failed.why, failed.limit, server.asked)
    async with meeting() as (server, port):
        failed = await failure(port, "a" * 4001)
        assert (Failure.LONG, 4000, []) == (failed.why, failed.limit, server.asked)


async def test_a_pair_the_server_does_not_have_is_not_asked_for() -> None:
    """A list that is none says nothing: then the server decides."""
    async with meeting(languages=[{"code": "en", "name": "English", "targets": ["de"]}]) as (server, port):
        assert Failure.PAIR is (await failure(port)).why
        assert [] == server.asked
    for strange in ({"error": "no"}, ["en"], [{"code": "en"}], None):
        async with meeting(languages=strange) as (server, port):
            assert ENGLISH == await port.translate(TEXT, "id", "en")
            assert Failure.REFUSED is (await failure(port, target="ban")).why


async def test_what_no_database_takes_is_left_out() -> None:
    """Control characters and halves of characters; everything else stays."""
    async with meeting() as (server, port):
        body = '{"translatedText": "the rubbish\\u0000 is \\ud800gone\\n👩\\u200d🔧"}'
        server.answers = [web.Response(text=body, content_type="application/json")]

        assert "the rubbish is gone\n👩‍🔧" == await port.translate(TEXT, "id", "en")


async def test_one_text_at_a_time() -> None:
    """Who asks meanwhile waits."""
    async with meeting(pause=0.02) as (server, port):
        await asyncio.gather(*(port.translate(TEXT, "id", "en") for _ in range(4)))

    assert (4, 1) == (len(server.asked), server.most_at_once)


async def test_the_key_is_in_no_exception(caplog: pytest.LogCaptureFixture) -> None:
    """Nor is the text."""
    async with Libre(key="right") as server, Translator(server.url, "SECRET-KEY") as port:
        failed = await failure(port)

    assert Failure.KEY is failed.why
    assert "SECRET-KEY" not in f"{failed!r}{failed.__cause__!r}{caplog.text}"
