"""The catalogues: each room's messages in its own, complete, and no Chinese in code."""

from textwrap import dedent

import pytest

from minsheng.launch import messages

HEADER = 'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A small house with two rooms; write(path, text) furnishes it."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "HOUSE", tmp_path / "minsheng")
    monkeypatch.setattr(messages, "HOME", tmp_path / "minsheng/ui")

    def write(path, text):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(dedent(text))
        return tmp_path / path

    write("minsheng/ui/apps.py", "")
    write("minsheng/ground/places/apps.py", "")
    write("minsheng/ground/people/apps.py", "")
    return write


def catalogue(house, room, *entries):
    pairs = (f'msgid "{english}"\nmsgstr "{chinese}"\n' for english, chinese in entries)
    return house(f"minsheng/{room}/locale/zh_Hans/LC_MESSAGES/django.po", HEADER + "\n".join(pairs))


def test_a_room_collects_its_code_and_templates_and_ui_collects_the_kernel(house):
    house("minsheng/ground/places/views.py", '_("Street")')
    house("minsheng/ground/places/templates/places/a.html", "{% translate 'Grid' %}{% include 'b' with c=_('Map') %}")
    house("minsheng/kernel/errors.py", '_("Not now")')
    found = {room.folder.name: sorted(m.id for m in room.found() if m.id) for room in messages.rooms()}
    assert found == {"people": [], "places": ["Grid", "Map", "Street"], "ui": ["Not now"]}


def test_plurals_contexts_and_trimmed_blocks_are_found(house):
    house(
        "minsheng/ground/places/templates/places/a.html",
        """{% blocktranslate count n=n trimmed %}
             {{ n }} street
           {% plural %}
             {{ n }} streets
           {% endblocktranslate %}{% translate "May" context "month" %}""",
    )
    room = next(room for room in messages.rooms() if room.folder.name == "places")
    found = {m.id: m.context for m in room.found() if m.id}
    assert found == {("%(n)s street", "%(n)s streets"): None, "May": "month"}


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ([("Street", "街道")], []),
        ([], ["minsheng/ground/places: not in the catalogue: 'Street'"]),
        ([("Street", "")], ["minsheng/ground/places: not translated: 'Street'"]),
        ([("Street", "街道"), ("Old", "旧")], ["minsheng/ground/places: no longer used: 'Old'"]),
        ([("Street", "%(n)s 街道")], ["minsheng/ground/places: placeholders differ: 'Street' ('%(n)s 街道',)"]),
    ],
)
def test_the_check_says_what_is_wrong_with_a_catalogue(house, entries, problem):
    house("minsheng/ground/places/views.py", '_("Street")')
    catalogue(house, "ground/places", *entries)
    assert list(messages.problems()) == problem


def test_a_fuzzy_message_is_a_problem(house):
    house("minsheng/ground/places/views.py", '_("Street")')
    path = catalogue(house, "ground/places", ("Street", "街道"))
    path.write_text(path.read_text().replace('msgid "Street"', '#, fuzzy\nmsgid "Street"'))
    assert list(messages.problems()) == ["minsheng/ground/places: fuzzy: 'Street'"]


def test_two_rooms_that_translate_one_message_differently_need_a_context(house):
    for room, chinese in (("people", "开"), ("places", "打开")):
        house(f"minsheng/ground/{room}/views.py", '_("Open")')
        catalogue(house, f"ground/{room}", ("Open", chinese))
    [problem] = messages.problems()
    assert problem.startswith("translated differently without a context: 'Open'")


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("minsheng/ground/places/views.py", 'x = "街道"', True),
        ("minsheng/ground/places/views.py", '"""The street (街道)."""\nx = 1  # 街道', False),
        ("minsheng/ground/places/templates/places/a.html", "<p>街道</p>", True),
        ("minsheng/ground/places/templates/places/a.html", "{# 街道 #}<p></p>", False),
        ("minsheng/ui/static/ui/js/a.js", "alert('街道')", True),
        ("minsheng/ui/static/ui/js/a.js", "// 街道\n/* 街道 */", False),
        ("minsheng/ground/places/data/a.py", 'x = "街道"', False),
        ("minsheng/ground/places/tests/test_a.py", 'x = "街道"', False),
    ],
)
def test_chinese_belongs_in_catalogues_and_data(house, path, text, found):
    house(path, text)
    expected = [f"{path}:1: Chinese text belongs in a catalogue or in data"] if found else []
    assert list(messages.problems()) == expected


def test_an_update_keeps_translations_drops_the_unused_and_changes_nothing_twice(house):
    house("minsheng/ground/places/views.py", '_("Street")\n_("Grid")')
    path = catalogue(house, "ground/places", ("Street", "街道"), ("Old", "旧"))
    messages.update()
    once = path.read_text()
    messages.update()
    assert path.read_text() == once
    assert list(messages.problems()) == ["minsheng/ground/places: not translated: 'Grid'"]
    assert ("街道" in once, "Old" in once, "Date" in once) == (True, False, False)


def test_compiled_catalogues_are_what_django_reads(house):
    import gettext

    path = catalogue(house, "ground/places", ("Street", "街道"))
    messages.compile_all()
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Street") == "街道"
