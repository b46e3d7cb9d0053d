"""The courier: claims what is due, has it composed and sent, and settles it with an honest outcome."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import structlog

from bot import language, outcome, waiting
from bot.sender import Delivery
from handlers import fit, reach
from handlers.compose import held
from handlers.screens import Screen, Wait, from_body
from rules import delivery
from rules.delivery import Dead, Dropped, Kind, Later, NotYet
from storage import attachments, cards, outbox
from storage.work import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.metrics import Metrics
    from bot.sender import Sender
    from handlers.compose import Composer
    from handlers.house import House
    from storage.tables import Push
    from storage.work import Session, Storage, Work

log = structlog.get_logger()

IN_FLIGHT: Final = 12
LOOK_SECONDS: Final = 5.0  # should ever a wake be lost
FAILURE_SECONDS: Final = 1.0
# Telegram does not say whether a 429 is about the chat or the whole token. One chat's must not silence the others, so
# the token pauses only when different chats are refused within a short time: then it cannot be about one of them.
FLOOD_CHATS: Final = 3
FLOOD_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Landed:
    """A push that was sent, or not, and waits to be settled."""

    push: Push
    delivery: Delivery


class Courier:
    """`run()` until `stop()`, which lets what is in flight land and settles it. `wake()` when there is something."""

    def __init__(
        self,
        storage: Storage,
        senders: Mapping[str, Sender],
        composers: Mapping[str, Composer],
        house: House,
        clock: Callable[[], datetime],
        metrics: Metrics,
    ) -> None:
        self._storage, self._senders, self._composers = storage, senders, composers
        self._house, self._clock, self._metrics = house, clock, metrics
        self._awake, self._stopping = asyncio.Event(), False
        self._flying: set[asyncio.Task[None]] = set()
        self._landed: list[Landed] = []
        # Rows may be marked as in flight that are not: at the start, or after a transaction failed midway.
        self._doubt = True
        self._floods: deque[tuple[float, str, int]] = deque()
        self._nothing_before: datetime | None = None  # known when the table was last looked at; None: look again
        self.alive = False

    def wake(self) -> None:
        """There may be something to send."""
        self._nothing_before = None
        self._awake.set()

    def stop(self) -> None:
        """Claim nothing more; `run` returns when everything in flight is settled."""
        self._stopping = True
        self._awake.set()

    async def run(self) -> None:
        """Settle what landed and claim what is due, in one transaction; send; wait."""
        try:
            while not self._is_over():
                self._awake.clear()
                try:
                    pause = await self._cycle()
                    self.alive = True
                except Exception:
                    log.exception("courier.failed")
                    self.alive, self._doubt, pause = False, True, FAILURE_SECONDS
                    if self._stopping and not self._flying:
                        return  # what landed stays in flight in the table, and the next start recovers it
                if not self._is_over() and not await waiting.until(self._awake, pause):
                    self._nothing_before = None  # nobody woke us: look for ourselves
        finally:
            self.alive = False
            for task in self._flying:
                task.cancel()

    def _is_over(self) -> bool:
        return self._stopping and not self._flying and not self._landed

    async def _cycle(self) -> float:
        """One transaction; how long to sleep unless woken."""
        landed, certain, now = list(self._landed), not self._flying, self._clock()
        nothing_due = self._nothing_before is not None and now < self._nothing_before and not self._doubt
        if not landed and (self._free() == 0 or nothing_due):
            return self._until_due(now)
        async with self._storage.work(now) as work:
            for one in landed:
                await self._settle(work, one)
            if self._doubt and certain:
                log.info("courier.recovered", count=await outbox.recover(work))
            freeing = self._freeing()  # before the claim: what holds it back must not be free again when we look
            may_claim = not nothing_due and (certain or not self._doubt)
            claimed = await self._claim(work) if may_claim else []
        del self._landed[: len(landed)]
        self._doubt = self._doubt and not certain
        for push in claimed:
            self._take_off(push)
        if self._stopping or self._awake.is_set():
            return LOOK_SECONDS
        return self._until_due(now) if nothing_due else await self._pause(freeing)

    def _until_due(self, now: datetime) -> float:
        if self._nothing_before is None:
            return LOOK_SECONDS
        return max(0.005, min(LOOK_SECONDS, (self._nothing_before - now).total_seconds()))

    async def _claim(self, work: Work) -> list[Push]:
        rooms = {name: sender.pacing.room(sender.pacing.now()) for name, sender in self._senders.items()}
        limit = min(self._free(), sum(rooms.values()))
        if self._stopping or limit <= 0:
            return []
        held = [
            (name, chat_id)
            for name, sender in self._senders.items()
            for chat_id in sender.pacing.held(sender.pacing.now())
        ]
        return await outbox.claim(work, limit, held, rooms)

    def _free(self) -> int:
        return IN_FLIGHT - len(self._flying)

    def _freeing(self) -> list[float]:
        """In how many seconds each token and chat that must wait now may go on."""
        seconds = []
        for sender in self._senders.values():
            here = sender.pacing.now()
            if sender.pacing.room(here) == 0:
                seconds.append(sender.pacing.free_at(here) - here)
            seconds += [moment - here for moment in sender.pacing.held(here).values()]
        return seconds

    async def _pause(self, freeing: list[float]) -> float:
        """Until the next row is due, or until what keeps a due row back lets it go. A landing wakes earlier."""
        now, later = self._clock(), None
        async with self._storage.read() as session:
            first = await outbox.next_due(session, now)
            if first is not None and first <= now:
                later = await outbox.next_due(session, now, later=True)
        if first is None or first > now:
            if not self._awake.is_set():  # nothing was put since we looked: until then the table need not be asked
                self._nothing_before = first or datetime.max.replace(tzinfo=UTC)
            return self._until_due(now)
        moments = [LOOK_SECONDS, *freeing]
        if later is not None:
            moments.append((later - now).total_seconds())
        return max(0.005, min(moments))

    def _take_off(self, push: Push) -> None:
        task = asyncio.create_task(self._fly(push))
        self._flying.add(task)
        task.add_done_callback(self._land)

    def _land(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        self._awake.set()

    async def _fly(self, push: Push) -> None:
        try:
            result = await self._deliver(push)
        except Exception:  # our own bug: this message cannot be said, the chat goes on
            log.exception("push.broken", push_id=push.id, intent=push.intent)
            result = Delivery(Dead("our own bug"))
        self._landed.append(Landed(push, result))

    async def _deliver(self, push: Push) -> Delivery:
        if (wait := held(self._house, push, self._clock())) is not None:
            return Delivery(NotYet(wait))
        if _finished(push) and push.body:  # what nearly every reply is: nothing more to look up
            return await self._senders[push.bot].send(push, from_body(push.body))
        try:
            async with self._storage.read() as session:
                screen = await self._screen(session, push)
                if push.repeat and push.method == "send" and isinstance(screen, Screen):
                    screen = await self._marked(session, push, screen)
        except Fault as fault:
            return Delivery(Later(type(fault).__name__, counts=False))
        match screen:
            case None:
                return Delivery(Dropped())
            case Wait(after):
                return Delivery(NotYet(after))
        return await self._senders[push.bot].send(push, screen)

    async def _screen(self, session: Session, push: Push) -> Screen | Wait | None:
        """What the row says now; and in which topic, which is known once the card has one."""
        if push.thread_id is None and push.card_id is not None:
            card = await cards.by_id(session, push.card_id)
            push.thread_id = card.thread_id if card else None
        if push.intent is None:
            return from_body(push.body) if push.body else None
        return await self._composers[push.intent](session, self._house, push, self._clock())

    async def _marked(self, session: Session, push: Push, screen: Screen) -> Screen:
        """The same, saying that it may have come before; unmarked when there is no room for that."""
        locale = await language.of_chat(session, push.bot, push.chat_id)
        text = self._house.catalog.say(locale, "delivery.repeat") + screen.text
        room = fit.CAPTION_UNITS if screen.media or screen.document else fit.MESSAGE_UNITS
        return screen.with_text(text) if fit.visible(text) <= room else screen

    async def _settle(self, work: Work, landed: Landed) -> None:
        push, became = landed.push, landed.delivery.outcome
        settlement = delivery.settle(became, Kind(push.kind), push.attempts, push.repeat, work.now)
        if await outbox.settle(work, push, settlement, became):
            await reach.settled(work, self._house, push, settlement)
        for attachment_id, file_id in landed.delivery.learned:
            await attachments.sent_as(work, attachment_id, file_id)
        if isinstance(became, Later):
            self._heed(push, became)
        name = type(became).__name__.lower()
        self._metrics.sent(push.bot, name)
        write = log.error if settlement.state is delivery.State.DEAD else log.info
        write(f"push.{name}", push_id=push.id, bot=push.bot, kind=push.kind, state=settlement.state.value)

    def _heed(self, push: Push, later: Later) -> None:
        """Hold the chat; pause the whole token only if it is the token that was refused, not the chat."""
        pacing = self._senders[push.bot].pacing
        if later.after is None:
            return
        if later.why == outcome.TOKEN_REFUSED:
            pacing.halt(later.after.total_seconds())
            log.error("bot.refused", bot=push.bot)
        if later.why != outcome.FLOOD:
            return
        pacing.hold(push.chat_id, later.after.total_seconds())
        now = pacing.now()
        self._floods.append((now, push.bot, push.chat_id))
        while self._floods and now - self._floods[0][0] > FLOOD_SECONDS:
            self._floods.popleft()
        if len({chat for _, bot, chat in self._floods if bot == push.bot}) >= FLOOD_CHATS:
            pacing.halt(later.after.total_seconds())
            log.warning("bot.flooded", bot=push.bot, seconds=later.after.total_seconds())


def _finished(push: Push) -> bool:
    """Whether the row says by itself all there is to send, and where."""
    return push.intent is None and not push.repeat and (push.card_id is None or push.thread_id is not None)
