"""Signatures agree with the specification's reference library in both directions."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
import standardwebhooks
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.connectors.standard_webhook import SigningSecret, parse_secrets, sign, timestamp_of, verify
from copilot.errors import AuthenticationError, ConfigurationError

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EVENT_ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT = datetime.fromtimestamp(1614265330, UTC)
BODY = b'{"test": 2432232314}'
VECTOR = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def secret_of(size: int, fill: int = 7) -> str:
    return "whsec_" + base64.b64encode(bytes([fill]) * size).decode()


def headers_of(signature: str, event_id: str = EVENT_ID, timestamp: str = timestamp_of(AT)) -> dict[str, str]:
    return {"webhook-id": event_id, "webhook-timestamp": timestamp, "webhook-signature": signature}


def signed(secret: str = SECRET) -> dict[str, str]:
    return headers_of(sign(parse_secrets(secret), EVENT_ID, AT, BODY))


def test_signature_equals_the_published_vector() -> None:
    assert sign(parse_secrets(SECRET), EVENT_ID, AT, BODY) == VECTOR


@settings(deadline=None)
@given(
    body=st.text(st.characters(exclude_categories=["Cs"])).map(str.encode),
    event_id=st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True),
    key=st.binary(min_size=24, max_size=64),
)
def test_what_we_sign_the_reference_library_accepts(body: bytes, event_id: str, key: bytes) -> None:
    secret = "whsec_" + base64.b64encode(key).decode()
    at = datetime.now(UTC)
    headers = headers_of(sign(parse_secrets(secret), event_id, at, body), event_id, timestamp_of(at))
    standardwebhooks.Webhook(secret).verify(body, headers, json_parse=False)


@settings(deadline=None)
@given(body=st.text(st.characters(exclude_categories=["Cs"])))
def test_what_the_reference_library_signs_we_accept(body: str) -> None:
    signature = standardwebhooks.Webhook(SECRET).sign(EVENT_ID, AT, body)
    assert verify(parse_secrets(SECRET), headers_of(signature), body.encode(), now=AT) == EVENT_ID


def test_a_time_in_another_zone_signs_the_same_moment() -> None:
    elsewhere = AT.astimezone(datetime.strptime("-0600", "%z").tzinfo)
    assert sign(parse_secrets(SECRET), EVENT_ID, elsewhere, BODY) == VECTOR


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        sign(parse_secrets(SECRET), EVENT_ID, AT.replace(tzinfo=None), BODY)


@pytest.mark.parametrize("event_id", ["", "msg.1", "msg 1", "msg\r\nx", "é", "a" * 256])
def test_an_id_that_could_be_read_two_ways_is_refused(event_id: str) -> None:
    with pytest.raises(ValueError, match="event id"):
        sign(parse_secrets(SECRET), event_id, AT, BODY)


class TestRotation:
    OLD = secret_of(32, 1)
    NEW = secret_of(32, 2)

    def test_each_secret_signs_once_newest_first(self) -> None:
        signature = sign(parse_secrets(f"{self.NEW} {self.OLD}"), EVENT_ID, AT, BODY)
        each = [sign(parse_secrets(secret), EVENT_ID, AT, BODY) for secret in (self.NEW, self.OLD)]
        assert signature.split(" ") == each

    @pytest.mark.parametrize("receiver_has", [OLD, NEW, f"{NEW} {OLD}"])
    def test_a_receiver_with_either_secret_accepts(self, receiver_has: str) -> None:
        headers = signed(f"{self.NEW} {self.OLD}")
        assert verify(parse_secrets(receiver_has), headers, BODY, now=AT) == EVENT_ID

    def test_a_receiver_with_both_accepts_what_only_the_old_one_signed(self) -> None:
        assert verify(parse_secrets(f"{self.NEW} {self.OLD}"), signed(self.OLD), BODY, now=AT) == EVENT_ID


class TestVerify:
    def test_header_names_may_be_in_any_case(self) -> None:
        headers = {name.title(): value for name, value in signed().items()}
        assert verify(parse_secrets(SECRET), headers, BODY, now=AT) == EVENT_ID

    def test_signatures_of_other_versions_are_passed_over(self) -> None:
        headers = headers_of(f"v1a,AAAA {VECTOR} v2,BBBB")
        assert verify(parse_secrets(SECRET), headers, BODY, now=AT) == EVENT_ID

    @pytest.mark.parametrize("seconds", [-300, 0, 300])
    def test_five_minutes_either_way_are_tolerated(self, seconds: int) -> None:
        assert verify(parse_secrets(SECRET), signed(), BODY, now=AT + timedelta(seconds=seconds)) == EVENT_ID

    @pytest.mark.parametrize("seconds", [-301, 301])
    def test_older_and_newer_are_refused(self, seconds: int) -> None:
        with pytest.raises(AuthenticationError, match="300 s from now"):
            verify(parse_secrets(SECRET), signed(), BODY, now=AT + timedelta(seconds=seconds))

    def test_another_body_is_refused(self) -> None:
        with pytest.raises(AuthenticationError, match="no signature"):
            verify(parse_secrets(SECRET), signed(), BODY + b" ", now=AT)

    def test_another_secret_is_refused(self) -> None:
        with pytest.raises(AuthenticationError, match="no signature"):
            verify(parse_secrets(secret_of(24)), signed(), BODY, now=AT)

    @pytest.mark.parametrize("changed", ["webhook-id", "webhook-timestamp"])
    def test_id_and_time_are_signed_too(self, changed: str) -> None:
        other = {"webhook-id": "msg_other", "webhook-timestamp": timestamp_of(AT + timedelta(seconds=1))}
        with pytest.raises(AuthenticationError, match="no signature"):
            verify(parse_secrets(SECRET), {**signed(), changed: other[changed]}, BODY, now=AT)

    @pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
    def test_a_missing_header_is_named(self, missing: str) -> None:
        headers = {name: value for name, value in signed().items() if name != missing}
        with pytest.raises(AuthenticationError, match=missing):
            verify(parse_secrets(SECRET), headers, BODY, now=AT)

    @pytest.mark.parametrize("timestamp", ["", "now", "-1", "1614265330.0", "1_614_265_330", "١٦١٤٢٦٥٣٣٠", "9" * 400])
    def test_a_time_that_is_no_number_is_refused(self, timestamp: str) -> None:
        with pytest.raises(AuthenticationError, match="webhook-timestamp"):
            verify(parse_secrets(SECRET), headers_of(VECTOR, timestamp=timestamp), BODY, now=AT)

    @pytest.mark.parametrize(
        "signature", ["", " ", "v1", "v1,", VECTOR.removeprefix("v1,"), "v1a" + VECTOR[2:], "v1,é\ud800"]
    )
    def test_a_malformed_signature_is_refused(self, signature: str) -> None:
        with pytest.raises(AuthenticationError, match="no signature"):
            verify(parse_secrets(SECRET), headers_of(signature), BODY, now=AT)


class TestSecrets:
    @pytest.mark.parametrize("size", [24, 25, 64])
    def test_24_to_64_bytes_are_accepted(self, size: int) -> None:
        assert parse_secrets(secret_of(size)) == (SigningSecret(bytes([7]) * size),)

    def test_base64_without_padding_is_accepted(self) -> None:
        assert parse_secrets(secret_of(25).rstrip("=")) == parse_secrets(secret_of(25))

    @pytest.mark.parametrize("size", [0, 1, 23, 65])
    def test_other_lengths_are_refused_with_the_length(self, size: int) -> None:
        with pytest.raises(ConfigurationError, match=rf"24 to 64 bytes .* {size}$"):
            parse_secrets(secret_of(size))

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "empty"),
            (SECRET.removeprefix("whsec_"), "begins with whsec_"),
            ("whsk_" + SECRET.removeprefix("whsec_"), "begins with whsec_"),
            (f"{SECRET},{SECRET}", "not standard base64"),
            ("whsec_" + "_-" * 16, "not standard base64"),
            ("whsec_" + "é" * 32, "not standard base64"),
        ],
    )
    def test_a_malformed_secret_is_refused_without_repeating_it(self, text: str, says: str) -> None:
        with pytest.raises(ConfigurationError, match=says) as refused:
            parse_secrets(text)
        assert SECRET.removeprefix("whsec_") not in str(refused.value)

    def test_a_secret_never_shows_its_bytes(self) -> None:
        assert repr(parse_secrets(SECRET)[0]) == "SigningSecret()"
