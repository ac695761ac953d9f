"""Somebody at a browser of their own: what they do and what they read. Whatever goes wrong in it is noted."""

import re
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.journeys.words import zh

TIME = re.compile(r"^.*? · ")
ICONS = {"is": "visually-hidden"}


def squeezed(text):
    """Text as one reads it: whatever the white space."""
    return " ".join(text.split())


class Person:
    """One browser context with one page. `troubles` are errors of page or network that nobody announced."""

    def __init__(self, context, site, *, name, scripts=True):
        self.context, self.site, self.name, self.scripts = context, site, name, scripts
        self.troubles, self.announced = [], set()
        context.on("console", self._console)
        context.on("weberror", lambda error: self.troubles.append(f"page error: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)
        self.page = context.new_page()

    # What goes wrong

    def _console(self, message):
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
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
        """Press a button that leads to a page."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=zh(words), exact=True, **more).click()
        return self

    def field(self, words):
        """A form field by its label, whether or not it says "optional" behind it."""
        return self.page.get_by_label(re.compile(rf"^{re.escape(zh(words))}(\s|$)"))

    def add_photos(self, *photos, within=None):
        """Choose photos; with scripts they are sent at once, and this waits until all are kept."""
        place = within or self.page.locator("main")
        before = place.locator("ul.photos > li").count()
        place.locator("input[type=file]").set_input_files(list(photos))
        if self.scripts:
            expect(place.locator("ul.photos > li:not(.photo-sending)")).to_have_count(before + len(photos))

    def sign_in(self, person):
        """By one tap on a demo account."""
        self.go("/signin/")
        button = self.page.locator(f'button[formaction="/signin/demo/{person.pk}/"]').first
        if not button.is_visible():
            self.page.locator("details", has=button).locator("summary").first.click()
        with self.page.expect_navigation():
            button.click()
        return self

    def prove_phone(self, phone):
        """On a page that asks for a phone number: type it, ask for the code, type that. Sending is left to do."""
        self.field("Mobile number").fill(phone)
        self.press("Send me a code")
        self.field("Code from the text message").fill(self.site.code(phone))

    def take(self, step, fill=None, *, of=None):
        """Take a step: open its form from the step bar (`of`: that of an order), fill it in, send it."""
        label, place = zh(step), of or self.page.locator("main")
        link = place.get_by_role("region", name=zh("What you can do now")).get_by_role("link", name=label, exact=True)
        if not link.is_visible():
            place.locator("details.steps-more", has=link).locator("summary").click()
        link.click()
        form = self.page.get_by_role("form", name=label)
        if fill:
            fill(form)
        form.get_by_role("button", name=label, exact=True).click()
        expect(self.page.locator("ul.messages")).to_have_text(zh("Done: %(step)s", step=label))

    def open_row(self, number):
        """From a list, the matter of a number: beside the list on a desk, else on its own page."""
        self.page.locator("a.row-link", has_text=number).click()
        expect(self.page.locator("article.matter h1, div.matter h1")).to_be_visible()

    def answer(self, number):
        """The part of a matter's page that shows an order."""
        return self.page.locator("article.matter section.card", has=self.page.get_by_role("heading", name=number))

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
        return [(squeezed(li.inner_text()), state) for li, state in self._stages()]

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

    def steps(self, of=None):
        """What the step bars offer: the usual first."""
        place = of or self.page.locator("main")
        region = place.get_by_role("region", name=zh("What you can do now"))
        return [squeezed(text) for text in region.get_by_role("link").all_text_contents()]

    def photos(self, selector="main img"):
        """The sizes, EXIF and GPS of the pictures shown, fetched as large as one can see them."""
        links = self.page.locator(selector).all()
        return [self.context.request.get(self.site.url + str(a.get_attribute("href"))).body() for a in links]

    def knows(self, *secrets):
        """Which of these words are anywhere in the page's source: none should be."""
        source = self.page.content()
        return [secret for secret in secrets if secret in source]
