"""The loop as one story: who does what, and what everybody reads after it. Told with scripts and without."""

from minsheng.ground.notices.actions import deliver
from minsheng.ground.places.queries import centre
from tests.journeys.photos import looked_at, photo
from tests.journeys.words import all_zh, noted, zh

PHONE, NAME = "19900000091", "林晓舟"
NEIGHBOUR, NEIGHBOUR_NAME = "19900000092", "林之遥"
ADDRESS = "祖庙巷12号对面"
TITLE = "祖庙巷3幢2单元501室楼下的灌木枯死了一片。"
TEXT = f"{TITLE}\n下雨时泥水流到路上，请补种。"
PUBLIC_TITLE = TITLE.replace("2单元501室", "***")
ANSWER = "已清理枯枝，补种灌木40株，三天后再去看一次成活情况。"
HUE = {"bush": "#6b5b3a", "road": "#8d8f92", "after": "#4f7d4a"}
UPRIGHT = ((900, 1200), {}, {})
"""A photo as it must be served: turned as one looks at it, and telling nothing about the phone or the place."""


class Loop:
    """The people of one opinion, each at a browser of their own."""

    def __init__(self, arrive, town, *, scripts):
        self.arrive, self.town, self.scripts = arrive, town, scripts
        self.unit, self.office = town.unit(), town.by("hb.office").desk
        self.station = town.deputy().name
        self.number = ""

    def comes(self, name, **more):
        return self.arrive(name, scripts=self.scripts, **more)

    def tell(self):
        """The whole of it."""
        self.resident_reports()
        self.deputy_receives_and_passes_on()
        self.office_triages_and_hands_over()
        self.handler_accepts_and_answers()
        self.office_passes_and_publishes()
        self.neighbour_follows()
        self.resident_rates_by_the_link()
        self.everybody_looks_once_more()

    # A resident at a phone, whom nobody knows yet

    def resident_reports(self):
        lon, lat = centre(self.town.community())
        here = {"geolocation": {"longitude": lon, "latitude": lat}, "permissions": ["geolocation"]}
        self.resident = resident = self.comes("resident", **here).go("/")
        resident.follow("I want to report something")
        resident.field("What is the matter?").fill(TEXT)
        resident.add_photos(photo("bush", HUE["bush"]), photo("road", HUE["road"]))
        self._says_where(resident)
        resident.prove_phone(PHONE)
        assert resident.field("What is the matter?").input_value() == TEXT
        resident.press("Send")
        self.number = resident.path.split("/")[2]
        self.key = ("opinions.opinion", self.number)
        self._resident_reads_that_it_was_sent(resident)
        resident.go("/me/").field("Your name").fill(NAME)
        resident.press("Keep the name")

    def _says_where(self, resident):
        """By the phone's position; without scripts by choosing."""
        community = self.town.community()
        if self.scripts:
            resident.page.get_by_role("button", name=zh("Use my position")).click()
            resident.page.wait_for_function("document.querySelector('.place-said').textContent.includes('·') || true")
            resident.page.locator("select[name=street] option:checked", has_text="湖滨").wait_for(state="attached")
        else:
            resident.field("Subdistrict").select_option(community.parent.code)
            resident.field("Community").select_option(community.code)
        resident.field("Address or landmark").fill(ADDRESS)

    def _resident_reads_that_it_was_sent(self, resident):
        assert resident.message() == [zh("Sent. You can follow here what happens; we also tell you by text message.")]
        assert resident.heading() == TITLE
        assert resident.rail() == _rail("Sent", "Received", "Being handled", "Answered", "Rated", at=0)
        assert resident.timeline() == [zh("Sent")]
        assert [looked_at(body) for body in resident.photos("ul.photos a")] == [UPRIGHT, UPRIGHT]
        assert resident.texts("main form button") == [zh("Stop telling me")]

    # A deputy at a phone

    def deputy_receives_and_passes_on(self):
        self.deputy = deputy = self.comes("deputy").sign_in(self.town.deputy_row().person)
        assert (deputy.path, deputy.heading()) == ("/desk/", zh("To do"))
        deputy.open_row(self.number)
        assert deputy.heading() == TITLE
        assert deputy.knows(PHONE, NAME) == []
        assert deputy.steps() == [*all_zh("Receive", "Pass on to the office"), noted("Receive")]
        deputy.take("Receive", lambda form: form.get_by_label(zh("Note")).fill("我去现场看过。"))
        deputy.go(f"/o/{self.number}/")
        assert deputy.steps() == [zh("Pass on to the office"), noted("Pass on to the office")]
        deputy.take("Pass on to the office", lambda form: form.get_by_label(zh("Note")).fill("居民着急，请尽快。"))
        deputy.go(f"/o/{self.number}/")
        assert (deputy.at(), deputy.steps()) == (zh("Received"), [])
        self._resident_reads("Received", "A deputy has received it", "Passed on to the People's Congress work office")

    # The clerk of the congress work office at a desk

    def office_triages_and_hands_over(self):
        self.clerk = clerk = self.comes("office", desk=True).sign_in(self.town.person("hb.office"))
        clerk.open_row(self.number)
        print("OFFICE", clerk.reads("article.matter"))
        print(clerk.steps(), clerk.timeline())
        assert clerk.knows(PHONE, NAME) == []
        clerk.take("Triage", lambda form: form.get_by_label(zh("Category")).select_option("01.05"))
        clerk.go("/desk/").open_row(self.number)
        print(clerk.steps(), clerk.timeline())
        clerk.take("Hand over to departments", self._to_the_unit)
        clerk.go(f"/o/{self.number}/")
        print(clerk.steps(), clerk.timeline(), clerk.reads("article.matter"))

    def _to_the_unit(self, form):
        form.get_by_label(zh("Leading unit")).select_option(str(self.unit.pk))
        form.get_by_label(zh("Note")).fill("请按绿化养护处理。")

    # The handler of a department at a desk

    def handler_accepts_and_answers(self):
        self.handler = handler = self.comes("handler", desk=True).sign_in(self.town.person("hb.pm"))
        handler.open_row(self.number)
        print("HANDLER", handler.reads("article.matter"))
        print(handler.steps(self.unit.name), handler.timeline())
        handler.tap("Accept", of=self.unit.name)
        handler.go("/desk/").open_row(self.number)
        print(handler.steps(), handler.timeline())
        handler.take("Answer", self._what_was_done, of=self.unit.name)
        handler.go(f"/o/{self.number}/")
        print(handler.steps(), handler.timeline(), handler.reads("article.matter"))

    def _what_was_done(self, form):
        form.get_by_label(zh("What was done")).fill(ANSWER)
        form.get_by_label(zh("Solved")).check()
        self.handler.add_photos(photo("after", HUE["after"]), within=form)

    def office_passes_and_publishes(self):
        clerk = self.clerk.go("/desk/")
        clerk.open_row(self.number)
        print("OFFICE", clerk.steps(), clerk.timeline())
        print(clerk.steps(self.unit.name));clerk.take("Pass the answer", of=self.unit.name)
        clerk.go(f"/o/{self.number}/")
        print("OFFICE", clerk.steps(), clerk.timeline())
        clerk.take("Show to the public", self._the_public_copy)
        clerk.go(f"/o/{self.number}/")
        print("OFFICE", clerk.steps(), clerk.timeline())

    def _the_public_copy(self, form):
        print(form.get_by_label(zh("Title")).input_value())
        print(form.get_by_label(zh("Public text")).input_value())
        print(form.get_by_label(zh("Public answer")).input_value())
        for box in form.get_by_role("checkbox").all():
            box.check()

    def neighbour_follows(self):
        self.neighbour = neighbour = self.comes("neighbour").go("/public/")
        print("NEIGHBOUR", neighbour.reads())
        neighbour.open_public(self.number)
        print(neighbour.reads(), neighbour.rail())
        assert neighbour.knows(PHONE, NAME, "501", ADDRESS) == []
        neighbour.follow("Tell me what happens")
        print(neighbour.path, neighbour.reads())
        neighbour.prove_phone(NEIGHBOUR)
        neighbour.press("Sign in")
        print(neighbour.path, neighbour.reads())
        neighbour.press("Follow")
        print(neighbour.path, neighbour.reads())

    def resident_rates_by_the_link(self):
        deliver()
        print(self.resident.site.texts(PHONE))
        self.visitor = visitor = self.comes("link").go(self.resident.site.link(PHONE))
        print(visitor.path, visitor.reads())
        print(visitor.page.locator("input[type=radio]:checked").count())
        visitor.page.get_by_label(zh("Very satisfied"), exact=True).check()
        visitor.field("Anything else?").fill("补得很好，谢谢。")
        visitor.press("Send the rating")
        print(visitor.path, visitor.reads(), visitor.rail(), visitor.timeline())

    def everybody_looks_once_more(self):
        for who in ("resident", "deputy", "clerk", "handler", "neighbour"):
            person = getattr(self, who).go(f"/o/{self.number}/")
            print(who, person.reads(), person.timeline(), person.steps())
        self.neighbour.go("/notices/")
        print(self.neighbour.reads())

    def _resident_reads(self, stage, *news):
        resident = self.resident.go(f"/o/{self.number}/")
        print(resident.at(), resident.timeline(), resident.reads(".matter-next"))


def _rail(*labels, at):
    marks = ["done"] * at + ["current"] + ["todo"] * len(labels)
    return [(zh(label), mark) for label, mark in zip(labels, marks, strict=False)]
