"""What of an item is turned into a vector, and the fingerprint that says when it must be again.

The query is not a text of its own: the scorer's vector of context and reply, from the same forward pass as the
analysis, is searched with. Library search by an admin passes the query text as the reply, without a context.
"""

import hashlib
import json
import re
from typing import Final

from copilot.domain.knowledge import KnowledgeItem
from copilot.text.slot_template import Literal, SlotRef, parse_template

DOCUMENT_VERSION: Final = 1
"""Raised when ``document_text`` changes, so that every item is embedded anew."""

_SMS_LINE = re.compile(r"(?m)^Text:[^\n]*$\n?")


def document_text(item: KnowledgeItem) -> str:
    """Return the text to embed: title and body, slots as plain words, without the line of SMS wording."""
    body = _SMS_LINE.sub("", item.body).strip()
    return f"{item.title}\n{_plain(body)}".strip()


def content_fingerprint(item: KnowledgeItem, model_id: str) -> str:
    """Return the hex SHA-256 of everything indexed of an item, and of the model whose vector stands for it."""
    content = json.dumps(item.model_dump(mode="json"), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(f"{DOCUMENT_VERSION}\n{model_id}\n{content}".encode()).hexdigest()


def _plain(body: str) -> str:
    try:
        parts = parse_template(body)
    except ValueError:
        return body
    return "".join(_words(part) for part in parts)


def _words(part: Literal | SlotRef) -> str:
    return part.text if isinstance(part, Literal) else part.name.replace("_", " ")
