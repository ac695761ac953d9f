"""A violation and a legal neighbour for each rule of rules_writes."""
# ruff: noqa: E501 (a planted line reads best as one line)

from . import rules_writes as r

OPINIONS, PEOPLE = "minsheng/instruments/opinions", "minsheng/ground/people"
NOUN = (
    "class State(models.TextChoices):\n"
    '    SENT = "sent", _("Sent")\n'
    '    DONE = "done", _("Done")\n'
    "class Opinion(Subject):\n"
    "    pass\n"
)

PLANTS = [
    (
        r.writes_go_through_actions,
        {
            f"{OPINIONS}/views.py": "opinion.save()\nOpinion.objects.filter(pk=1).update(title=title)\nrows.delete()",
            f"{OPINIONS}/models.py": "class Opinion:\n    def save(self, *a, **k):\n        super().save(*a, **k)",
            f"{OPINIONS}/queries.py": 'Opinion.objects.get_or_create(number=1)\ncursor.execute("delete from opinions_opinion")',
        },
        [
            f"{OPINIONS}/models.py:3 writes with save in models",
            f"{OPINIONS}/queries.py:1 writes with get_or_create in queries",
            f"{OPINIONS}/queries.py:2 writes with execute in queries",
            f"{OPINIONS}/views.py:1 writes with save in views",
            f"{OPINIONS}/views.py:2 writes with update in views",
            f"{OPINIONS}/views.py:3 writes with delete in views",
        ],
        {
            f"{OPINIONS}/actions.py": "opinion.save()\nOpinion.objects.bulk_create(rows)",
            f"{OPINIONS}/views.py": "picture.save(path)\ndigest.update(data)\ncache.delete(key)\nkept: dict = {}\nkept.update(a=1)\nactions.submit(text, by=by)",
            f"{OPINIONS}/queries.py": 'cursor.execute("select 1")',
            "minsheng/kernel/workflow.py": "subject.save(force_insert=True)",
        },
    ),
    (
        r.state_moves_only_in_the_workflow,
        {
            f"{OPINIONS}/actions.py": (
                'opinion.state = "done"\nrows.update(state="done")\nsetattr(opinion, "state", "done")\nopinion.state: str = "done"'
            )
        },
        [
            f"{OPINIONS}/actions.py:1 assigns a state",
            f"{OPINIONS}/actions.py:2 passes a state to update",
            f"{OPINIONS}/actions.py:3 passes a state to setattr",
            f"{OPINIONS}/actions.py:4 assigns a state",
        ],
        {
            f"{OPINIONS}/actions.py": 'take(opinion, "close", by=by)\nrows.filter(state="done").update(level=2)\nx = opinion.state',
            "minsheng/kernel/workflow.py": "subject.state = row.to",
        },
    ),
    (
        r.subjects_begin_and_never_vanish,
        {
            f"{OPINIONS}/models.py": NOUN,
            f"{OPINIONS}/actions.py": "Opinion.objects.create(text=text)\nmodels.Opinion.objects.filter(old=True).delete()",
        },
        [
            f"{OPINIONS}/actions.py:1 calls create on Opinion; subjects begin by a step and are never deleted",
            f"{OPINIONS}/actions.py:2 calls delete on Opinion; subjects begin by a step and are never deleted",
        ],
        {
            f"{OPINIONS}/models.py": NOUN,
            f"{OPINIONS}/actions.py": 'begin(Opinion(text=text), "submit", by=by)\nDraft.objects.create()\nDraft.objects.all().delete()',
        },
    ),
    (
        r.subjects_have_tables,
        {
            f"{OPINIONS}/models.py": NOUN + "class Petition(Opinion):\n    pass",
            f"{OPINIONS}/workflow.py": "table(Opinion)",
        },
        [f"{OPINIONS}/models.py has the subject Petition, but its workflow has no table of it"],
        {
            f"{OPINIONS}/models.py": NOUN + "class Matter(Subject):\n    class Meta:\n        abstract = True",
            f"{OPINIONS}/workflow.py": "STEPS = table(models.Opinion)",
        },
    ),
    (
        r.steps_can_be_called,
        {
            f"{OPINIONS}/workflow.py": 'step("return", "sent", "done")\nstep("SendBack", "sent", "done")\nverb("import", may)'
        },
        [
            f'{OPINIONS}/workflow.py:1 names a step "return"',
            f'{OPINIONS}/workflow.py:2 names a step "SendBack"',
            f'{OPINIONS}/workflow.py:3 names a step "import"',
        ],
        {f"{OPINIONS}/workflow.py": 'step("send_back", "sent", "done")\nverb("reveal", may)'},
    ),
    (
        r.steps_lead_to_known_states,
        {f"{OPINIONS}/models.py": NOUN, f"{OPINIONS}/workflow.py": 'step("close", "sent waiting", "closed", may)'},
        [f'{OPINIONS}/workflow.py:1 knows no state "waiting"', f'{OPINIONS}/workflow.py:1 knows no state "closed"'],
        {
            f"{OPINIONS}/models.py": NOUN,
            f"{OPINIONS}/workflow.py": 'step("submit", "", "sent", may)\nstep("close", "sent", "done", may)',
        },
    ),
    (
        r.nobody_is_nobody,
        {f"{OPINIONS}/views.py": "actions.submit(text, by=None)"},
        [f"{OPINIONS}/views.py:1 acts by None"],
        {f"{OPINIONS}/views.py": "actions.submit(text, by=NOBODY)"},
    ),
    (
        r.time_comes_from_the_clock,
        {
            f"{OPINIONS}/actions.py": "at = timezone.now()\nday = datetime.date.today()\nx = datetime.datetime.now(UTC)",
            f"{OPINIONS}/models.py": (
                "made = models.DateTimeField(auto_now_add=True)\nseen = models.DateTimeField(default=timezone.now)\n"
                "told = models.DateTimeField(db_default=Now())"
            ),
            f"{OPINIONS}/queries.py": 'cursor.execute("select 1 where due < now()")\nday = timezone.localdate()',
            f"{OPINIONS}/tasks.py": "from django.utils.timezone import now",
        },
        [
            f"{OPINIONS}/actions.py:1 asks timezone.now for the time",
            f"{OPINIONS}/actions.py:2 asks datetime.date.today for the time",
            f"{OPINIONS}/actions.py:3 asks datetime.datetime.now for the time",
            f"{OPINIONS}/models.py:1 stamps time with auto_now_add",
            f"{OPINIONS}/models.py:2 asks timezone.now for the time",
            f"{OPINIONS}/models.py:3 asks elsewhere for the time",
            f"{OPINIONS}/models.py:3 stamps time with db_default",
            f"{OPINIONS}/queries.py:1 asks elsewhere for the time",
            f"{OPINIONS}/queries.py:2 asks elsewhere for the time",
            f"{OPINIONS}/tasks.py:1 asks django.utils.timezone.now for the time",
        ],
        {
            f"{OPINIONS}/models.py": "made = models.DateTimeField(default=clock.now)",
            f"{OPINIONS}/actions.py": "at = clock.now()\nday = clock.today()\ntook = time.perf_counter()\nshown = timezone.localtime(at)",
            "minsheng/kernel/clock.py": "return datetime.now(UTC)",
        },
    ),
    (
        r.one_bell,
        {
            f"{OPINIONS}/actions.py": "from django.dispatch import Signal\nrated = Signal()",
            f"{OPINIONS}/receivers.py": "from django.db.models.signals import post_save",
        },
        [
            f"{OPINIONS}/actions.py:1 listens to django.dispatch.Signal",
            f"{OPINIONS}/actions.py:2 makes a signal of its own",
            f"{OPINIONS}/receivers.py:1 listens to django.db.models.signals.post_save",
        ],
        {
            f"{OPINIONS}/receivers.py": "from django.dispatch import receiver\nfrom minsheng.kernel.workflow import bell",
            "minsheng/kernel/workflow.py": "from django.dispatch import Signal\nbell = Signal()",
        },
    ),
    (
        r.nothing_waits_for_commit,
        {f"{OPINIONS}/actions.py": "transaction.on_commit(send)"},
        [f"{OPINIONS}/actions.py:1 waits for the commit"],
        {f"{OPINIONS}/actions.py": "tasks.send.defer(number=number)"},
    ),
    (
        r.nothing_is_swallowed,
        {
            f"{OPINIONS}/actions.py": "try:\n    a()\nexcept Exception:\n    pass\nwith suppress(Exception):\n    b()",
            f"{OPINIONS}/tasks.py": "try:\n    a()\nexcept:\n    pass",
        },
        [
            f"{OPINIONS}/actions.py:3 swallows every exception",
            f"{OPINIONS}/actions.py:5 swallows every exception",
            f"{OPINIONS}/tasks.py:3 swallows every exception",
        ],
        {
            f"{OPINIONS}/actions.py": "try:\n    a()\nexcept LookupError:\n    pass\ntry:\n    b()\nexcept Exception:\n    log()\n    raise"
        },
    ),
    (
        r.ignores_have_reasons,
        {
            f"{OPINIONS}/actions.py": "run(x)  # noqa: S603\nrun(y)  # type: ignore[arg-type]",
            "pyproject.toml": 'ignore = [\n  "D203",\n]',
        },
        [
            f"{OPINIONS}/actions.py:1 ignores a rule without a reason",
            f"{OPINIONS}/actions.py:2 ignores a rule without a reason",
            "pyproject.toml:2 ignores a rule without a reason",
        ],
        {
            f"{OPINIONS}/actions.py": (
                "run(x)  # noqa: S603 (the path is our own)\nrun(y)  # type: ignore[arg-type]  # Django's stubs are wrong here"
            ),
            "pyproject.toml": 'ignore = [\n  "D203",  # contradicts D211\n]',
        },
    ),
    (
        r.tests_are_sentences,
        {f"{OPINIONS}/tests/test_actions.py": "def test_submit(): ...\ndef test_submit_ok(): ..."},
        [
            f"{OPINIONS}/tests/test_actions.py:1 test_submit is no sentence",
            f"{OPINIONS}/tests/test_actions.py:2 test_submit_ok is no sentence",
        ],
        {f"{OPINIONS}/tests/test_actions.py": "def test_two_taps_make_one_opinion(): ...\ndef submitted(): ..."},
    ),
    (
        r.tests_mock_nothing_of_ours,
        {
            f"{OPINIONS}/tests/test_actions.py": (
                "from unittest.mock import patch\nfrom minsheng.ground.people import queries\n"
                'monkeypatch.setattr(queries, "actor", None)\nmonkeypatch.setattr("minsheng.ground.people.queries.actor", None)'
            )
        },
        [
            f"{OPINIONS}/tests/test_actions.py:1 imports unittest.mock.patch",
            f"{OPINIONS}/tests/test_actions.py:3 replaces a part of our own code",
            f"{OPINIONS}/tests/test_actions.py:4 replaces a part of our own code",
        ],
        {
            f"{OPINIONS}/tests/test_actions.py": 'from minsheng.ground.files import store\nmonkeypatch.setattr(store, "LIMIT", 3)\nmonkeypatch.setenv("MINSHENG_HOSTS", "*")'
        },
    ),
    (
        r.tests_look_at_more_than_200,
        {
            f"{OPINIONS}/tests/test_screens.py": "def test_the_page_is_there(c):\n    assert c.get('/').status_code == 200"
        },
        [f"{OPINIONS}/tests/test_screens.py:1 test_the_page_is_there looks at nothing but the status"],
        {
            f"{OPINIONS}/tests/test_screens.py": (
                "def test_it_is_hidden_from_strangers(c):\n    assert c.get('/').status_code == 404\n"
                "def test_the_page_shows_the_title(c):\n    assert c.get('/').status_code == 200\n    assert title(c) == 'x'"
            )
        },
    ),
]
