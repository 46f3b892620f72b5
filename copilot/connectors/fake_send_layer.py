"""The shipped fake send layer: a small HTTP receiver that carries decisions out as a real one would.

It verifies the webhook, drops repeats, claims what is to be sent, "sends" it by keeping it in a list, and records it
with the copilot, so that the next reply has its context. ``make demo`` runs it; nothing reaches a phone.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from copilot.clock import Clock
from copilot.connectors.claim_client import ClaimClient, Refusal
from copilot.connectors.standard_webhook import parse_secrets
from copilot.connectors.webhook_receiver import WebhookReceiver
from copilot.domain.decision import Action
from copilot.errors import InvalidInputError

_WOULD_DO = {
    Action.SUPPRESS: "stop everything to this number",
    Action.SEND_NOTICE: "send nothing: the provider has answered",
    Action.NOTIFY_SPECIALIST: "alert {who} now, answer due by {deadline_at}",
    Action.HAND_TO_SUPPORT: "move the thread to {who}",
    Action.SUGGEST_TO_REP: "show the suggestions to {who}",
    Action.SEND_MATERIAL: "offer the material to {who}, as nobody allowed sending it",
    Action.SCHEDULE_FOLLOW_UP: "come back at {follow_up_at}, if still welcome then",
    Action.NO_REPLY: "do nothing",
    Action.HOLD_FOR_REVIEW: "pause automation for this contact until a human has looked",
}
"""What a real send layer does for each action when there is nothing to send."""

_SOMEBODY = {
    Action.NOTIFY_SPECIALIST: "a specialist",
    Action.HAND_TO_SUPPORT: "the people who serve",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedDecision:
    """One ``decision.made`` event and what was done about it."""

    event_id: str
    decision_id: str
    conversation_id: str
    action: Action
    did: str
    """In words: what was sent, refused, or would be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """A text that a real send layer would have handed to its SMS provider."""

    message_id: str
    conversation_id: str
    decision_id: str
    claim_id: str
    text: str


class FakeSendLayerServer:
    """Listens on loopback from ``start`` to ``stop``, or inside a ``with`` block."""

    def __init__(
        self,
        copilot_url: str,
        secret: str,
        port: int = 0,
        api_key: str | None = None,
        on_event: Callable[[ReceivedDecision], None] | None = None,
        on_sent: Callable[[SentMessage], None] | None = None,
        *,
        timeout: timedelta = timedelta(seconds=5),
        clock: Clock | None = None,
    ) -> None:
        """Take the port; nothing is answered before ``start``.

        Args:
            copilot_url: Where the copilot's API is, such as ``http://127.0.0.1:8000``.
            secret: The ``whsec_…`` the copilot signs with.
            port: 0 takes a free one; see ``url``.
            api_key: For claims and records, when the copilot asks for keys.
            on_event: Called once for each decision, after it was carried out.
            on_sent: Called once for each text, when it is sent.
            timeout: Longest wait for a claim, and for a record: together they should stay under the time that the
                copilot waits for its webhook to be answered (15 s).
            clock: What signatures are checked against.

        Raises:
            ConfigurationError: The secret cannot be used.
        """
        self._copilot = ClaimClient(copilot_url, api_key=api_key, timeout=timeout)
        self._on_event = on_event
        self._on_sent = on_sent
        self._one_at_a_time = threading.Lock()
        self._done: set[str] = set()
        self._received: list[ReceivedDecision] = []
        self._sent: list[SentMessage] = []
        self._receiver = WebhookReceiver(parse_secrets(secret), self._take, port=port, clock=clock)

    @property
    def url(self) -> str:
        """What ``COPILOT_SEND_LAYER_URL`` has to be."""
        return self._receiver.url

    @property
    def received(self) -> tuple[ReceivedDecision, ...]:
        """Decisions carried out, in order, each once however often it came."""
        return tuple(self._received)

    @property
    def sent(self) -> tuple[SentMessage, ...]:
        """Texts sent, in order, each once."""
        return tuple(self._sent)

    def start(self) -> Self:
        """Begin to answer."""
        self._receiver.start()
        return self

    def stop(self) -> None:
        """Stop answering and give the port back."""
        self._receiver.stop()
        self._copilot.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def _take(self, event_id: str, payload: dict[str, Any]) -> None:
        # Serial, so that a repeat which arrives while the first is still under way finds it done.
        with self._one_at_a_time:
            if payload.get("type") != "decision.made" or event_id in self._done:
                return
            order = _read_order(payload)
            done = ReceivedDecision(
                event_id=event_id,
                decision_id=order.decision_id,
                conversation_id=order.conversation_id,
                action=order.action,
                did=self._carry_out(order, event_id),
            )
            self._done.add(event_id)
            self._received.append(done)
        if self._on_event is not None:
            self._on_event(done)

    def _carry_out(self, order: "_Order", event_id: str) -> str:
        if not order.has_text:
            return order.would_do()
        claim = self._copilot.claim(order.decision_id, idempotency_key=event_id)
        if isinstance(claim, Refusal):
            return f"sent nothing, refused: {claim.code}"
        if claim.text is None:
            return order.would_do()
        message = SentMessage(
            message_id=f"fake-{claim.claim_id}",
            conversation_id=order.conversation_id,
            decision_id=order.decision_id,
            claim_id=claim.claim_id,
            text=claim.text,
        )
        self._send(message)
        self._copilot.record(
            message_id=message.message_id,
            conversation_id=message.conversation_id,
            text=message.text,
            decision_id=message.decision_id,
            suggestion_id=None if order.has_notice else order.suggestion_id,
        )
        return "stop everything to this number, notice sent" if order.action is Action.SUPPRESS else "sent"

    def _send(self, message: SentMessage) -> None:
        # The record may have failed after an earlier attempt had sent: the claim is the same, so is the message.
        if message in self._sent:
            return
        self._sent.append(message)
        if self._on_sent is not None:
            self._on_sent(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What of the event matters to whoever carries it out; fields added to the contract later are passed over."""

    decision_id: str
    conversation_id: str
    action: Action
    auto_send: bool
    notice_text: str | None
    suggestion_id: str | None
    assignee: str | None
    deadline_at: str | None
    follow_up_at: str | None

    @property
    def has_notice(self) -> bool:
        return self.action in (Action.SUPPRESS, Action.SEND_NOTICE) and self.notice_text is not None

    @property
    def has_text(self) -> bool:
        """Something shall go out without a rep's approval."""
        return self.has_notice or self.auto_send

    def would_do(self) -> str:
        who = self.assignee or _SOMEBODY.get(self.action, "a rep")
        return _WOULD_DO[self.action].format(who=who, deadline_at=self.deadline_at, follow_up_at=self.follow_up_at)


def _read_order(payload: dict[str, Any]) -> _Order:
    try:
        data = payload["data"]
        decision = data["decision"]
        assignee = decision["assignee"]
        return _Order(
            decision_id=decision["id"],
            conversation_id=data["conversation_id"],
            action=Action(decision["action"]),
            auto_send=decision["auto_send"],
            notice_text=decision["notice_text"],
            suggestion_id=decision["suggestion_id"],
            assignee=None if assignee is None else assignee["name"],
            deadline_at=decision["deadline_at"],
            follow_up_at=decision["follow_up_at"],
        )
    except (KeyError, TypeError, ValueError):
        raise InvalidInputError("the event is not a decision.made as the contract has it") from None
