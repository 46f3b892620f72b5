"""What goes over the wire, what the answers mean, and which addresses are refused."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from copilot.connectors.base import Delivery, Event
from copilot.connectors.http_send_layer import HttpSendLayer, check_url, judge
from copilot.connectors.standard_webhook import parse_secrets, verify
from copilot.errors import ConfigurationError

AT = datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EVENT = Event(id="msg_1", type="decision.made", occurred_at=AT, body=b'{"n": 1}')

Open = Callable[..., HttpSendLayer]


@pytest.fixture
def open_layer() -> Iterator[Open]:
    opened: list[HttpSendLayer] = []

    def open_one(url: str, secret: str = SECRET, **options: Any) -> HttpSendLayer:
        opened.append(HttpSendLayer(url, secret, **options))
        return opened[-1]

    yield open_one
    for layer in opened:
        layer.close()


def deliver(layer: HttpSendLayer, event: Event = EVENT) -> Delivery:
    return layer.deliver(event, attempted_at=AT)


class TestRequest:
    def test_it_is_a_signed_post_of_the_exact_bytes(self, server: Any, open_layer: Open) -> None:
        deliver(open_layer(f"{server.url}/hooks/sms?tenant=1"))
        (request,) = server.requests
        assert (request.method, request.path, request.body) == ("POST", "/hooks/sms?tenant=1", EVENT.body)
        assert request.headers["content-type"] == "application/json"
        assert verify(parse_secrets(SECRET), request.headers, request.body, now=AT) == EVENT.id

    def test_a_retry_keeps_the_id_and_signs_its_own_time(self, server: Any, open_layer: Open) -> None:
        layer = open_layer(server.url)
        later = AT + timedelta(hours=2)
        layer.deliver(EVENT, attempted_at=AT)
        layer.deliver(EVENT, attempted_at=later)
        times = [request.headers["webhook-timestamp"] for request in server.requests]
        assert [request.headers["webhook-id"] for request in server.requests] == [EVENT.id, EVENT.id]
        assert times == [str(int(AT.timestamp())), str(int(later.timestamp()))]
        assert verify(parse_secrets(SECRET), server.requests[1].headers, EVENT.body, now=later) == EVENT.id

    def test_while_a_secret_is_changed_both_sign(self, server: Any, open_layer: Open) -> None:
        other = "whsec_" + "AAAA" * 8
        deliver(open_layer(server.url, f"{other} {SECRET}"))
        for secret in (SECRET, other):
            assert verify(parse_secrets(secret), server.requests[0].headers, EVENT.body, now=AT) == EVENT.id

    def test_an_event_that_cannot_be_signed_is_rejected_and_not_sent(self, server: Any, open_layer: Open) -> None:
        broken = Event(id="msg.1", type="decision.made", occurred_at=AT, body=b"{}")
        assert deliver(open_layer(server.url), broken).outcome == "rejected"
        assert server.requests == []

    def test_proxies_of_the_environment_are_not_used(
        self, make_server: Callable[[], Any], open_layer: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        proxy, target = make_server(), make_server()
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        deliver(open_layer(target.url))
        assert (len(proxy.requests), len(target.requests)) == (0, 1)


class TestAnswer:
    @pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
    def test_2xx_is_delivered(self, status: int) -> None:
        assert judge(status, None, AT) == Delivery("delivered", status, f"HTTP {status}")

    @pytest.mark.parametrize("status", [301, 304, 307, 400, 401, 404, 409, 413, 422, 429, 500, 502, 503, 504, 599])
    def test_everything_else_is_tried_again(self, status: int) -> None:
        assert judge(status, None, AT) == Delivery("retry", status, f"HTTP {status}")

    def test_410_alone_is_final(self) -> None:
        assert judge(410, "5", AT) == Delivery("disabled", 410, "HTTP 410")

    @pytest.mark.parametrize("status", [429, 502, 503, 504])
    def test_retry_after_may_be_a_date(self, status: int) -> None:
        assert judge(status, "Mon, 23 Nov 2026 15:05:05 GMT", AT).retry_after_s == 60

    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    def test_a_redirect_is_not_followed(self, make_server: Callable[[], Any], open_layer: Open, status: int) -> None:
        first, second = make_server(), make_server()
        first.answer(status, Location=second.url)
        assert deliver(open_layer(first.url)) == Delivery("retry", status, f"HTTP {status}")
        assert second.requests == []

    def test_what_the_other_side_writes_is_not_repeated(self, server: Any, open_layer: Open) -> None:
        server.answer(400, body=b"the customer said hello", X_Reason="hello")
        assert deliver(open_layer(server.url)) == Delivery("retry", 400, "HTTP 400")

    def test_a_huge_answer_is_not_read_to_its_end(self, server: Any, open_layer: Open) -> None:
        server.answer(200, body=b"x" * 8_000_000)
        assert deliver(open_layer(server.url)).outcome == "delivered"


class TestAddress:
    @pytest.mark.parametrize(
        "url",
        [
            "https://sender.example/decisions",
            "https://10.0.0.7:8443/hooks",
            "http://localhost:9000/",
            "http://127.0.0.1:9000",
            "http://127.8.8.8:9000",
            "http://[::1]:9000/hooks",
        ],
    )
    def test_https_anywhere_and_http_on_this_machine_are_allowed(self, url: str) -> None:
        assert str(check_url(url)).startswith(url.rstrip("/"))

    @pytest.mark.parametrize(
        ("url", "says"),
        [
            ("http://sender.example/hooks", "needs https"),
            ("http://10.0.0.7/hooks", "needs https"),
            ("http://localhost.example/hooks", "needs https"),
            ("http://127.0.0.1.example/hooks", "needs https"),
            ("http://0.0.0.0:9000", "needs https"),
            ("https://user:pass-phrase@sender.example/", "user name"),
            ("https://user@sender.example/", "user name"),
            ("ftp://sender.example/", "absolute"),
            ("sender.example/hooks", "absolute"),
            ("//sender.example/hooks", "absolute"),
            ("https:///hooks", "absolute"),
            ("https://", "absolute"),
            ("", "absolute"),
            ("https://sender.example:notaport/", "cannot be read"),
            ("https://sender.example/\x00", "cannot be read"),
        ],
    )
    def test_other_addresses_are_refused_without_repeating_them(self, url: str, says: str) -> None:
        with pytest.raises(ConfigurationError, match=says) as refused:
            HttpSendLayer(url, SECRET)
        assert "pass-phrase" not in str(refused.value)

    def test_an_unusable_secret_is_refused_at_construction(self) -> None:
        with pytest.raises(ConfigurationError, match="whsec_"):
            HttpSendLayer("https://sender.example/", "password")


class TestTrouble:
    def test_nobody_listening_is_tried_again(self, open_layer: Open) -> None:
        with socket.create_server(("127.0.0.1", 0)) as unused:
            port = unused.getsockname()[1]
        assert deliver(open_layer(f"http://127.0.0.1:{port}")) == Delivery("retry", None, "ConnectError")

    def test_a_silent_receiver_is_cut_at_the_deadline(self, open_layer: Open) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            layer = open_layer(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=timedelta(milliseconds=200))
            delivery = deliver(layer)
        assert (delivery.outcome, delivery.status) == ("retry", None)

    def test_a_receiver_that_trickles_its_headers_is_cut_at_the_deadline(self, open_layer: Open) -> None:
        with TricklingServer(b"HTTP/1.1 200 OK\r\n", b"x-slow: 1\r\n") as url:
            delivery = deliver(open_layer(url, timeout=timedelta(milliseconds=300)))
        assert delivery == Delivery("retry", None, "deadline passed")

    def test_a_body_that_never_ends_does_not_undo_its_status(self, open_layer: Open) -> None:
        with TricklingServer(b"HTTP/1.1 200 OK\r\n\r\n", b"x") as url:
            delivery = deliver(open_layer(url, timeout=timedelta(milliseconds=300)))
        assert delivery == Delivery("delivered", 200, "HTTP 200")

    def test_nonsense_instead_of_http_is_tried_again(self, open_layer: Open) -> None:
        with TricklingServer(b"220 mail.example ESMTP\r\n\r\n", b"") as url:
            assert deliver(open_layer(url)) == Delivery("retry", None, "RemoteProtocolError")


class TricklingServer:
    """Says ``first`` and then ``again`` over and over until the other side hangs up."""

    def __init__(self, first: bytes, again: bytes) -> None:
        self._first = first
        self._again = again
        self._done = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __exit__(self, *exc: object) -> None:
        self._done.set()
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        connection, _ = self._socket.accept()
        with connection:
            connection.recv(65536)
            try:
                connection.sendall(self._first)
                while self._again and not self._done.wait(0.02):
                    connection.sendall(self._again)
            except OSError:
                return
