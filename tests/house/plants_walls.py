"""A violation and a legal neighbour for each rule of rules_walls."""
# ruff: noqa: E501 (a planted line reads best as one line)

from . import rules_walls as r

PEOPLE, PLACES, JOURNAL = "minsheng/ground/people", "minsheng/ground/places", "minsheng/ground/journal"
OPINIONS, SERVICE = "minsheng/instruments/opinions", "minsheng/ports/service"

PLANTS = [
    (
        r.edges_stay_inside,
        {
            f"{SERVICE}/views.py": "from minsheng.instruments.opinions.forms import ReportForm",
            f"{SERVICE}/queries.py": "def late():\n    from minsheng.instruments.opinions import tasks",
        },
        [
            f"{SERVICE}/queries.py:2 imports minsheng.instruments.opinions.tasks, an edge of instruments.opinions",
            f"{SERVICE}/views.py:1 imports minsheng.instruments.opinions.forms.ReportForm, an edge of instruments.opinions",
        ],
        {
            f"{SERVICE}/views.py": "from minsheng.instruments.opinions.fields import TextField\nfrom . import forms",
            "minsheng/config/urls.py": "from minsheng.ports.service import views",
        },
    ),
    (
        r.no_import_by_string,
        {
            f"{PEOPLE}/actions.py": 'import_module("minsheng.ports.service")\napps.get_model("duties", "Duty")',
            f"{PEOPLE}/queries.py": 'import_string("minsheng.ports.service.views.home")',
        },
        [
            f"{PEOPLE}/actions.py:1 imports by string with import_module",
            f"{PEOPLE}/actions.py:2 imports by string with get_model",
            f"{PEOPLE}/queries.py:1 imports by string with import_string",
        ],
        {
            f"{PEOPLE}/actions.py": "import_string(settings.SMS_BACKEND)()",
            f"{PEOPLE}/migrations/0002_x.py": 'apps.get_model("people", "Post")',
        },
    ),
    (
        r.foreign_keys_point_down,
        {
            f"{PLACES}/models.py": 'head = models.ForeignKey("people.Person", models.PROTECT)',
            f"{PEOPLE}/models.py": 'one = models.ForeignKey(to="service.Visit")\nwho = models.ForeignKey(settings.AUTH_USER_MODEL)',
            f"{SERVICE}/models.py": "",
        },
        [f"{PLACES}/models.py:1 points up to people", f"{PEOPLE}/models.py:1 points up to service"],
        {
            f"{PEOPLE}/models.py": 'place = models.ForeignKey("places.Place")\nunit = models.ForeignKey("Unit")\nup = F("self")',
            f"{PLACES}/models.py": 'parent = models.ForeignKey("self")',
        },
    ),
    (
        r.nothing_points_into_the_journal,
        {
            f"{OPINIONS}/models.py": (
                "from minsheng.ground.journal.models import Entry\n"
                'first = models.ForeignKey(Entry)\nlast = models.ForeignKey("journal.Entry")'
            )
        },
        [
            f"{OPINIONS}/models.py:2 has a foreign key into the journal",
            f"{OPINIONS}/models.py:3 has a foreign key into the journal",
        ],
        {f"{JOURNAL}/models.py": 'entry = models.OneToOneField("journal.Entry")\nother = models.ForeignKey(Entry)'},
    ),
    (
        r.ways_back_are_used,
        {f"{PEOPLE}/models.py": 'a = models.ForeignKey(Unit)\nb = models.ForeignKey(Unit, related_name="posts")'},
        [
            f'{PEOPLE}/models.py:1 says no related_name; write "+" unless the reverse is used',
            f"{PEOPLE}/models.py:2 opens a way back, posts, that nobody uses",
        ],
        {
            f"{PEOPLE}/models.py": (
                'a = models.ForeignKey(Unit, related_name="+")\nb = models.ForeignKey(Unit, related_name="posts")\n'
                'c = models.ForeignKey(Unit, related_name="seats")'
            ),
            f"{PEOPLE}/queries.py": "Unit.objects.filter(posts__name=name)",
            f"{PEOPLE}/templates/people/unit.html": "{{ unit.seats.count }}",
        },
    ),
    (
        r.no_content_types,
        {f"{OPINIONS}/models.py": "from django.contrib.contenttypes.fields import GenericForeignKey"},
        [f"{OPINIONS}/models.py:1 uses content types"],
        {"minsheng/config/settings.py": 'INSTALLED_APPS = ["django.contrib.contenttypes"]'},
    ),
    (
        r.templates_point_down,
        {
            f"{OPINIONS}/templates/opinions/opinion.html": '{% extends "service/shell.html" %}\n{% url "governance:inbox" %}',
            f"{SERVICE}/apps.py": "",
            "minsheng/ports/governance/apps.py": "",
        },
        [
            f"{OPINIONS}/templates/opinions/opinion.html:1 extends service, which is not below instruments.opinions",
            f"{OPINIONS}/templates/opinions/opinion.html:2 url governance, which is not below instruments.opinions",
        ],
        {
            f"{SERVICE}/templates/service/home.html": (
                '{% extends "ui/service.html" %}{% url "opinions:report" %}{% url card.page card.number %}'
            ),
            f"{OPINIONS}/apps.py": "",
            "minsheng/ui/apps.py": "",
        },
    ),
    (
        r.tag_libraries_come_from_below,
        {
            f"{OPINIONS}/templates/opinions/opinion.html": "{% load i18n shell %}",
            f"{SERVICE}/templatetags/shell.py": "",
        },
        [
            f"{OPINIONS}/templates/opinions/opinion.html loads shell from ports.service, which is not below instruments.opinions"
        ],
        {
            f"{OPINIONS}/templates/opinions/opinion.html": "{% load i18n ui %}{% load lamp from ui %}",
            "minsheng/ui/templatetags/ui.py": "",
        },
    ),
    (
        r.addresses_point_down,
        {
            f"{OPINIONS}/views.py": 'LINKS = ["service:home"]\nrender(request, "service/thanks.html#part", {})',
            f"{SERVICE}/apps.py": "",
        },
        [
            f"{OPINIONS}/views.py:1 names service:home, which is not below instruments.opinions",
            f"{OPINIONS}/views.py:2 names service/thanks.html#part, which is not below instruments.opinions",
        ],
        {
            f"{SERVICE}/views.py": 'redirect("opinions:opinion", number)\nreverse(f"{room}:{model}", [number])',
            f"{OPINIONS}/tests/test_screens.py": 'reverse("service:home")',
        },
    ),
    (
        r.private_names_stay_private,
        {
            f"{SERVICE}/views.py": (
                "from minsheng.ground.people import queries\nfrom minsheng.ground.people.actions import _merge\nqueries._hidden(1)"
            )
        },
        [
            f"{SERVICE}/views.py:2 imports the private minsheng.ground.people.actions._merge",
            f"{SERVICE}/views.py:3 reaches the private minsheng.ground.people.queries._hidden",
        ],
        {
            f"{PEOPLE}/views.py": "from minsheng.ground.people.actions import _merge",
            f"{SERVICE}/views.py": "from minsheng.ground.people.models import Person\nPerson._meta.label",
        },
    ),
    (
        r.no_domain_word_below_ground,
        {
            "minsheng/kernel/workflow.py": "def opinions_of(x): ...\nresident = 1",
            "minsheng/ui/templates/ui/deputy.html": "",
        },
        [
            "minsheng/kernel/workflow.py:1 speaks of opinions_of",
            "minsheng/kernel/workflow.py:2 speaks of resident",
            "minsheng/ui/templates/ui/deputy.html is named after the domain",
        ],
        {
            "minsheng/kernel/workflow.py": '"""For instance "opinions.opinion"."""\ndef subjects(): ...',
            f"{OPINIONS}/queries.py": "def opinions_of(x): ...",
        },
    ),
    (
        r.rooms_are_listed_bottom_up,
        {
            "minsheng/config/rooms.py": 'GROUND = ("journal", "people")\nROOMS = ("minsheng.ui", *GROUND)',
            f"{PLACES}/apps.py": "",
        },
        [
            "minsheng/config/rooms.py doesn't list ground.places",
            "minsheng/config/rooms.py lists ground.journal before ground.people, which is below it",
        ],
        {
            "minsheng/config/rooms.py": 'GROUND = ("places", "people", "journal")\nINSTRUMENTS = ("follows", "publishing")',
            f"{PLACES}/apps.py": "",
            "minsheng/demo/apps.py": "",
        },
    ),
]
