"""The fake phone that drives tests: say, tap, look. In process, or over the control API of another process."""

from __future__ import annotations

import asyncio
import base64
import re
from typing import Any, Protocol

import aiohttp

from sandbox import actions, view
from sandbox.errors import ApiError
from sandbox.handset import Handset
from sandbox.screen import Bubble, find_button, listing

POLL_SECONDS = 0.1
# How long a chat must be still before a button of an older message counts as the one that is meant.
STILL_SECONDS = 0.5


class Line(Protocol):
    """How a phone reaches the stand-in."""

    async def act(self, verb: str, data: dict[str, Any]) -> dict[str, Any]: ...

    async def view(self) -> dict[str, Any]: ...

    async def changed(self, seconds: float) -> None: ...


class LocalLine:
    """To a stand-in in this process."""

    def __init__(self, handset: Handset) -> None:
        self.handset = handset

    async def act(self, verb: str, data: dict[str, Any]) -> dict[str, Any]:
        return actions.act(self.handset, verb, data)

    async def view(self) -> dict[str, Any]:
        return view.screen(self.handset)

    async def changed(self, seconds: float) -> None:
        await self.handset.changed(seconds)


class RemoteLine:
    """To phone `number` of a stand-in at a URL. The session is the caller's to close."""

    def __init__(self, session: aiohttp.ClientSession, url: str, number: int) -> None:
        self._session = session
        self._url = f"{url}/control/phones/{number}"

    async def act(self, verb: str, data: dict[str, Any]) -> dict[str, Any]:
        async with self._session.post(f"{self._url}/{verb}", json=data) as response:
            return await self._answer(response)

    async def view(self) -> dict[str, Any]:
        async with self._session.get(f"{self._url}/messages") as response:
            return await self._answer(response)

    async def changed(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, POLL_SECONDS))

    async def _answer(self, response: aiohttp.ClientResponse) -> dict[str, Any]:
        answer: dict[str, Any] = await response.json()
        if response.status != 200:
            raise ApiError(response.status, answer.get("error", "the stand-in refused"))
        return answer


class Phone:
    """One person's phone. What it expects to see is what came, or was edited, since it last did something."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self._mark = 0

    async def _do(self, verb: str, **data: Any) -> list[Bubble]:
        self._mark = (await self.line.view())["revision"]
        made = await self.line.act(verb, {name: value for name, value in data.items() if value is not None})
        return [Bubble(raw) for raw in made.get("messages", [])]

    async def say(self, text: str, *, thread: int | None = None) -> Bubble:
        return (await self._do("say", text=text, thread=thread))[0]

    async def start(self, payload: str = "") -> Bubble:
        return (await self._do("start", payload=payload))[0]

    async def reply(self, message: Bubble | int, text: str) -> Bubble:
        return (await self._do("say", text=text, reply_to=number(message)))[0]

    async def edit(self, message: Bubble | int, text: str) -> Bubble:
        return (await self._do("edit", message_id=number(message), text=text))[0]

    async def photo(self, photo: bytes | str = "pothole", caption: str = "") -> Bubble:
        """Sends JPEG or PNG bytes, or a sample by name."""
        what = {"sample": photo} if isinstance(photo, str) else {"base64": text64(photo)}
        return (await self._do("photo", caption=caption, **what))[0]

    async def album(self, n: int = 3, caption: str = "") -> list[Bubble]:
        """Sends n sample photos as one album."""
        names = ("pothole", "rubbish", "streetlight", "flood", "tree")
        return await self._do("photo", caption=caption, sample=[names[i % len(names)] for i in range(n)])

    async def pin(self, lat: float, lon: float) -> Bubble:
        return (await self._do("location", lat=lat, lon=lon))[0]

    async def venue(self, lat: float, lon: float, title: str, address: str = "") -> Bubble:
        return (await self._do("location", lat=lat, lon=lon, title=title, address=address))[0]

    async def voice(self) -> Bubble:
        return (await self._do("voice"))[0]

    async def video(self, caption: str = "") -> Bubble:
        return (await self._do("video", caption=caption))[0]

    async def sticker(self) -> Bubble:
        return (await self._do("sticker"))[0]

    async def document(self, name: str, data: bytes, caption: str = "") -> Bubble:
        return (await self._do("document", name=name, base64=text64(data), caption=caption))[0]

    async def contact(self, phone_number: str | None = None) -> Bubble:
        return (await self._do("contact", phone_number=phone_number))[0]

    async def poll(self, question: str, *options: str) -> Bubble:
        return (await self._do("poll", question=question, options=list(options)))[0]

    async def key(self, text: str, lat: float | None = None, lon: float | None = None) -> Bubble:
        """Presses a key of the reply keyboard."""
        return (await self._do("key", text=text, lat=lat, lon=lon))[0]

    async def block(self) -> None:
        await self._do("block")

    async def unblock(self) -> None:
        await self._do("unblock")

    async def inject(self, update: dict[str, Any]) -> None:
        """Sends the bot a raw update under a fresh update_id."""
        await self._do("update", **update)

    async def tap(self, text: str | re.Pattern[str], *, within: float = 5, old: bool = False) -> dict[str, Any]:
        """Presses the newest inline button that has the text, and gives what it holds.

        Waits for one on a fresh message first; when the bot has answered without one, an older message's counts.
        `old` presses at once whatever there is.
        """
        loop = asyncio.get_running_loop()
        deadline, still, seen = loop.time() + within, loop.time(), ""
        while True:
            screen = await self.line.view()
            if (now := fingerprint(screen)) != seen:
                seen, still = now, loop.time()
            answered = self._answered(screen) and loop.time() - still >= STILL_SECONDS
            over = loop.time() >= deadline
            found = find_button(screen, text, 0 if old or answered or over else self._mark)
            if found:
                made_mark = screen["revision"]
                made = await self.line.act("tap", {"message_id": found[0], "button": list(found[1])})
                self._mark = made_mark
                button: dict[str, Any] = made["button"]
                return button
            if over or old:
                raise AssertionError(f"no button {pattern(text).pattern!r} on the screen:\n{listing(screen)}")
            await self.line.changed(min(0.1, max(0.0, deadline - loop.time())))

    def _answered(self, screen: dict[str, Any]) -> bool:
        return any(raw["from"]["is_bot"] and raw["revision"] > self._mark for raw in screen["messages"])

    async def messages(self) -> list[Bubble]:
        return [Bubble(raw) for raw in (await self.line.view())["messages"]]

    async def last(self) -> Bubble:
        """The newest message of a bot."""
        found = [bubble for bubble in await self.messages() if bubble.is_bot]
        assert found, "no bot has written in this chat"  # noqa: S101 - this is a test's assertion
        return found[-1]

    async def screen(self) -> str:
        """The newest message of a bot with its buttons, as plain text; "" in an empty chat."""
        found = [bubble for bubble in await self.messages() if bubble.is_bot]
        return str(found[-1]) if found else ""

    async def alert(self) -> str:
        """The text of the last callback answer shown to this person."""
        return str(((await self.line.view())["alert"] or {}).get("text", ""))

    async def keys(self) -> list[str]:
        """The texts of the reply keyboard."""
        keyboard = (await self.line.view())["keyboard"] or {"keyboard": []}
        return [key if isinstance(key, str) else key["text"] for row in keyboard["keyboard"] for key in row]

    async def sees(self, words: str | re.Pattern[str], *, within: float = 5, ever: bool = False) -> Bubble:
        """Waits for a bot's message or edit with the words, in text or buttons; gives it.

        Only what came since the phone last did something counts, unless `ever`.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while True:
            screen = await self.line.view()
            fresh = [
                Bubble(m) for m in screen["messages"] if m["from"]["is_bot"] and (ever or m["revision"] > self._mark)
            ]
            for bubble in reversed(fresh):
                if pattern(words).search(str(bubble)):
                    return bubble
            if loop.time() >= deadline:
                raise AssertionError(f"{pattern(words).pattern!r} did not come within {within} s:\n{listing(screen)}")
            await self.line.changed(max(0.01, deadline - loop.time()))

    async def settles(self, quiet: float = 0.3, *, within: float = 10) -> None:
        """Waits until nothing has changed on the screen for a while."""
        loop = asyncio.get_running_loop()
        deadline, still, seen = loop.time() + within, loop.time(), ""
        while loop.time() - still < quiet:
            if loop.time() >= deadline:
                raise AssertionError(f"the screen keeps changing after {within} s:\n{listing(await self.line.view())}")
            now = fingerprint(await self.line.view())
            if now != seen:
                seen, still = now, loop.time()
            await self.line.changed(max(0.01, quiet - (loop.time() - still)))


def fingerprint(screen: dict[str, Any]) -> str:
    return repr({name: value for name, value in screen.items() if name not in {"revision", "typing"}})


def number(message: Bubble | int) -> int:
    return message if isinstance(message, int) else message.id


def pattern(words: str | re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(re.escape(words)) if isinstance(words, str) else words


def text64(data: bytes) -> str:
    return base64.b64encode(data).decode()
