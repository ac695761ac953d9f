import pytest
from django.utils import translation

from minsheng.ui.fields import Kept
from minsheng.ui.forms import Sample


@pytest.fixture(autouse=True)
def _in_chinese():
    with translation.override("zh-hans"):
        yield


def test_help_and_error_are_tied_to_the_field():
    drawn = Sample({"text": "no"})["text"].as_field_group()
    assert 'aria-describedby="id_text_helptext id_text_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert '<div class="wrong" id="id_text_error">' in drawn
    assert "至少写 4 个字，现在是 2 个字。" in drawn


def test_a_form_with_mistakes_begins_with_links_to_them():
    drawn = str(Sample({"text": "no"}))
    assert drawn.startswith('<div class="summary" role="alert"')
    assert "请改正以下 5 处" in drawn
    assert '<a href="#id_street"><b>街道</b> 请填写这一项。</a>' in drawn


def test_a_fresh_form_has_no_summary():
    assert "summary" not in str(Sample())


def test_fields_that_may_stay_empty_say_so():
    assert '<span class="optional">选填</span>' in Sample()["name"].as_field_group()
    assert "optional" not in Sample()["street"].as_field_group()


def test_a_rating_has_five_levels_and_none_is_chosen():
    drawn = Sample()["rating"].as_field_group()
    assert drawn.count('type="radio"') == 5
    assert "checked" not in drawn


def test_photos_kept_before_are_shown_again_with_their_tokens():
    form = Sample()
    form.fields["photos"].widget.kept = [Kept("token-1", "/small/1/", rotate="/turn/1/")]
    drawn = str(form["photos"])
    assert '<input type="hidden" name="photos_tokens" value="token-1">' in drawn
    assert 'name="photos_tokens_remove"' in drawn
    assert 'data-rotate="/turn/1/"' in drawn
    assert 'type="file" name="photos"' in drawn
