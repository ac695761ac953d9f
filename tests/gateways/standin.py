"""The four platforms, played by the standard library alone: `python standin.py PORT FOLDER SECRET`.

It shares no line with the product, so that both sides must agree on what docs/operations.md says. What it has taken is
in FOLDER/orders.jsonl, a line an order, and FOLDER/asked.jsonl, a line a request; both outlive it. FOLDER/mood says
how it is: well, failing, refusing, elsewhere (sends on to another address), slow (takes the order, answers too late),
forgetful (takes it, hangs up without a word), dripping (takes it, answers a letter now and then, for ever).
POST /work makes it call back: a list of [body, how], how being well, forged, or a number of times at once.
"""

import hashlib
import hmac
import json
import os
import secrets
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

TOO_LATE = 0.6
"""Seconds that it takes when it is slow."""
STATUS = {"failing": 503, "refusing": 422, "elsewhere": 307}
TAKING = threading.Lock()


def signature(secret, moment, nonce, body):
    said = b"\n".join((moment.encode(), nonce.encode(), body))
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()


class Platform:
    """What it has, on disk, whatever happens to it."""

    def __init__(self, folder, secret):
        self.folder, self.secret = Path(folder), secret

    @property
    def mood(self):
        path = self.folder / "mood"
        return path.read_text() if path.exists() else "well"

    def lines(self, name):
        path = self.folder / name
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def add(self, name, line):
        with (self.folder / name).open("a") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def take(self, said):
        """Take an order once; what comes again has the id that it got then."""
        with TAKING:
            found = {line["number"]: line for line in self.lines("orders.jsonl")}
            if said["number"] not in found:
                said |= {"external_id": said["external_id"] or f"X{len(found) + 1}"}
                self.add("orders.jsonl", said)
                return said["external_id"]
        return found[said["number"]]["external_id"]

    def call(self, body, how):
        """The status and what is answered, once or as often as is said, all at the same moment."""
        count = how if isinstance(how, int) else 1
        with ThreadPoolExecutor(count) as pool:
            answers = [pool.submit(self._call, body, forged=how == "forged") for _turn in range(count)]
        return [answer.result() for answer in answers]

    def _call(self, body, *, forged):
        data = json.dumps(body).encode()
        moment, nonce = str(int(time.time())), secrets.token_hex(8)
        key = "somebody else's key" if forged else self.secret
        headers = {
            "Content-Type": "application/json",
            "X-Minsheng-Time": moment,
            "X-Minsheng-Nonce": nonce,
            "X-Minsheng-Signature": signature(key, moment, nonce, data),
        }
        order = next(line for line in self.lines("orders.jsonl") if line["order"] == body["order"])
        try:
            with urlopen(Request(order["callback"], data, headers), timeout=20) as answer:  # noqa: S310 (an address that the house gave)
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, json.load(error)


class Door(BaseHTTPRequestHandler):
    platform = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/work":
            self.answer(200, [self.platform.call(*part) for part in json.loads(body)])
        else:
            self.order(body)

    def order(self, body):
        names = ("X-Minsheng-Time", "X-Minsheng-Nonce", "X-Minsheng-Signature")
        moment, nonce, given = (self.headers.get(name, "") for name in names)
        mood, said = self.platform.mood, json.loads(body)
        right = hmac.compare_digest(given, signature(self.platform.secret, moment, nonce, body))
        self.platform.add("asked.jsonl", {"number": said.get("number"), "mood": mood, "signed": right})
        if not right:
            return self.answer(401, {})
        if mood in STATUS:
            return self.answer(STATUS[mood], {})
        external_id = self.platform.take(said) if "number" in said else ""
        if mood == "forgetful":
            return self.connection.close()
        if mood == "dripping":
            return self.drip()
        if mood == "slow":
            time.sleep(TOO_LATE)
        return self.answer(200, {"external_id": external_id})

    def drip(self):
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            for _letter in range(100):
                self.wfile.write(b" ")
                time.sleep(0.1)

    def answer(self, status, data):
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        with suppress(OSError):  # whoever asked has given up
            self.wfile.write(body)

    def log_message(self, *_words):
        """Nothing to the terminal."""


if __name__ == "__main__":
    Door.platform = Platform(*sys.argv[2:])
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Door).serve_forever()
