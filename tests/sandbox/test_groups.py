from __future__ import annotations


def texts(updates):
    return [u["message"].get("text") for u in updates if "message" in u]


def people_and_bot(sandbox):
    return sandbox.person("Ketut"), sandbox.world.bot_named("kanal_bot")


async def test_privacy_mode(sandbox, api):
    """In a group a bot hears commands and answers to itself, not the chatter."""
    ketut, bot = people_and_bot(sandbox)
    group = sandbox.group("Warga", [ketut], [bot])
    phone = sandbox.phone(ketut, group)
    asked = (await api("sendMessage", chat_id=group.chat.id, text="?")).result

    await phone.say("chatter")
    await phone.say("/help")
    await phone.say("/help@other_bot")
    await phone.say("/help@kanal_bot")
    await phone.reply(asked["message_id"], "answer")

    updates = await api.updates()
    assert "member" == updates[0]["my_chat_member"]["new_chat_member"]["status"]
    assert ["/help", "/help@kanal_bot", "answer"] == texts(updates)


async def test_an_admin_hears_everything(sandbox, api):
    """Privacy mode does not hold for admins."""
    ketut, bot = people_and_bot(sandbox)
    phone = sandbox.phone(ketut, sandbox.group("Warga", [ketut], [bot], admins=[bot]))

    await phone.say("chatter")

    assert ["chatter"] == texts(await api.updates())


async def test_topics(sandbox, api):
    """Messages in a topic carry its number, and answer its first message when they answer nothing else."""
    ketut, bot = people_and_bot(sandbox)
    group = sandbox.group("Desk", [ketut], [bot], forum=True)
    phone = sandbox.phone(ketut, group)
    target = {"chat_id": group.chat.id}
    topic = (await api("createForumTopic", name="BDG-7K3Q", **target)).result["message_thread_id"]

    sent = (await api("sendMessage", text="case", message_thread_id=topic, **target)).result
    await phone.say("taken", thread=topic)
    heard = (await api.updates())[-1]["message"]

    assert (topic, True, True) == (sent["message_thread_id"], sent["is_topic_message"], sent["chat"]["is_forum"])
    assert (topic, topic) == (heard["message_thread_id"], heard["reply_to_message"]["message_id"])
    assert (await api("closeForumTopic", message_thread_id=topic, **target)).result
    assert "TOPIC_NOT_MODIFIED" in (await api("closeForumTopic", message_thread_id=topic, **target)).description
    assert (await api("reopenForumTopic", message_thread_id=topic, **target)).result
    assert (await api("editForumTopic", message_thread_id=topic, name="new", **target)).result
    lost = await api("sendMessage", text="x", message_thread_id=999, **target)
    assert "message thread not found" in lost.description
    view = await phone.line.view()
    assert [{"id": topic, "name": "new", "closed": False}] == view["topics"]


async def test_topics_need_a_forum_and_rights(sandbox, api):
    """Topics exist in forums only, and an ordinary member cannot open them."""
    ketut, bot = people_and_bot(sandbox)
    plain = sandbox.group("Warga", [ketut], [bot])
    forum = sandbox.group("Desk", [ketut], [bot], forum=True, admins=[])

    assert "not a forum" in (await api("createForumTopic", chat_id=plain.chat.id, name="x")).description
    assert "not enough rights" in (await api("createForumTopic", chat_id=forum.chat.id, name="x")).description


async def test_migration(sandbox, api):
    """A basic group that became a supergroup names its new id."""
    ketut, bot = people_and_bot(sandbox)
    group = sandbox.group("Warga", [ketut], [bot], supergroup=False)
    new = sandbox.stage.migrate(group)

    refused = await api("sendMessage", chat_id=group.chat.id, text="x")

    assert {"migrate_to_chat_id": new.chat.id} == refused.body["parameters"]
    told = [u["message"] for u in await api.updates() if "message" in u]
    assert (new.chat.id, group.chat.id) == (told[0]["migrate_to_chat_id"], told[1]["migrate_from_chat_id"])
    assert (await api("sendMessage", chat_id=new.chat.id, text="x")).result


async def test_members(sandbox, api):
    """getChatMember and getChatAdministrators know who is what."""
    ketut, bot = people_and_bot(sandbox)
    group = sandbox.group("Desk", [ketut], [bot], forum=True)
    stranger = sandbox.person("Stranger")

    async def status(user_id):
        return (await api("getChatMember", chat_id=group.chat.id, user_id=user_id)).result["status"]

    assert ["creator", "administrator", "left"] == [await status(n) for n in (ketut.id, bot.id, stranger.id)]
    assert 2 == len((await api("getChatAdministrators", chat_id=group.chat.id)).result)


async def test_a_stranger_bot_may_not_write(sandbox, api):
    """A bot outside a group is refused."""
    ketut, _ = people_and_bot(sandbox)
    group = sandbox.group("Warga", [ketut], [])

    answer = await api("sendMessage", chat_id=group.chat.id, text="x")

    assert "Forbidden: bot is not a member of the supergroup chat" == answer.description
