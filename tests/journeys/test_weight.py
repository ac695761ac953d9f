"""The first screen of a public page is light: few requests, few bytes."""

import pytest

pytestmark = pytest.mark.browser

REQUESTS, BYTES = 10, 150_000
PUBLIC = ("/", "/report/", "/public/", "/public/{closed}/", "/signin/", "/about/")


@pytest.mark.parametrize("path", PUBLIC)
def test_the_first_screen_of_a_public_page_is_light(arrive, matters, path):
    visitor = arrive("visitor")
    sent = {}
    network = visitor.context.new_cdp_session(visitor.page)
    network.send("Network.enable")
    network.on("Network.responseReceived", lambda e: sent.setdefault(e["requestId"], [e["response"]["url"], 0]))
    network.on("Network.loadingFinished", lambda e: sent[e["requestId"]].__setitem__(1, e["encodedDataLength"]))
    visitor.go(path.format(**matters.numbers))
    visitor.page.wait_for_load_state("networkidle")
    asked = {url: size for url, size in sent.values() if not url.startswith("data:")}
    assert visitor.page.evaluate("window.scrollY") == 0
    assert len(asked) <= REQUESTS, asked
    assert sum(asked.values()) <= BYTES, asked
