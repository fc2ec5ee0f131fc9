"""A server that speaks Stripe's wire format on the loopback: hand-made payloads, and a memory of what it was asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]


@dataclass
class Asked:
    """One request: its method, path, form fields and idempotency key."""

    method: str
    path: str
    fields: dict[str, str]
    key: str


@dataclass
class Server:
    """Answers by `METHOD path`: each once in their order, the last for ever; a number is a status, None is silence."""

    url: str = ""
    answers: dict[str, list[Any]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def on(self, what: str, *answers: Any) -> None:
        self.answers[what] = list(answers)

    def last(self, what: str) -> Asked:
        return [one for one in self.asked if f"{one.method} {one.path}" == what][-1]

    def next(self, what: str) -> Any:
        waiting = self.answers.get(what, [(404, error("resource_missing"))])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def serving() -> Iterator[Server]:
    """Run the server for the block."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            parts = urlsplit(self.path)
            query = parse_qs(parts.query) | parse_qs(self.rfile.read(size).decode())
            fields = {name: values[0] for name, values in query.items()}
            path = parts.path.removeprefix("/v1/")
            server.asked.append(Asked(self.command, path, fields, self.headers.get("Idempotency-Key", "")))
            answer = server.next(f"{self.command} {path}")
            if answer is None:
                time.sleep(1.5)
                return
            status, payload = answer if isinstance(answer, tuple) else (200, answer)
            body = json.dumps(payload).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_address[1]}"
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()


def error(code: str, *, kind: str = "invalid_request_error", **more: Any) -> Json:
    """Return an error as Stripe writes it."""
    return {"error": {"type": kind, "code": code, "message": code, **more}}


def session(*, status: str = "complete", **more: Any) -> Json:
    """Return a Checkout Session."""
    values: Json = {
        "id": "cs_test_1",
        "object": "checkout.session",
        "status": status,
        "url": "https://checkout.stripe.com/c/pay/cs_test_1" if status == "open" else None,
        "mode": "payment",
        "customer": None,
        "metadata": {"hearth_payment": "pay000000001"},
        "payment_intent": None,
        "setup_intent": None,
    }
    return values | more


def intent(*, status: str, received: int = 0, **more: Any) -> Json:
    """Return a PaymentIntent with its latest charge."""
    card = {"brand": "visa", "last4": "4242", "capture_before": 1_773_000_000}
    values: Json = {
        "id": "pi_1",
        "object": "payment_intent",
        "status": status,
        "amount": 8_000,
        "amount_capturable": 8_000 if status == "requires_capture" else 0,
        "amount_received": received,
        "cancellation_reason": None,
        "last_payment_error": None,
        "latest_charge": {"id": "ch_1", "object": "charge", "payment_method_details": {"type": "card", "card": card}},
        "metadata": {"hearth_payment": "pay000000001"},
    }
    return values | more


def listing(*rows: Json) -> Json:
    """Return a list of one page."""
    return {"object": "list", "data": list(rows), "has_more": False, "url": "/v1/x"}
