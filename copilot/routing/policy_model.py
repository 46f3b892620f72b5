"""The policy: versioned thresholds, priorities, texts and terms that the rules read. Loaded by ``policy``."""

import hashlib
import json
from datetime import time
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from copilot.domain.conversation import Stage
from copilot.domain.decision import Action
from copilot.domain.label import LABELS_VERSION, Intent
from copilot.routing.rule_name import RuleName
from copilot.text.segment import count_segments


def _one_plain_segment(text: str) -> str:
    count = count_segments(text)
    if count.encoding != "GSM-7" or count.segments != 1:
        raise ValueError(f"must fit one GSM-7 segment; it takes {count.segments} of {count.encoding}")
    return text


def _each_once(intents: tuple[Intent, ...]) -> tuple[Intent, ...]:
    if len(set(intents)) != len(intents):
        raise ValueError("names an intent twice")
    return intents


def _not_reserved(intents: tuple[Intent, ...]) -> tuple[Intent, ...]:
    if reserved := sorted(set(intents) & _RESERVED):
        raise ValueError(f"may not name {', '.join(reserved)}: the consent and review rules decide those")
    return _each_once(intents)


_RESERVED: Final = frozenset({Intent.OPT_OUT, Intent.WRONG_PERSON})

Probability = Annotated[float, Field(ge=0, le=1)]
Score = Annotated[float, Field(ge=0, le=100)]
Rank = Annotated[int, Field(ge=0, le=100)]
Minutes = Annotated[int, Field(ge=1, le=525_600)]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Notice = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_one_plain_segment)]
IntentSet = Annotated[tuple[Intent, ...], AfterValidator(_not_reserved)]


class PolicyModel(BaseModel):
    """A part of the policy: frozen, strict about types, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, hide_input_in_errors=True)


class Thresholds(PolicyModel):
    """Where a number becomes a reason to act."""

    purchase_strong: Score
    purchase_hot: Score
    social_purchase: Score
    auto_send: Probability

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.purchase_hot > self.purchase_strong:
            raise ValueError("purchase_hot may not be above purchase_strong")
        return self


class Notices(PolicyModel):
    """Fixed texts, each one GSM-7 segment."""

    opt_out: Notice
    opt_in: Notice
    help: Notice


class IntentSets(PolicyModel):
    """Which intents are treated alike."""

    service: IntentSet
    social: IntentSet
    material: IntentSet
    hot_question: IntentSet
    hot_by_score: IntentSet
    contradicts_purchase: IntentSet

    @model_validator(mode="after")
    def _check_apart(self) -> Self:
        pairs = {"service and social": (self.service, self.social), "material and social": (self.material, self.social)}
        pairs |= {"service and material": (self.service, self.material)}
        for names, (one, other) in pairs.items():
            if both := sorted(set(one) & set(other)):
                raise ValueError(f"{names} both name {', '.join(both)}")
        if Intent.PURCHASE_READY in {*self.service, *self.social, *self.material, *self.contradicts_purchase}:
            raise ValueError("purchase_ready is decided by its own rule and belongs to none of these sets")
        return self


class FollowUpTerms(PolicyModel):
    """When to come back."""

    not_now_days: Annotated[int, Field(ge=1, le=365)]
    needs_approval_business_days: Annotated[int, Field(ge=1, le=60)]
    at: ClockTime
    at_utc: ClockTime
    until: ClockTime


class PriorityRaises(PolicyModel):
    """What makes a decision more urgent, in points; the sum stops at 100."""

    urgency_now: Rank
    urgency_soon: Rank
    anger: Rank
    possible_buyer: Rank


class Priorities(PolicyModel):
    """How urgent a decision is, 0 … 100."""

    rules: dict[RuleName, Rank]
    intents: dict[Intent, Rank]
    raises: PriorityRaises

    @model_validator(mode="after")
    def _check_complete(self) -> Self:
        if missing := [name for name in RuleName if name not in self.rules]:
            raise ValueError(f"rules lacks {', '.join(missing)}")
        return self


class TimeWindow(PolicyModel):
    """Hours of the contact's local day, half-open."""

    start: ClockTime
    end: ClockTime

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.start >= self.end:
            raise ValueError("end must be later than start")
        return self


class AutoSend(PolicyModel):
    """Whether an answer may leave without a human, and within which bounds."""

    enabled: bool
    window: TimeWindow | None
    daily_cap: Annotated[int, Field(ge=1, le=50)] | None
    disclosure: Annotated[str, StringConstraints(min_length=1, max_length=160, strip_whitespace=True)] | None

    @model_validator(mode="after")
    def _check_bounds(self) -> Self:
        lacking = [name for name in ("window", "daily_cap", "disclosure") if getattr(self, name) is None]
        if self.enabled and lacking:
            raise ValueError(f"may not be enabled without {', '.join(lacking)}")
        return self


class Policy(PolicyModel):
    """Everything the rules may be tuned by. Units and reasons stand beside each key in ``policies/default.yaml``."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.+-]{0,63}$")]
    labels: str
    thresholds: Thresholds
    golden_window_minutes: Annotated[int, Field(ge=1, le=60)]
    stop_notice_minutes: Annotated[int, Field(ge=1, le=5)]
    """At most 5: 47 CFR 64.1200(a)(12)."""
    notices: Notices
    expiry_minutes: dict[Action, Minutes]
    intents: IntentSets
    late_stages: tuple[Stage, ...]
    late_signals: tuple[Annotated[str, StringConstraints(min_length=1, max_length=64)], ...]
    late_signal_days: Annotated[int, Field(ge=1, le=3650)]
    follow_up: FollowUpTerms
    priorities: Priorities
    auto_send: AutoSend

    @model_validator(mode="after")
    def _check_whole(self) -> Self:
        if self.labels != LABELS_VERSION:
            raise ValueError(f"labels must be {LABELS_VERSION!r}, the label set of this release")
        if missing := [action for action in Action if action not in self.expiry_minutes]:
            raise ValueError(f"expiry_minutes lacks {', '.join(missing)}")
        if self.expiry_minutes[Action.SUPPRESS] > self.stop_notice_minutes:
            raise ValueError("expiry_minutes.suppress may not exceed stop_notice_minutes")
        return self

    @property
    def id(self) -> str:
        """``name@version``, as decisions record it."""
        return f"{self.name}@{self.version}"

    @property
    def digest(self) -> str:
        """Hex SHA-256 of the content, so that two files claiming one version can be told apart."""
        return hashlib.sha256(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()

    def public(self) -> dict[str, Any]:
        """Return what ``GET /v1/policy`` shows: everything, its id and the rules in the order in which they win."""
        order = [name.value for name in RuleName]
        return {"id": self.id, "digest": self.digest, "rule_order": order, **self.model_dump(mode="json")}


def clock_time(value: str) -> time:
    """Return a checked ``HH:MM`` as a time of day."""
    return time.fromisoformat(value)
