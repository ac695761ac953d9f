"""Somebody at a browser of their own: what they do and what they read. Whatever goes wrong in it is noted."""

import re
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import expect

from tests.journeys.words import label, zh

PATIENCE = 10_000
"""Milliseconds until something that doesn't happen has failed."""
TIME = re.compile(r"^.*? · ")
TOLD_BY_RESPONSE = ("Failed to load resource", "Response Status Error Code")
"""What browser and htmx say of an answer that `_response` has seen already."""
DROPPED = ("htmx:afterRequest", "htmx:sendAbort")
"""What htmx says of a hint that was asked for and is not needed any more, since the form itself is sent."""


def squeezed(text):
    """Text as one reads it: whatever the white space."""
    return " ".join(text.split())


class Person:
    """One browser context with one page.

    `troubles` are errors of page or network that nobody announced; `looked_at` are forms that need no further look.
    """

    def __init__(self, context, site, *, name, scripts=True):
        self.context, self.site, self.name, self.scripts = context, site, name, scripts
        self.troubles, self.announced, self.looked_at = [], set(), set()
        context.on("console", self._console)
        context.on("weberror", lambda error: self.troubles.append(f"page error: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)
        self.page = context.new_page()

    # What goes wrong

    def _console(self, message):
        if message.type == "error" and not message.text.startswith(TOLD_BY_RESPONSE + DROPPED):
            self.troubles.append(f"console: {message.text}")

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != urlsplit(self.site.url).netloc:
            self.troubles.append(f"request to {request.url}")

    def _response(self, response):
        if response.status >= 400 and response.status not in self.announced:
            self.troubles.append(f"{response.status} {response.request.method} {response.url}")

    @contextmanager
    def answered_with(self, status):
        """Inside, the server answers at least once with that status, and this is as it should be."""
        seen = []
        note = lambda response: seen.append(response.status)  # noqa: E731 (to be taken off again)
        self.context.on("response", note)
        self.announced.add(status)
        yield
        self.page.wait_for_load_state()
        self.context.remove_listener("response", note)
        self.announced.discard(status)
        assert status in seen

    # What they do

    def go(self, path):
        """Open an address of the site."""
        self.page.goto(path if path.startswith("http") else self.site.url + path)
        return self

    def follow(self, words, **more):
        """Tap a link and wait for its page."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=zh(words), exact=True, **more).first.click()
        return self

    def press(self, words, **more):
        """Press a button that leads to a page, or whose form comes back in its place."""
        return self.sends(self.page.get_by_role("button", name=zh(words), exact=True, **more))

    def sends(self, button):
        """The same with a button at hand."""
        button.evaluate("it => it.form?.setAttribute('data-pressed', '')")
        button.click()
        expect(self.page.locator("form[data-pressed]")).to_have_count(0, timeout=PATIENCE)
        self.page.wait_for_load_state()
        return self

    def field(self, words):
        """A form field by its label."""
        return self.page.get_by_label(label(words))

    def add_photos(self, *photos, within=None):
        """Choose photos; with scripts they are sent at once, and this waits until all are kept."""
        place = within or self.page.locator("main")
        before = place.locator("ul.photos > li").count()
        place.locator("input[type=file]").set_input_files(list(photos))
        if self.scripts:
            expect(place.locator("ul.photos > li:has(input)")).to_have_count(before + len(photos))

    def sign_in(self, person):
        """By one tap on a demo account."""
        self.go("/signin/")
        return self.tap_account(person)

    def tap_account(self, person):
        """On the sign-in page, where one of several demo accounts may be folded away."""
        button = self.page.locator(f'button[formaction="/signin/demo/{person.pk}/"]').first
        if not button.is_visible():
            self.page.locator("main details", has=button).locator("summary").click()
        with self.page.expect_navigation():
            button.click()
        return self

    def prefers(self, **look):
        """Choose language, size and colours."""
        cookies = [{"name": name, "value": value, "url": self.site.url} for name, value in look.items()]
        self.context.add_cookies(cookies)
        return self

    def has_session_of(self, client):
        """Be signed in as a test client is."""
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.site.url}])
        return self

    def prove_phone(self, phone):
        """On a page that asks for a phone number: type it, ask for the code, type that. Sending is left to do."""
        self.field("Mobile number").fill(phone)
        self.press("Send me a code")
        self.field("Code from the text message").fill(self.site.code(phone))

    def tap(self, step, *, of=""):
        """Take a step that needs no form, by its button in the step bar (`of`: that of a unit)."""
        self._bar(of).get_by_role("button", name=zh(step), exact=True).click()
        self._is_done(step)

    def take(self, step, fill=None, *, of=""):
        """Take a step by its form: open it from the step bar, fill it in, send it."""
        self.form_of(step, of=of)
        form = self.page.get_by_role("form", name=zh(step))
        if fill:
            fill(form)
        form.get_by_role("button", name=zh(step), exact=True).click()
        self._is_done(step)

    def steps_offered(self):
        """The addresses of the steps that have a form to open here, whatever language the page speaks."""
        links = self.page.locator(".steps a[hx-get]")
        return links.evaluate_all("all => all.map(one => one.getAttribute('hx-get').split('?')[0])")

    def opens(self, address):
        """Open the form of a step in its place, by the address of the step."""
        self._taps(self.page.locator(f".steps a[href^='{address}']"))
        expect(self.page.locator(f"form.step-form[action='{address}']")).to_be_visible()

    def form_of(self, step, *, of=""):
        """Open a step's form; what is done by one tap has one behind "more"."""
        names = [zh(step), zh("%(step)s, with a note", step=zh(step))]
        either = re.compile(rf"^({'|'.join(map(re.escape, names))})$")
        self._taps(self._bar(of).get_by_role("link", name=either, include_hidden=True))
        return self.page.get_by_role("form", name=zh(step))

    def _taps(self, link):
        """A link of a step bar, which may lie behind "more"."""
        if not link.is_visible():
            link.locator("xpath=ancestor::details/summary").click()
        link.click()

    def _is_done(self, step):
        said = zh("%(number)s done: %(step)s", number="", step=zh(step))
        expect(self.page.locator("ul.messages")).to_contain_text(said)

    def _bar(self, of):
        """What a unit is at: its order, its promise; else those of the matter itself and of what stands beside it."""
        if of:
            names = (
                zh(f"What you can do with the {it} of %(unit)s", unit=of) for it in ("order", "promise", "request")
            )
            return self.page.get_by_role("region", name=re.compile(rf"^({'|'.join(map(re.escape, names))})$"))
        return self.page.locator(".steps").and_(self.page.get_by_label(zh("What you can do now"), exact=True))

    def open_row(self, number):
        """From a list, the matter of a number: beside the list on a desk, else on its own page."""
        self.page.locator("a.row-link", has_text=number).click()
        expect(self.page.locator("article.matter h1, div.matter h1")).to_be_visible()

    # What they read

    @property
    def path(self):
        return urlsplit(self.page.url).path

    def heading(self):
        return squeezed(self.page.locator("h1").first.inner_text())

    def reads(self, selector="main"):
        """The words that one sees there."""
        return squeezed(self.page.locator(selector).first.inner_text())

    def texts(self, selector):
        """The words of each of several."""
        return [squeezed(text) for text in self.page.locator(selector).all_inner_texts()]

    def message(self):
        return self.texts("ul.messages > li")

    def rail(self):
        """The stages of the rail and how each stands."""
        return [(squeezed(li.inner_text()).split(" ,")[0], state) for li, state in self._stages()]

    def _stages(self):
        for li in self.page.locator("main ol.rail > li").all():
            yield li.locator(".rail-label"), re.findall(r"rail-(done|current|todo)", li.get_attribute("class") or "")[0]

    def at(self):
        """The stage that the rail says it is at; the last one when all are done."""
        stages = self.rail()
        return next((label for label, state in stages if state == "current"), "")

    def timeline(self):
        """The sentences of the timeline, without their times."""
        return [TIME.sub("", text) for text in self.texts("ol.timeline > li > p:first-child")]

    def steps(self, of=""):
        """What the step bar offers: what is done by one tap first, what lies behind "more" last."""
        return [squeezed(text) for text in self._bar(of).locator(".steps-bar :is(button, a)").all_text_contents()]

    def photos(self, selector="main img"):
        """The sizes, EXIF and GPS of the pictures shown, fetched as large as one can see them."""
        links = self.page.locator(selector).all()
        return [self.context.request.get(self.site.url + str(a.get_attribute("href"))).body() for a in links]

    def knows(self, *secrets):
        """Which of these words are anywhere in the page's source: none should be."""
        source = self.page.content()
        return [secret for secret in secrets if secret in source]

    def open_public(self, number):
        """From the public list, the copy of a matter."""
        with self.page.expect_navigation():
            self.page.locator(f"a[href='/public/{number}/']").first.click()
