"""A violation and a legal neighbour for each rule of rules_pages, rules_shapes and rules_glossary."""
# ruff: noqa: E501 (a planted line reads best as one line)

from . import rules_glossary as g
from . import rules_pages as p
from . import rules_shapes as s

PAGE = "minsheng/ports/service/templates/service/home.html"
SCRIPT = "minsheng/ui/static/ui/js/copy.js"
STYLE = "minsheng/ui/static/ui/css/card.css"
WALLS = "minsheng/panorama/wall/static/wall/wall.css"
ROOM = "minsheng/instruments/opinions"
HEAD = "| 中文 | English | identifier |\n|---|---|---|\n"


def function(name: str, lines: int) -> str:
    return f"def {name}():\n" + "    x = 1\n" * (lines - 1)


PAGES = [
    (
        p.nothing_is_inline,
        {
            PAGE: '<p style="color:red">\n<button onclick="go()">\n<script>go()</script>\n<a href="javascript:go()">\n<style>'
        },
        [
            f"{PAGE}:1 has a style of its own",
            f"{PAGE}:2 has an on… attribute",
            f"{PAGE}:3 has a script of its own",
            f"{PAGE}:4 has a javascript: link",
            f"{PAGE}:5 has a style of its own",
        ],
        {
            PAGE: '<script type="module" src="x.js"></script><script type="application/json">{}</script><p class="style one=2">'
        },
    ),
    (
        p.nothing_comes_from_elsewhere,
        {PAGE: '<script src="https://cdn.example/x.js"></script>', STYLE: "@import url(//fonts.example/a.css);"},
        [f"{PAGE} fetches from another server", f"{STYLE} fetches from another server"],
        {
            PAGE: '<script src="{% static "ui/js/copy.js" %}"></script><a href="https://www.gov.cn/">',
            STYLE: "url(../icons/a.svg)",
        },
    ),
    (
        p.text_is_escaped,
        {PAGE: "{{ opinion.text|safe }}\n{% autoescape off %}"},
        [f"{PAGE}:1 puts text into the page unescaped", f"{PAGE}:2 puts text into the page unescaped"],
        {PAGE: "{{ opinion.text|linebreaks }}"},
    ),
    (
        p.scripts_build_no_markup,
        {SCRIPT: "a.innerHTML = text\neval(text)"},
        [f"{SCRIPT}:1 turns a string into code or markup", f"{SCRIPT}:2 turns a string into code or markup"],
        {SCRIPT: "a.textContent = text\na.append(b)"},
    ),
    (
        p.posts_carry_a_token,
        {PAGE: '<form method="post"><button></button></form>'},
        [f"{PAGE} posts a form without its csrf_token"],
        {PAGE: '<form method="post">{% csrf_token %}</form><form method="get"></form><form role="search"></form>'},
    ),
    (
        p.text_is_translated,
        {PAGE: '<h1>My matters</h1>\n<img alt="A photo">\n{% if x %}yes{% endif %}'},
        [
            f'{PAGE}:1 says "My matters" in one language only',
            f'{PAGE}:2 says "A photo" in one language only',
            f'{PAGE}:3 says "yes" in one language only',
        ],
        {
            PAGE: (
                '<h1>{% translate "My matters" %}</h1>{% blocktranslate %}Hello{% endblocktranslate %} PDF 12 &nbsp;'
                '<img alt="{% translate "A photo" %}"><b lang="en">English</b>{% block body_class %}service{% endblock %}'
            )
        },
    ),
    (
        p.code_speaks_english,
        {PAGE: "<p>民声</p>", SCRIPT: 'say("民声")', f"{ROOM}/forms.py": 'label = "民声"\ntitle = f"民声 {x}"'},
        [
            f"{ROOM}/forms.py:1 speaks Chinese",
            f"{ROOM}/forms.py:2 speaks Chinese",
            f"{PAGE}:1 speaks Chinese",
            f"{SCRIPT}:1 speaks Chinese",
        ],
        {
            PAGE: "{# 民声 #}",
            SCRIPT: "// 民声",
            f"{ROOM}/forms.py": '"""As 代表法 art. 31 says."""\nx = 1  # 民声',
            f"{ROOM}/data/words.py": 'x = "民声"',
            f"{ROOM}/tests/test_forms.py": 'x = "民声"',
        },
    ),
    (p.no_emoji, {PAGE: "\U0001f600"}, [f"{PAGE} has an emoji"], {PAGE: "✓ → ★"}),
    (
        p.residents_read_plain_words,
        {"minsheng/ports/service/locale/zh_Hans/LC_MESSAGES/django.po": 'msgid "Being read"\nmsgstr ""\n"正在研判"\n'},
        ["minsheng/ports/service/locale/zh_Hans/LC_MESSAGES/django.po tells residents 研判"],
        {
            "minsheng/ports/service/locale/zh_Hans/LC_MESSAGES/django.po": '# not 研判\nmsgid "Being read"\nmsgstr "正在阅处"\n',
            "minsheng/ports/governance/locale/zh_Hans/LC_MESSAGES/django.po": 'msgid "Triage"\nmsgstr "研判"\n',
        },
    ),
    (
        p.styles_name_their_layer,
        {STYLE: ".card { }"},
        [f"{STYLE} is in no @layer"],
        {
            STYLE: ".card { }",
            "minsheng/ui/static/ui/ui.css": '@layer base;\n@import url("css/card.css") layer(components);',
        },
    ),
    (
        p.colours_are_tokens,
        {STYLE: ".card { color: #fff; }\n.b { color: rgb(0 0 0); }"},
        [f"{STYLE}:1 writes a colour; use a token", f"{STYLE}:2 writes a colour; use a token"],
        {
            STYLE: "#face { color: var(--ink); } /* was #fff; */",
            "minsheng/ui/static/ui/css/tokens.css": ":root { --ink: #1d1f22; }",
        },
    ),
    (
        p.partials_belong_to_their_page,
        {PAGE: '{% include "opinions/opinion.html#step" %}', f"{ROOM}/templates/opinions/_row.html": ""},
        [
            f"{PAGE} reaches into opinions/opinion.html#step",
            f"{ROOM}/templates/opinions/_row.html is a file for a fragment",
        ],
        {
            PAGE: '{% include "service/home.html#rail" %}{% include "ui/forms/field.html#help" %}{% include "opinions/card.html" %}'
        },
    ),
]

SHAPES = [
    (
        s.functions_are_short,
        {f"{ROOM}/actions.py": function("submit", 31) + function("close", 9) + function("open", 9)},
        [f"{ROOM}/actions.py:1 submit has 31 lines; 30 are allowed", "the median function has 9 lines; 8 are allowed"],
        {
            f"{ROOM}/actions.py": function("submit", 30)
            + function("close", 8)
            + 'def say():\n    """One.\n'
            + "\n" * 40
            + '    """\n    x = 1',
            f"{ROOM}/tests/test_actions.py": function("test_it", 50),
        },
    ),
    (
        s.functions_are_simple,
        {f"{ROOM}/actions.py": "def f(x):\n" + "    if x: pass\n" * 8},
        [f"{ROOM}/actions.py:1 f has 9 ways through; 8 are allowed"],
        {f"{ROOM}/actions.py": "def f(x):\n" + "    if x: pass\n" * 7},
    ),
    (
        s.views_are_thin,
        {f"{ROOM}/views.py": function("page", 21)},
        [f"{ROOM}/views.py:1 page is a view of 21 lines; p95 is 20"],
        {f"{ROOM}/views.py": function("page", 20), f"{ROOM}/actions.py": function("submit", 30)},
    ),
    (
        s.templates_are_short,
        {PAGE: "<p>\n" * 101},
        [f"{PAGE} is a template of 101 lines; p95 is 100"],
        {PAGE: "<p>\n" * 100},
    ),
    (s.scripts_are_short, {SCRIPT: "a\n" * 61}, [f"{SCRIPT} has 61 lines; 60 are allowed"], {SCRIPT: "a\n" * 60}),
    (
        s.files_are_short,
        {f"{ROOM}/actions.py": "x = 1\n" * 401},
        [f"{ROOM}/actions.py has 401 lines; 400 are allowed"],
        {f"{ROOM}/actions.py": "x = 1\n" * 400, f"{ROOM}/migrations/0001_initial.py": "x = 1\n" * 500},
    ),
    (
        s.commands_are_short,
        {"bin/serve": "a\n" * 41},
        ["bin/serve has 41 lines; 40 are allowed"],
        {"bin/serve": "a\n" * 40},
    ),
    (
        s.styles_are_light,
        {STYLE: "x" * 50_000, WALLS: "x" * 10_001},
        ["the style sheets of a page of panorama.wall weigh 60001 bytes; 60000 are allowed"],
        {STYLE: "x" * 50_000, WALLS: "x" * 10_000, f"{ROOM}/static/rooms/rooms.css": "x" * 10_000},
    ),
    (
        s.nothing_is_vendored,
        {"minsheng/ui/static/ui/htmx.min.js": "", "minsheng/ui/static/ui/leaflet.js": "/*! Leaflet */"},
        [
            "minsheng/ui/static/ui/htmx.min.js is somebody else's code",
            "minsheng/ui/static/ui/leaflet.js is somebody else's code",
        ],
        {SCRIPT: "/* ours */", "package.json": "{}"},
    ),
    (
        s.no_machine_paths,
        {"bin/serve": "x\ncd /root/code", f"{ROOM}/queries.py": 'x = "/home/lin/data"'},
        ["bin/serve:2 names a path of a machine: /root/", f"{ROOM}/queries.py:1 names a path of a machine: /home/lin/"],
        {"bin/serve": 'cd "$HOME"', f"{ROOM}/urls.py": 'path("work/", v)', "README.md": "http://127.0.0.1:8000/home/"},
    ),
    (
        s.phones_are_invented,
        {f"{ROOM}/tests/test_a.py": "a = '138 1234 5678'\nb = '19900010001'"},
        [
            f"{ROOM}/tests/test_a.py:1 has a telephone number that may be somebody's",
            f"{ROOM}/tests/test_a.py:2 has a telephone number that may be somebody's",
        ],
        {f"{ROOM}/tests/test_a.py": "a = '199 0000 0012'\nb = '19900000099'\nlon = 120.13812345678"},
    ),
    (
        s.no_identity_numbers,
        {"docs/a.md": "330102199001011234"},
        ["docs/a.md:1 has an identity number"],
        {"docs/a.md": "SC-HB-2026-000123, 120.330102199001011234"},
    ),
]

NOUN = 'class Opinion(Subject):\n    class State(models.TextChoices):\n        SENT = "sent", _("Sent")\n    text = models.TextField()'
GLOSSARY = [
    (
        g.models_stand_in_the_glossary,
        {f"{ROOM}/models.py": NOUN, "docs/glossary.md": HEAD + "| 建议 | Suggestion | `Suggestion` |"},
        [f"{ROOM}/models.py:1 Opinion is not in docs/glossary.md"],
        {
            f"{ROOM}/models.py": NOUN + "\nclass Rows(QuerySet):\n    pass",
            "docs/glossary.md": HEAD + "| 意见 | Opinion | `Opinion` |",
        },
    ),
    (
        g.states_stand_in_the_glossary,
        {f"{ROOM}/models.py": NOUN, "docs/glossary.md": HEAD},
        [f"{ROOM}/models.py:2 State has sent, which is not in docs/glossary.md"],
        {f"{ROOM}/models.py": NOUN, "docs/glossary.md": HEAD + "| 已提交 | Sent | `sent` |"},
    ),
    (
        g.steps_stand_in_the_glossary,
        {f"{ROOM}/workflow.py": 'step("submit", "", "sent")\nverb("hide", may)', "docs/glossary.md": HEAD},
        [
            f"{ROOM}/workflow.py:1 takes the step submit, which is not in docs/glossary.md",
            f"{ROOM}/workflow.py:2 takes the step hide, which is not in docs/glossary.md",
        ],
        {
            f"{ROOM}/workflow.py": 'step("submit", "", "sent")',
            "minsheng/kernel/workflow.py": "step(name)",
            "docs/glossary.md": HEAD + "| 提交 | Submit | `submit` |",
        },
    ),
    (
        g.the_glossary_is_a_table,
        {"docs/glossary.md": HEAD + "| Opinion | Opinion | `Opinion` |\n| 意见 | Opinion | Opinion |"},
        [
            "docs/glossary.md:3 is no row of 中文, English, `identifier`",
            "docs/glossary.md:4 is no row of 中文, English, `identifier`",
        ],
        {"docs/glossary.md": "# Words\n\n" + HEAD + "| 意见建议 | Opinion (a resident's) | `Opinion` `opinions` |"},
    ),
]
PLANTS = PAGES + SHAPES + GLOSSARY
