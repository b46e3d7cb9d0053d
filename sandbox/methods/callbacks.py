"""answerCallbackQuery."""

from __future__ import annotations

from sandbox import limits
from sandbox.call import Call, method
from sandbox.errors import bad


@method("answerCallbackQuery")
async def answer_callback_query(call: Call) -> bool:
    """Answers a pressed button once and in time; a text shows on the phone that pressed it."""
    query = call.world.take_query(call.bot, call.params.text("callback_query_id"))
    text = call.params.text("text")
    if len(text) > limits.ANSWER_CHARACTERS:
        raise bad("MESSAGE_TOO_LONG")
    if text:
        alert = {"id": query.id, "text": text, "show_alert": call.params.flag("show_alert")}
        query.room.alerts[query.person.id] = alert
        call.world.revision += 1
    call.world.changed(query.room)
    return True
