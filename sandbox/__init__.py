"""A Telegram stand-in: a Bot API server and a page with phones. Knows the Bot API and nothing of Kanal."""

from sandbox.phone import Phone, RemoteLine
from sandbox.screen import Bubble
from sandbox.server import Sandbox

__all__ = ["Bubble", "Phone", "RemoteLine", "Sandbox"]
