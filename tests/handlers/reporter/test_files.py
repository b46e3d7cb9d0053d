"""Evidence: every kind of file, albums, limits."""

from __future__ import annotations

import pytest

from handlers.reporter import files
from storage import attachments
from storage.tables import Attachment
from tests.handlers.reporter.phone import Phone

STORY = "The lamp in front of our villa does not work"


async def kept(phone: Phone) -> list[Attachment]:
    """The files of the draft."""
    row = await phone.draft()
    async with phone.storage.read() as session:
        return await attachments.of_draft(session, row.id or 0) if row else []


async def test_of_a_photo_the_largest_size_is_kept(guest: Phone) -> None:
    """Not the thumbnail."""
    await guest.photo(STORY, name="lamp")

    (file,) = await kept(guest)
    assert ("lamp", "lampu", "photo", "image/jpeg") == (file.file_id, file.file_unique_id, file.kind, file.mime)


@pytest.mark.parametrize("kind", ["video", "voice", "audio", "video_note", "document"])
async def test_every_kind_of_file_is_evidence(guest: Phone, kind: str) -> None:
    """And without words they are asked for, unless a voice can tell what happened."""
    await guest.file(kind)

    assert [kind] == [file.kind for file in await kept(guest)]
    assert ("Where is it?" if kind in files.SPOKEN else "Please write a few words") in guest.text


async def test_an_album_is_answered_once(guest: Phone) -> None:
    """Five pictures, one answer, when the last is in."""
    before = len(guest.shown)
    for number in range(5):
        await guest.photo(STORY if number == 0 else "", media_group_id="a1")
    assert before == len(guest.shown)
    guest.later(seconds=2)
    await guest.deliver()

    assert before + 1 == len(guest.shown)
    assert "5 files kept" in guest.text
    assert "Where is it?" in guest.text
    assert 5 == len(await kept(guest))


async def test_an_album_of_a_stranger_shows_the_notice_once(emma: Phone) -> None:
    """Before the consent, too."""
    for _ in range(3):
        await emma.photo(media_group_id="a1")
    guest_shown = len(emma.shown)
    emma.later(seconds=2)
    await emma.deliver()

    assert (0, 1) == (guest_shown, len(emma.shown))
    assert "Do you agree?" in emma.text


async def test_the_answer_to_an_album_of_a_deleted_draft_is_dropped(guest: Phone) -> None:
    """Nothing is left to say."""
    await guest.photo(STORY, media_group_id="a1")
    await guest.say("/cancel")
    await guest.tap("Delete draft")
    before = len(guest.shown)
    guest.later(seconds=2)
    await guest.deliver()

    assert before == len(guest.shown)


async def test_the_same_picture_twice_is_one_file(guest: Phone) -> None:
    """Counted by what it is, not by how often it was sent."""
    await guest.photo(STORY, name="same")
    await guest.photo(name="same")

    assert 1 == len(await kept(guest))
    draft = await guest.draft()
    assert draft is not None
    assert 1 == draft.answers["evidence"]


async def test_ten_files_are_enough(guest: Phone) -> None:
    """The eleventh is not kept, and the person is told."""
    for _ in range(11):
        await guest.photo()

    assert 10 == len(await kept(guest))
    assert "already has 10 files" in guest.text


async def test_a_file_beyond_the_limit_is_refused_with_its_size(guest: Phone) -> None:
    """Its caption is kept all the same."""
    await guest.file("video", caption=STORY, size=34_000_000)

    assert "34 MB" in guest.text
    assert [] == await kept(guest)
    draft = await guest.draft()
    assert draft is not None
    assert STORY == draft.answers["parts"][0]["text"]


async def test_a_large_file_in_an_album_is_named_once(guest: Phone) -> None:
    """The answer to the album cannot say it."""
    await guest.photo(STORY, media_group_id="a1")
    await guest.photo(size=30_000_000, media_group_id="a1")
    await guest.photo(size=30_000_000, media_group_id="a1")

    assert "30 MB" in guest.text
    guest.later(seconds=2)
    await guest.deliver()
    assert "1 file kept" in guest.text


async def test_files_are_added_and_removed_from_the_summary(guest: Phone) -> None:
    """More files while editing, done; or all gone."""
    await guest.photo(STORY)
    await guest.key("Skip")
    await guest.tap("street")
    await guest.tap("Edit")
    await guest.tap("Photos")
    await guest.photo()
    assert "2 files kept" in guest.text
    await guest.tap("Done")
    assert "Check your report" in guest.text
    await guest.tap("Edit")
    await guest.tap("Photos")
    await guest.tap("Remove all")

    assert [] == await kept(guest)
    assert "Do you have photos" in guest.text


async def test_words_at_the_evidence_question_are_description(guest: Phone) -> None:
    """They are added, and it says so."""
    await guest.say(STORY)
    await guest.key("Skip")
    await guest.tap("Skip")
    await guest.tap("Edit")
    await guest.tap("Photos and files")
    await guest.say("The pole has number 47")

    assert "Added to your description" in guest.text
    assert "Do you have photos" in guest.text


async def test_the_count_of_files_is_said_once(guest: Phone) -> None:
    """Not above a question that says it itself."""
    await guest.photo(STORY)
    await guest.key("Skip")
    await guest.tap("street")
    await guest.tap("Edit")
    await guest.tap("Photos")
    await guest.photo()

    assert 1 == guest.text.count("files kept")


async def test_another_photo_in_an_edited_message_takes_the_place_of_the_old_one(guest: Phone) -> None:
    """With a caption or without; the same photo again changes nothing."""
    number = await guest.photo(STORY, name="first")
    await guest.photo(name="other")
    await guest.edit(number, **picture("second"), caption="The lamp in front of our villa is broken")
    assert "has taken the place of the old one" in guest.text
    bare = await guest.photo(name="bare")
    await guest.edit(bare, **picture("better"))
    await guest.edit(bare, **picture("better"))

    assert ["other", "second", "better"] == [file.file_id for file in await kept(guest)]
    draft = await guest.draft()
    assert draft is not None
    assert 3 == draft.answers["evidence"]
    assert ["The lamp in front of our villa is broken"] == [part["text"] for part in draft.answers["parts"]]


async def test_a_photo_put_to_a_text_afterwards_is_kept(guest: Phone) -> None:
    """The text is its caption now."""
    number = await guest.say(STORY)
    await guest.edit(number, **picture("lamp"), caption=STORY)

    assert ["lamp"] == [file.file_id for file in await kept(guest)]
    assert "1 file kept" in guest.text


async def test_a_new_file_that_is_too_large_leaves_the_old_one(guest: Phone) -> None:
    """And the size is said; a caption that is too long is said too."""
    number = await guest.photo(STORY, name="first")
    await guest.edit(number, **picture("huge", size=34_000_000), caption=STORY)
    assert "34 MB" in guest.text
    assert ["first"] == [file.file_id for file in await kept(guest)]
    await guest.edit(number, **picture("fine"), caption="a" * 4001)

    assert "too long" in guest.text
    assert ["fine"] == [file.file_id for file in await kept(guest)]


def picture(name: str, size: int = 100_000) -> dict[str, object]:
    """A photo as an edited message brings it."""
    return {"photo": [{"file_id": name, "file_unique_id": f"{name}u", "width": 9, "height": 9, "file_size": size}]}
