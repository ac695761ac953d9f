"""A violation and a legal neighbour for each rule of rules_rooms."""
# ruff: noqa: E501 (a planted line reads best as one line)

from . import rules_rooms as r

PEOPLE, DUTIES, OPINIONS = "minsheng/ground/people", "minsheng/ground/duties", "minsheng/instruments/opinions"
LONG = "x = 1\n" * 600

PLANTS = [
    (
        r.files_have_house_names,
        {
            f"{PEOPLE}/signals.py": "",
            f"{PEOPLE}/data.py": "",
            f"{DUTIES}/actors.py": "",
            "minsheng/kernel/tables.py": "",
        },
        [
            f"{PEOPLE}/signals.py is no file of a room; see the house table",
            f"{PEOPLE}/data.py is no file of a room; see the house table",
            f"{DUTIES}/actors.py is no file of a room; see the house table",
            "minsheng/kernel/tables.py is no file of a room; see the house table",
        ],
        {
            f"{PEOPLE}/__init__.py": "",
            f"{PEOPLE}/actors.py": "",
            f"{PEOPLE}/views/inbox.py": "",
            f"{PEOPLE}/data/roles.json": "",
            f"{PEOPLE}/locale/zh_Hans/LC_MESSAGES/django.po": "",
            "minsheng/ground/__init__.py": "",
            "minsheng/__init__.py": "",
            "minsheng/kernel/clock.py": "",
            "minsheng/launch/postgres.py": "",
        },
    ),
    (
        r.names_say_something,
        {f"{PEOPLE}/utils.py": "", f"{PEOPLE}/views/helpers.py": "", "minsheng/ports/service/services.py": ""},
        [
            f"{PEOPLE}/utils.py bears a name that says nothing: utils",
            f"{PEOPLE}/views/helpers.py bears a name that says nothing: helpers",
            "minsheng/ports/service/services.py bears a name that says nothing: services.py",
        ],
        {"minsheng/ports/service/views.py": "", f"{PEOPLE}/actions.py": ""},
    ),
    (
        r.rooms_say_what_they_are_for,
        {f"{PEOPLE}/__init__.py": "", "minsheng/ground/__init__.py": "x = 1"},
        [f"{PEOPLE}/__init__.py has no docstring", "minsheng/ground/__init__.py has no docstring"],
        {f"{PEOPLE}/__init__.py": '"""Who is who."""', f"{PEOPLE}/tests/__init__.py": ""},
    ),
    (
        r.rooms_are_named_after_their_folder,
        {
            f"{PEOPLE}/apps.py": 'class C:\n    name = "minsheng.ground.people"\n    label = "persons"',
            f"{DUTIES}/apps.py": "",
        },
        [f"{PEOPLE}/apps.py calls itself persons, not people", f"{DUTIES}/apps.py calls itself nothing, not duties"],
        {f"{PEOPLE}/apps.py": 'class C:\n    label = "people"'},
    ),
    (
        r.files_import_what_they_may,
        {
            f"{OPINIONS}/models.py": "from minsheng.instruments.opinions import actions",
            f"{OPINIONS}/queries.py": "def late():\n    from minsheng.ground.people import actions",
            f"{OPINIONS}/access.py": "from . import actions",
            f"{OPINIONS}/workflow.py": "from minsheng.instruments.opinions.actions import submit",
            f"{OPINIONS}/actions.py": "from minsheng.instruments.opinions import receivers",
            f"{PEOPLE}/fields.py": "from minsheng.ground.duties.models import Duty",
        },
        [
            f"{PEOPLE}/fields.py:1 is a room's fields and imports minsheng.ground.duties.models.Duty",
            f"{OPINIONS}/access.py:1 is a room's access and imports minsheng.instruments.opinions.actions",
            f"{OPINIONS}/actions.py:1 is a room's actions and imports minsheng.instruments.opinions.receivers",
            f"{OPINIONS}/models.py:1 is a room's models and imports minsheng.instruments.opinions.actions",
            f"{OPINIONS}/queries.py:2 is a room's queries and imports minsheng.ground.people.actions",
            f"{OPINIONS}/workflow.py:1 is a room's workflow and imports minsheng.instruments.opinions.actions.submit",
        ],
        {
            f"{OPINIONS}/models.py": "from minsheng.ground.places.models import Place\nfrom minsheng.kernel import workflow",
            f"{OPINIONS}/queries.py": "from minsheng.ground.people import queries\nfrom django.db.models import Q",
            f"{OPINIONS}/actions.py": "from minsheng.ground.people import actions\nfrom minsheng.instruments.opinions import access",
            f"{OPINIONS}/views.py": "from minsheng.instruments.opinions import actions, forms",
            f"{PEOPLE}/actions.py": "from minsheng.ground.people.actors import Actor",
        },
    ),
    (
        r.requests_stay_at_the_edge,
        {f"{OPINIONS}/actions.py": "from django.http import HttpRequest\ndef submit(request, text): ..."},
        [
            f"{OPINIONS}/actions.py:1 imports django.http.HttpRequest: a request ends at the view",
            f"{OPINIONS}/actions.py:2 submit takes a request",
        ],
        {
            f"{OPINIONS}/actions.py": "def submit(*, text, by): ...",
            f"{OPINIONS}/views.py": "from django.http import HttpRequest\ndef page(request): ...",
        },
    ),
    (
        r.views_touch_no_managers,
        {f"{OPINIONS}/views.py": "def page(request):\n    return Opinion.objects.all()"},
        [f"{OPINIONS}/views.py:2 touches .objects in views"],
        {
            f"{OPINIONS}/views.py": "get_object_or_404(access.visible_to(request.actor), number=number)",
            f"{OPINIONS}/queries.py": "Opinion.objects.all()",
        },
    ),
    (
        r.forms_are_bound_by_method,
        {f"{OPINIONS}/views.py": "form = NoteForm(request.POST or None)"},
        [f"{OPINIONS}/views.py:1 binds a form by its content"],
        {f"{OPINIONS}/views.py": 'form = NoteForm(request.POST if request.method == "POST" else None)'},
    ),
    (
        r.addresses_are_short_and_ascii,
        {
            f"{OPINIONS}/urls.py": 'app_name = "matters"\nre_path("^a$", v)\npath("意见/<str:number>/", v)\npath("My_Page/", v)',
        },
        [
            f"{OPINIONS}/urls.py calls its names matters, not opinions",
            f"{OPINIONS}/urls.py:2 uses a regular expression as an address",
            f'{OPINIONS}/urls.py:3 has the address "意见/<str:number>/"',
            f'{OPINIONS}/urls.py:4 has the address "My_Page/"',
        ],
        {
            f"{OPINIONS}/urls.py": (
                'app_name = "opinions"\npath("", v)\npath("o/<str:number>/<slug:step>/", v)\npath("export.csv", v)'
            ),
            "minsheng/config/urls.py": 'path("healthz", v)',
        },
    ),
    (
        r.statics_and_templates_bear_the_rooms_name,
        {f"{OPINIONS}/templates/opinion.html": "", f"{OPINIONS}/static/ui/opinions.js": ""},
        [
            f"{OPINIONS}/templates/opinion.html hides in another room's folder",
            f"{OPINIONS}/static/ui/opinions.js hides in another room's folder",
        ],
        {
            f"{OPINIONS}/templates/opinions/opinion.html": "",
            "minsheng/ui/templates/404.html": "",
            "minsheng/ports/governance/templates/account/login.html": "",
        },
    ),
    (
        r.kernel_is_small_and_has_no_table,
        {
            "minsheng/kernel/clock.py": LONG,
            "minsheng/kernel/workflow.py": "from minsheng.ui import words\nclass Row(models.Model):\n    name = 1",
        },
        [
            "minsheng/kernel has 602 lines; the house allows 599",
            "minsheng/kernel/workflow.py:2 makes a table of Row",
            "minsheng/kernel/workflow.py:1 imports minsheng.ui.words into the kernel",
        ],
        {
            "minsheng/kernel/workflow.py": (
                "from minsheng.kernel import clock\nclass Subject(models.Model):\n    class Meta:\n        abstract = True"
            ),
            "minsheng/kernel/tests/test_clock.py": LONG,
        },
    ),
    (
        r.upper_floors_own_nothing,
        {"minsheng/ports/service/workflow.py": "", "minsheng/demo/models.py": ""},
        [
            "minsheng/ports/service/workflow.py gives ports.service something of its own; a noun goes one floor down",
            "minsheng/demo/models.py gives demo something of its own; a noun goes one floor down",
        ],
        {f"{OPINIONS}/models.py": "", "minsheng/ports/service/queries.py": "", "minsheng/panorama/wall/models.py": ""},
    ),
    (
        r.every_folder_is_a_package,
        {f"{PEOPLE}/__init__.py": "", f"{PEOPLE}/tests/test_actions.py": ""},
        [f"{PEOPLE}/tests has no __init__.py"],
        {f"{PEOPLE}/tests/__init__.py": "", f"{PEOPLE}/tests/test_actions.py": "", f"{PEOPLE}/data/roles.json": ""},
    ),
    (
        r.rooms_have_tests,
        {f"{OPINIONS}/actions.py": "", f"{OPINIONS}/workflow.py": "", f"{OPINIONS}/tests/test_models.py": ""},
        [
            f"{OPINIONS} has actions, but no tests/test_actions.py",
            f"{OPINIONS} has workflow, but no tests/test_access.py",
        ],
        {
            f"{OPINIONS}/actions/__init__.py": "",
            f"{OPINIONS}/tests/test_actions.py": "",
            f"{PEOPLE}/queries.py": "",
            "minsheng/kernel/workflow.py": "",
        },
    ),
    (
        r.rows_know_their_district,
        {f"{DUTIES}/models.py": "class Duty(models.Model):\n    number = models.CharField()"},
        [f"{DUTIES}/models.py:1 Duty doesn't know its district"],
        {
            f"{DUTIES}/models.py": "class Spot(models.Model):\n    district = 1\nclass Duty(Spot):\n    number = 1\nclass Rest(M):\n    a = 1",
            "minsheng/ground/files/models.py": "class File(models.Model):\n    number = 1",
        },
    ),
]
