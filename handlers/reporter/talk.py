"""Talk: one turn of a reporter in a private chat. Opened for every update; it knows the draft and says the screens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message

from handlers import say
from handlers.reporter import pages, turnstile
from handlers.reporter.pages import summary
from handlers.reporter.view import View
from handlers.screens import Screen
from rules import draft as rules
from rules import flood, reader
from rules.delivery import Kind
from rules.draft import Draft, Slot
from storage import attachments, drafts, outbox, reporters

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiogram.types import TelegramObject

    from handlers.house import House
    from storage.tables import Attachment, DraftRow, Reporter
    from storage.work import Work

BOT = "public"


class Talk:
    """What a handler needs to answer one message or tap: the work, the person, the draft, and the ways to speak."""

    def __init__(
        self,
        work: Work,
        house: House,
        reporter: Reporter,
        row: DraftRow | None,
        chat_id: int,
        tapped: int | None = None,
    ) -> None:
        self.work, self.house, self.reporter, self.row = work, house, reporter, row
        self.chat_id, self.tapped = chat_id, tapped
        self.draft = drafts.load(row) if row else Draft()
        self._keys_up = self._wants_keys()
        self.delay = timedelta(0)  # answers come that much later: there is too much at once
        self.merges = False  # and those about the draft come as one
        self._owes = False

    @property
    def consented(self) -> bool:
        """Whether the person agreed to the privacy notice that holds now."""
        return self.reporter.consent_version == self.house.region.consent_version

    @property
    def question(self) -> Slot | None:
        """The open question of the draft; None: the summary."""
        return rules.next_question(self.draft, self.house.region.limits)

    @property
    def draft_id(self) -> int:
        """The id of the kept draft; 0 when there is none."""
        return self.row.id or 0 if self.row else 0

    def view(self, note: str = "", fresh: Slot | None = None) -> View:
        """Everything a screen is made from, as things are now; `fresh` is the slot whose answer was just taken."""
        return View(
            house=self.house,
            locale=self.reporter.language,
            today=self.work.now.astimezone(self.house.region.tz).date(),
            draft=self.draft,
            draft_id=self.draft_id,
            consented=self.consented,
            invited=self.reporter.offered_id is not None,
            note=note,
            fresh=fresh,
        )

    def words(self, key: str, **fields: object) -> str:
        """A text of the catalogue in the person's language."""
        return self.house.catalog.say(self.reporter.language, key, **fields)

    async def keep(self, draft: Draft) -> None:
        """Keep the draft as it is now."""
        self.draft = draft
        self.row = await drafts.save(self.work, self.reporter.id or 0, draft)

    async def files(self) -> list[Attachment]:
        """What is attached to the draft."""
        return await attachments.of_draft(self.work.session, self.draft_id) if self.draft_id else []

    async def drop(self) -> None:
        """The draft is no more, nor what was attached to it."""
        if self.row is not None:
            await drafts.drop(self.work, self.row)
        self.row, self.draft = None, Draft()

    def forget(self) -> None:
        """The draft became a report: nothing is open any more."""
        self.row, self.draft = None, Draft()

    async def ask(self, note: str = "", fresh: Slot | None = None) -> None:
        """Show what is open now: consent, question or summary, under a line that says what just happened.

        A keyboard can neither be edited into a message nor taken away by one with buttons: then that line goes alone.
        A draft that is about to be deleted stays, since the person is back at it.
        """
        if self.row is not None and self.row.expires_at is not None:
            await drafts.touch(self.work, self.row)
        screen = pages.current(self.view(note, fresh))
        ends_keys = self._keys_up and not self._wants_keys()
        if ends_keys:
            await self.tell(Screen(note or self.words("step.on"), drop_keys=True))
        elif self.tapped and screen.keys:
            await self.show(Screen(note or self.words("step.below")))
        if ends_keys or (self.tapped and screen.keys):
            self._keys_up, self.tapped = False, None
            screen = pages.current(self.view(fresh=fresh))
        await self.show(screen)

    async def show(self, screen: Screen, **options: Any) -> None:
        """Show a screen in place of the tapped one; without a tap, or with a keyboard, as a new message."""
        if not self._puts_off(options):
            await say.instead(self.work, BOT, self.chat_id, self.tapped, screen, **options)

    async def warn(self, screen: Screen, **options: Any) -> None:
        """Say what is to be read before the open question: in place of a tapped one, which then comes after it."""
        if await say.instead(self.work, BOT, self.chat_id, self.tapped, screen, **options):
            self.tapped = None

    async def tell(self, screen: Screen, **options: Any) -> bool:
        """Say a screen as a message of its own."""
        if self._puts_off(options):
            return False
        return await say.to(self.work, BOT, self.chat_id, screen, **options)

    async def settle(self) -> None:
        """Order the one answer in the place of those that were put off."""
        if not self._owes:
            return
        due_at = flood.window(self.work.now, flood.SLOWLY) + 2 * flood.SLOWLY
        await outbox.put(
            self.work,
            bot=BOT,
            chat_id=self.chat_id,
            kind=Kind.REPLY,
            screen=None,
            intent="question",
            data={"reporter_id": self.reporter.id},
            due_at=due_at,
            dedup_key=f"slow:{self.chat_id}:{due_at.isoformat()}",
        )

    async def aside(self, screen: Screen, **options: Any) -> bool:
        """Say what is not about the draft; of a draft that waits, that it does."""
        return await self.tell(summary.beside(self.view(), screen), **options)

    async def end(self, screen: Screen, **options: Any) -> None:
        """Show the last screen of a draft, after which no keyboard may stay: one without buttons takes it away."""
        if self._keys_up and not screen.buttons:
            screen = replace(screen, drop_keys=True)
        elif self._keys_up:
            await self.tell(Screen(self.words("step.end"), drop_keys=True), **options)
        self._keys_up = False
        await self.show(screen, **options)

    def _puts_off(self, options: dict[str, Any]) -> bool:
        """Whether this is said with others later: it is about the draft, and there is too much at once."""
        if self.delay and not options.get("purpose"):
            self._owes = self._owes or self.merges
            options.setdefault("due_at", self.work.now + self.delay)
            return self.merges
        return False

    def _wants_keys(self) -> bool:
        """The keyboard is up exactly while the place is asked for and nothing is known of it."""
        return self.consented and self.row is not None and self.question is Slot.WHERE and self.draft.place is None


class OpenTalk(BaseMiddleware):
    """Opens a `Talk` for every update of a person in a private chat and hands it to filters and handlers as `talk`."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Open it and go on."""
        chat, tapped = _chat_of(event)
        user = data.get("event_from_user")
        if chat is None or user is None or user.is_bot:
            return None
        work, house = data["work"], data["house"]
        reporter = await reporters.seen(
            work, user.id, user.full_name, user.username or "", reader.best(user.language_code, house.catalog.locales)
        )
        row = await drafts.of(work.session, reporter.id or 0)
        talk = data["talk"] = Talk(work, house, reporter, row, chat, tapped)
        slowness = await turnstile.slowness(talk)
        if slowness is None or await turnstile.is_shut_out(talk, event, data.get("raw_state")):
            await turnstile.alarm(talk, event)
            return None
        talk.delay = slowness
        talk.merges = isinstance(event, Message) and not (event.text or "").startswith("/")
        handled = await handler(event, data)
        await talk.settle()
        return handled


def _chat_of(event: TelegramObject) -> tuple[int | None, int | None]:
    """The private chat an update came from, and the message whose button was tapped if it can still be edited."""
    if isinstance(event, CallbackQuery):
        message = event.message
        if message is None or message.chat.type != "private":
            return None, None
        return message.chat.id, message.message_id if isinstance(message, Message) else None
    if isinstance(event, Message) and event.chat.type == "private":
        return event.chat.id, None
    return None, None
