"""The code blocks of the quickstart run as they stand, against a real service."""

import json
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from copilot.connectors.standard_webhook import parse_secrets

PAGE = "quickstart-hook.md"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOTICE = "You are unsubscribed"

Blocks = Callable[[str, str], list[str]]

needs_shell = pytest.mark.skipif(
    not all(shutil.which(program) for program in ("bash", "curl", "openssl")),
    reason="the shell blocks need bash, curl and openssl",
)


@pytest.fixture
def hook(code_blocks: Blocks) -> str:
    (block,) = code_blocks(PAGE, "python")
    return block


@pytest.fixture
def shell(code_blocks: Blocks) -> dict[str, str]:
    names = ("secret", "serve", "reply", "calls", "verify")
    return dict(zip(names, code_blocks(PAGE, "bash"), strict=True))


def test_the_hook_is_no_longer_than_promised(hook: str) -> None:
    lines = [line for line in hook.splitlines() if line.strip()]
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 120


@needs_shell
def test_the_secret_of_step_one_can_be_used(shell: dict[str, str]) -> None:
    script = shell["secret"] + 'printf %s "$COPILOT_SEND_LAYER_SECRET"'
    made = subprocess.run(["bash", "-eu", "-c", script], capture_output=True, text=True, check=True)
    assert len(parse_secrets(made.stdout)) == 1


@needs_shell
def test_the_hook_verifies_claims_sends_and_records(
    hook: str,
    shell: dict[str, str],
    tmp_path: Path,
    quiet_env: dict[str, str],
    free_port: Callable[[], int],
    run: Callable[..., Any],
    run_service: Callable[..., Any],
) -> None:
    service_port, hook_port = free_port(), free_port()

    def here(block: str) -> str:
        ports = {"127.0.0.1:8000": f"127.0.0.1:{service_port}", '"127.0.0.1", 8000': f'"127.0.0.1", {service_port}'}
        ports |= {"127.0.0.1:9000": f"127.0.0.1:{hook_port}", '"127.0.0.1", 9000': f'"127.0.0.1", {hook_port}'}
        for written, real in ports.items():
            block = block.replace(written, real)
        return block

    env = {**quiet_env, "COPILOT_SEND_LAYER_SECRET": SECRET}
    (tmp_path / "hook.py").write_text(here(hook), "utf-8")
    running_hook = run(["python", "hook.py"], env)
    run_service(here(shell["serve"]), env, service_port)

    accepted = subprocess.run(["bash", "-eu", "-c", here(shell["reply"])], env=env, capture_output=True, check=True)
    reply = json.loads(accepted.stdout)
    assert reply["conversation_id"] == "thread-42"
    assert reply["consent"]["event"] == "opt_out"
    assert running_hook.line_with("SMS to").startswith(f"SMS to thread-42: {NOTICE}")
    running_hook.line_with('"POST / HTTP/1.1" 204')

    url = f"http://127.0.0.1:{service_port}"
    decision_id = call(f"{url}/v1/replies/{reply['reply_id']}?wait_ms=10000")["decision"]["id"]
    decision = call(f"{url}/v1/decisions/{decision_id}")
    assert decision["state"] == "claimed"
    recorded = call(
        f"{url}/v1/messages",
        {
            "message_id": decision["claim_id"],
            "conversation_id": "thread-42",
            "text": decision["decision"]["notice_text"],
            "sent_by": "automation",
            "decision_id": decision_id,
        },
    )
    assert recorded["duplicate"] is True
    assert forge(f"http://127.0.0.1:{hook_port}/") == 401


@needs_shell
def test_the_four_curl_calls_reply_decide_claim_and_record(
    shell: dict[str, str],
    quiet_env: dict[str, str],
    free_port: Callable[[], int],
    run_service: Callable[..., Any],
    tmp_path: Path,
) -> None:
    port = free_port()
    run_service("sms-copilot serve", quiet_env, port)
    script = shell["calls"].replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], env=quiet_env, capture_output=True, text=True, check=True
    )
    claim, record = (json.loads(line) for line in done.stdout.splitlines())
    assert claim["go"] is True
    assert "Reply STOP" in claim["text"]
    assert (record["conversation_id"], record["duplicate"]) == ("thread-43", False)


@needs_shell
@pytest.mark.parametrize(("body", "says"), [('{"test": 2432232314}', "genuine"), ('{"test": 2432232315}', "forged")])
def test_openssl_tells_a_genuine_webhook_from_a_forged_one(
    shell: dict[str, str], tmp_path: Path, quiet_env: dict[str, str], body: str, says: str
) -> None:
    (tmp_path / "body.json").write_text(body, "utf-8")
    vector = {
        "COPILOT_SEND_LAYER_SECRET": SECRET,
        "ID": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "TIMESTAMP": "1614265330",
        "SIGNATURE": "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", shell["verify"]],
        env={**quiet_env, **vector},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == says


def call(url: str, body: dict[str, object] | None = None) -> dict[str, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with opener().open(request, timeout=60) as answer:
        parsed: dict[str, Any] = json.load(answer)
        return parsed


def forge(url: str) -> int:
    headers = {"webhook-id": "msg_1", "webhook-timestamp": "1614265330", "webhook-signature": "v1,AAAA"}
    try:
        with opener().open(urllib.request.Request(url, b"{}", headers), timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))
