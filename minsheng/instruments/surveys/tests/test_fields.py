"""Questions as lines of text."""

import pytest
from django.forms import Form, ValidationError

from minsheng.instruments.surveys.fields import Draft, QuestionsField, written

RAMP = Draft("choice", "坡道能走吗", ("能", "不能"), required=True)
STARS = Draft("rating", "整体评价", required=True)
WORDS = Draft("text", "还想说什么")


NARROW = "坡道能走吗 | 能 | 不能\n整体评价 ★\n\n还想说什么"
WIDE = "坡道能走吗｜能｜不能\r\n 整体评价＊ \n还想说什么\n"
BAD = (
    "| 能 | 不能",
    "能吗 | 能",
    "能吗 | 能 | ",
    "能吗 | 能 | 能",
    "★",
    "长" * 201,
    f"能吗 | 能 | {'长' * 61}",
    "能吗 |" + "|".join("一二三四五六七八九十百"),
)


@pytest.mark.parametrize("text", [NARROW, WIDE])
def test_lines_are_questions_of_three_kinds(text):
    assert QuestionsField().clean(text) == [RAMP, STARS, WORDS]


def test_questions_are_written_as_the_lines_they_were_typed_as():
    text = written([RAMP, STARS, WORDS])
    assert QuestionsField().clean(text) == [RAMP, STARS, WORDS]
    assert QuestionsField().prepare_value([RAMP]) == "坡道能走吗 | 能 | 不能"


@pytest.mark.parametrize("line", BAD)
def test_a_bad_line_is_named_with_its_number_and_the_good_ones_are_not(line):
    with pytest.raises(ValidationError) as refused:
        QuestionsField().clean(f"还想说什么\n{line}")
    (said,) = refused.value.messages
    assert said.startswith("第 2 行：")


def test_more_than_twenty_questions_are_refused():
    assert len(QuestionsField().clean("\n".join(f"问题 {n}" for n in range(20)))) == 20
    with pytest.raises(ValidationError):
        QuestionsField().clean("\n".join(f"问题 {n}" for n in range(21)))


def test_a_survey_that_is_not_wanted_is_no_questions():
    assert QuestionsField(required=False).clean(" \n") == []


def test_what_was_typed_is_shown_again():
    form = type("Wanted", (Form,), {"questions": QuestionsField()})({"questions": "能吗 | 能"})
    assert not form.is_valid()
    assert "能吗 | 能</textarea>" in str(form["questions"])
