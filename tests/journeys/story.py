"""The loop as one story: who does what, and what everybody reads after it. Told with scripts and without."""

from minsheng.ground.notices.actions import deliver
from minsheng.ground.places.queries import centre
from minsheng.instruments.opinions.workflow import STEPS
from tests.journeys.photos import looked_at, photo
from tests.journeys.words import all_zh, label, noted, zh

PHONE, NAME = "19900000091", "林晓舟"
MASKED, NEIGHBOUR = "199****0091", "19900000092"
ADDRESS = "祖庙巷12号对面"
TITLE = "祖庙巷3幢2单元501室楼下的灌木枯死了一片。"
TEXT = f"{TITLE}\n下雨时泥水流到路上，请补种。"
DOOR = "2单元501"
PUBLIC_TITLE, PUBLIC_TEXT = (words.replace("3幢2单元501室", "***") for words in (TITLE, TEXT))
TO_OFFICE, TO_UNIT = "居民着急，请尽快。", "请按绿化养护处理。"
ANSWER = "已清理枯枝，补种灌木40株，三天后再去看一次成活情况。"
THANKS = "补得很好，谢谢。"
UPRIGHT = ((900, 1200), {}, {})
"""A photo as it must be served: turned as one looks at it, and telling nothing about the phone or the place."""
STAGES = ("Sent", "Received", "Being handled", "Answered", "Rated")


class Loop:
    """The people of one opinion, each at a browser of their own, and what has been told so far."""

    def __init__(self, arrive, town, *, scripts):
        self.arrive, self.town, self.scripts = arrive, town, scripts
        self.community, self.unit = town.community(), town.unit()
        self.office, self.member = town.by("hb.office").desk, town.deputy().desk
        self.told, self.done = [], []

    def tell(self):
        """The whole of it."""
        self.resident_reports()
        self.deputy_receives_and_passes_on()
        self.office_triages_and_hands_over()
        self.handler_accepts_and_answers()
        self.office_passes_and_publishes()
        self.neighbour_follows()
        self.resident_rates_by_the_link()
        self.all_of_them_look_once_more()

    def comes(self, name, **more):
        return self.arrive(name, scripts=self.scripts, **more)

    @property
    def page(self):
        return f"/o/{self.number}/"

    # A resident at a phone, whom nobody knows yet

    def resident_reports(self):
        lon, lat = centre(self.community)
        here = {"geolocation": {"longitude": lon, "latitude": lat}, "permissions": ["geolocation"]}
        self.resident = resident = self.comes("resident", **here).go("/")
        resident.follow("I want to report something")
        resident.field("What is the matter?").fill(TEXT)
        resident.add_photos(photo("bush"), photo("road"))
        self._says_where(resident)
        resident.prove_phone(PHONE)
        resident.press("Send")
        self.number = resident.path.split("/")[2]
        assert resident.message() == all_zh("Sent. You can follow here what happens; we also tell you by text message.")
        assert [looked_at(body) for body in resident.photos("ul.photos a")] == [UPRIGHT, UPRIGHT]
        self.told, self.done = all_zh("Sent"), all_zh("The resident reported this")
        self._resident_reads("Sent")
        self._leaves_a_name(resident)

    def _says_where(self, resident):
        """By the phone's position; without scripts by choosing."""
        street, community = self.community.parent, self.community
        if self.scripts:
            resident.page.get_by_role("button", name=zh("Use my position")).click()
            resident.page.locator(f"option[value='{community.code}']:checked").wait_for(state="attached")
        else:
            resident.field("Subdistrict").select_option(street.code)
            resident.field("Community").select_option(community.code)
        resident.field("Address or landmark").fill(ADDRESS)

    def _leaves_a_name(self, resident):
        resident.go("/me/").field("Your name").fill(NAME)
        resident.press("Keep the name")

    def _resident_reads(self, stage):
        """Where it stands, in the resident's words; what happened; nothing that was meant for others."""
        resident = self.resident.go(self.page)
        assert resident.heading() == TITLE
        assert resident.rail() == _rail(STAGES.index(stage))
        assert resident.timeline() == self.told
        assert resident.texts(".timeline-note") == []
        assert resident.texts(".matter-more button") == all_zh("Stop telling me")
        assert resident.knows(TO_OFFICE, TO_UNIT) == []

    # A deputy at a phone

    def deputy_receives_and_passes_on(self):
        self.deputy = deputy = self.comes("deputy").sign_in(self.town.deputy_row().person)
        assert (deputy.path, deputy.heading()) == ("/desk/", zh("To do"))
        deputy.open_row(self.number)
        ways = all_zh("Answer on the spot", "Add a word")
        assert deputy.steps() == [*all_zh("Receive", "Pass on to the office"), noted("Receive"), *ways]
        self._official_reads(deputy, "Waiting for the deputy")
        deputy.tap("Receive")
        self._happens(self.member, "A deputy has received it", "Receive")
        deputy.go(self.page)
        on_spot, word = ways
        assert deputy.steps() == [zh("Pass on to the office"), on_spot, noted("Pass on to the office"), word]
        deputy.take("Pass on to the office", _note(TO_OFFICE))
        self._happens(self.member, "Passed on to the People's Congress work office", "Pass on to the office")
        deputy.go(self.page)
        assert deputy.steps() == [word]
        self._official_reads(deputy, "To be triaged")
        assert deputy.go("/desk/").reads(".empty-title") == zh("Nothing is waiting for you")
        self._resident_reads("Received")

    # The clerk of the congress work office at a desk

    def office_triages_and_hands_over(self):
        self.clerk = clerk = self.comes("office", desk=True).sign_in(self.town.person("hb.office"))
        clerk.open_row(self.number)
        assert clerk.steps()[0] == zh("Triage")
        assert clerk.texts(".timeline-note") == [TO_OFFICE]
        self._official_reads(clerk, "To be triaged")
        clerk.take("Triage", lambda form: form.get_by_label(label("Category")).select_option("01.05"))
        self._happens(self.office, "The office has looked at it", "Triage")
        assert (clerk.path, clerk.heading()) == ("/desk/", zh("To do"))
        clerk.open_row(self.number)
        assert clerk.steps()[0] == zh("Hand over to departments")
        self._official_reads(clerk, "To be handed over")
        clerk.take("Hand over to departments", self._to_the_unit)
        self.told.append(f"{self.office} {zh('Passed on to be handled')} → {self.unit.name}")
        self.done.append(f"{self.office} {zh('Hand over')} → {self.unit.name}")
        assert clerk.go("/desk/").reads(".empty-title") == zh("Nothing is waiting for you")
        self._official_reads(clerk.go(self.page), "Handed over, not yet accepted")
        self._resident_reads("Being handled")

    def _to_the_unit(self, form):
        form.get_by_label(label("Leading unit")).select_option(str(self.unit.pk))
        _note(TO_UNIT)(form)

    # The handler of a department at a desk

    def handler_accepts_and_answers(self):
        self.handler = handler = self.comes("handler", desk=True).sign_in(self.town.person("hb.pm"))
        handler.open_row(self.number)
        theirs = all_zh("Take it on myself", "Assign to a colleague")
        beside = [noted("Accept"), *theirs, zh("Add a note")]
        assert handler.steps(self.unit.name) == [*all_zh("Accept", "Send back"), *beside]
        self._official_reads(handler, "Handed over, not yet accepted")
        assert handler.texts(".timeline-note") == [TO_UNIT]
        handler.tap("Accept", of=self.unit.name)
        self._happens(self.unit.name, "The department has taken it on", "Accept")
        handler.go("/desk/").open_row(self.number)
        at_it = all_zh("Say how far it is", "Ask for more time", "Add a note")
        assert handler.steps(self.unit.name) == [zh("Answer"), *theirs, *at_it]
        self._official_reads(handler, "Being handled")
        handler.take("Answer", self._what_was_done, of=self.unit.name)
        self._happens(self.unit.name, "The department has reported back", "Answer")
        handler.go(self.page)
        assert handler.steps(self.unit.name) == all_zh("Add a note")
        self._official_reads(handler, "Answer to be checked")
        self._resident_reads("Being handled")
        assert self.resident.knows(ANSWER) == []

    def _what_was_done(self, form):
        form.get_by_label(label("What was done")).fill(ANSWER)
        form.get_by_label(label("Solved")).check()
        self.handler.add_photos(photo("after"), within=form)

    # The clerk once more

    def office_passes_and_publishes(self):
        clerk = self.clerk.go("/desk/")
        clerk.open_row(self.number)
        assert clerk.steps(self.unit.name) == all_zh("Pass the answer", "Ask for more", "Add a note")
        clerk.take("Pass the answer", of=self.unit.name)
        self._happens(self.office, "The answer has been checked", "Pass the answer")
        self._happens("", "Answered", "Answered to the resident")
        self._official_reads(clerk.go(self.page), "Waiting for the rating")
        clerk.take("Show to the public", self._the_public_copy)
        self._happens(self.office, "Shown to the public", "Show to the public")
        self._official_reads(clerk.go(self.page), "Waiting for the rating")
        self._resident_reads("Answered")
        assert self.resident.reads(".pair + *, section .prose") == ANSWER

    def _the_public_copy(self, form):
        """It begins with the original, its door number taken out; the clerk chooses all photos."""
        fields = ("Title", "Public text", "Public answer")
        begun = [form.get_by_label(label(name)).input_value() for name in fields]
        assert begun == [PUBLIC_TITLE, PUBLIC_TEXT, ANSWER]
        for box in form.get_by_role("checkbox").all():
            box.check()

    # A neighbour at a phone

    def neighbour_follows(self):
        self.neighbour = neighbour = self.comes("neighbour").go("/public/")
        assert neighbour.texts(".row-title") == [PUBLIC_TITLE]
        neighbour.open_public(self.number)
        self._neighbour_reads("Answered")
        neighbour.follow("Tell me what happens")
        neighbour.prove_phone(NEIGHBOUR)
        neighbour.press("Sign in")
        assert neighbour.heading() == zh("Follow this matter")
        neighbour.press("Follow")
        neighbour.go("/mine/?show=followed")
        assert neighbour.texts(".row-title") == [PUBLIC_TITLE]

    def _neighbour_reads(self, stage):
        """The checked copy: not who wrote it, not where exactly, not how it went inside."""
        neighbour = self.neighbour
        assert neighbour.heading() == PUBLIC_TITLE
        assert neighbour.at() == zh(stage)
        assert [looked_at(body) for body in neighbour.photos(".pair a")] == [UPRIGHT] * 3
        assert (neighbour.reads(".prose"), neighbour.reads(".quote")) == (" ".join(PUBLIC_TEXT.split()), ANSWER)
        assert (neighbour.timeline(), neighbour.steps()) == ([], [])
        secrets = (PHONE, MASKED, NAME, DOOR, ADDRESS, TO_OFFICE, TO_UNIT, THANKS, self.member)
        assert neighbour.knows(*secrets) == []

    # The resident, on another phone, by the link of the text message

    def resident_rates_by_the_link(self):
        deliver()
        texts = self.resident.site.texts(PHONE)
        assert [text.split("http")[0] for text in texts[1:]] == [
            self._text("Passed on to be handled"),
            self._text("Answered"),
        ]
        self.visitor = visitor = self.comes("link").go(self.resident.site.link(PHONE))
        assert (visitor.path, visitor.heading(), visitor.at()) == (self.page, TITLE, zh("Answered"))
        levels = ("Very satisfied", "Satisfied", "Mostly satisfied", "Dissatisfied", "Very dissatisfied")
        assert visitor.texts(".rating-level") == all_zh(*levels)
        assert visitor.page.locator("input[type=radio]:checked").count() == 0
        visitor.page.get_by_label(zh("Very satisfied"), exact=True).check()
        visitor.field("Anything else?").fill(THANKS)
        visitor.press("Send the rating")
        self._happens("", str(STEPS.act("rate").told), "The resident rated the result")
        self._happens("", "Closed", None)
        assert (visitor.path, visitor.rail(), visitor.timeline()) == (self.page, _rail(5), self.told)
        assert visitor.texts("form.matter-rate") == []
        assert visitor.go("/mine/").path == "/signin/"

    def _text(self, told):
        words = "[%(site)s] %(number)s: %(told)s. See %(address)s"
        return zh(words, site="街道人大工作", number=self.number, told=zh(told), address="")

    def all_of_them_look_once_more(self):
        self._resident_reads_the_end(self.resident)
        for official in (self.deputy, self.clerk, self.handler):
            self._official_reads(official.go(self.page), "Closed")
        self.neighbour.go(self.page)
        assert self.neighbour.page.locator("ol.rail [aria-current]").count() == 0
        assert self.neighbour.knows(PHONE, NAME, THANKS) == []

    def _resident_reads_the_end(self, resident):
        resident.go(self.page)
        assert (resident.rail(), resident.timeline()) == (_rail(5), self.told)
        assert zh("Very satisfied") in resident.reads()
        resident.go("/mine/?show=open")
        assert resident.reads(".empty-title") == zh("Nothing is unfinished")

    # What all officials have in common

    def _happens(self, desk, told, done):
        """Something that residents read as `told` and officials as `done`; desks of nobody are the system's."""
        self.told.append(f"{desk} {zh(told)}".strip())
        if done:
            self.done.append(f"{desk} {zh(done)}".strip())

    def _official_reads(self, official, state):
        """The state in the office's words, the resident's words, what happened; never whose they are."""
        article = "article.matter "
        assert official.texts(f"{article}header .badge")[0] == zh(state)
        assert official.reads(f"{article}blockquote") == " ".join(TEXT.split())
        assert official.timeline()[: len(self.done)] == self.done
        assert official.knows(PHONE, NAME) == []


def _rail(at):
    """The five stages, with so many done."""
    marks = ["done"] * at + ["current"] + ["todo"] * len(STAGES)
    return list(zip(all_zh(*STAGES), marks, strict=False))


def _note(words):
    return lambda form: form.get_by_label(label("Note")).fill(words)
