"""What people had better not send as they are is said once, and nothing is refused."""

from __future__ import annotations

from tests.handlers.reporter.phone import TIBUBENENG, Phone

NIK = "5103061707850003"


def said(phone: Phone, words: str) -> int:
    """In how many messages the words stand."""
    return sum(words in shown.text for shown in phone.shown)


async def test_identity_numbers_are_asked_not_to_be_written_once(emma: Phone) -> None:
    """Once a draft, whichever message brings them; the words are kept."""
    await emma.agree()
    await emma.say(f"Rubbish on the beach for a week, my ID is {NIK}")
    await emma.say(f"NIK {NIK} again, and it smells")

    assert 1 == said(emma, "do not write identity or passport numbers")
    draft = await emma.draft()
    assert draft is not None
    assert NIK in str(draft.answers)


async def test_nobody_is_asked_without_a_reason(emma: Phone) -> None:
    """Telephone numbers and dates are none."""
    await emma.agree()
    await emma.say("Rubbish on the beach since 12/11, call 0812 3456 7890")

    assert 0 == said(emma, "identity or passport")


async def test_the_first_picture_brings_advice_about_faces(emma: Phone) -> None:
    """With the first one only."""
    await emma.agree()
    await emma.photo()
    await emma.photo()

    assert 1 == said(emma, "faces or number plates")


async def test_a_voice_brings_none(emma: Phone) -> None:
    """It shows no faces."""
    await emma.agree()
    await emma.file("voice")

    assert 0 == said(emma, "faces or number plates")


async def test_an_albums_first_pictures_bring_it_once(emma: Phone) -> None:
    """As one message about all of them."""
    await emma.agree()
    for _ in range(3):
        await emma.photo(media_group_id="A")
    emma.later(seconds=5)
    await emma.deliver()

    assert 1 == said(emma, "faces or number plates")


async def test_rude_words_can_be_written_anew_or_sent(emma: Phone) -> None:
    """The summary says how they will be read, offers to rewrite them, and sends them all the same."""
    await emma.agree()
    await emma.photo("These fucking idiots never collect the rubbish on Berawa beach")
    await emma.pin(TIBUBENENG)
    await emma.tap_if_asked("Rubbish")
    assert said(emma, "contains rude words")

    await emma.tap("Rewrite it")
    await emma.say("Nobody collects the rubbish on Berawa beach")
    assert "contains rude words" not in emma.last.text
    await emma.tap("Submit report")
    [report] = await emma.reports()
    assert "Nobody collects" in report.body


PDF = {"file_name": "letter.pdf", "mime_type": "application/pdf"}
AS_IT_IS = "Documents are passed on as they are"


async def test_who_gives_no_name_is_told_what_documents_hold(guest: Phone) -> None:
    """When one comes, and when the name is hidden after it came; not of a picture, and not while the name is shown."""
    await guest.say("The road in front of our villa has a deep hole")
    await guest.file("document", **PDF)
    assert AS_IT_IS not in guest.text
    await guest.pin(TIBUBENENG)
    await guest.tap_if_asked("road")
    await guest.tap("Name and privacy")
    await guest.tap("Anonymous")
    assert AS_IT_IS in guest.text

    await guest.file("document", file_name="hole.jpg", mime_type="image/jpeg", file_unique_id="U-JPG")
    assert AS_IT_IS not in guest.text
    await guest.file("document", **PDF, file_unique_id="U-PDF")
    assert guest.text.count(AS_IT_IS) == 1


async def test_of_recordings_it_is_asked_once(guest: Phone) -> None:
    """The question whether to keep them says what they hold; a document beside them adds its line."""
    await guest.say("The road in front of our villa has a deep hole")
    await guest.pin(TIBUBENENG)
    await guest.tap_if_asked("road")
    await guest.file("document", **PDF)
    await guest.file("video")
    await guest.tap("Name and privacy")
    await guest.tap("Anonymous")

    assert (1, 1) == (guest.text.count(AS_IT_IS), guest.text.count("may also hold its place and time"))


async def test_a_document_that_is_added_is_told_of_too(guest: Phone) -> None:
    """In the answer to it."""
    await guest.say("The road in front of our villa has a deep hole")
    await guest.pin(TIBUBENENG)
    await guest.tap_if_asked("road")
    await guest.tap("Name and privacy")
    await guest.tap("Anonymous")
    await guest.tap("Submit report")
    (report,) = await guest.reports()
    receipt = next(shown.number for shown in guest.shown if shown.push.purpose == "receipt")
    await guest.send(document={"file_id": "F", "file_unique_id": "U", **PDF}, to=receipt)

    assert AS_IT_IS in guest.text
    assert report.code in guest.text
