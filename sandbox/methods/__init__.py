"""The Bot API's methods. Importing this package registers every one of them."""

from sandbox.methods import callbacks, chats, copies, edits, files, media, messages, profile, topics, updates

__all__ = ["callbacks", "chats", "copies", "edits", "files", "media", "messages", "profile", "topics", "updates"]
