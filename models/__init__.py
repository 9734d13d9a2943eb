"""The two models, brought from PyPI and verified by hash: one that embeds, one that chats."""
