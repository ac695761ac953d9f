"""What is wrong with a page is found by the reader that the walk reads pages with, and nothing else is."""

import pytest

from tests.walk.page import Page

WELL = '<html lang="zh-Hans"><title>t</title><main><h1>h</h1>{}</main></html>'
PLANTS = {
    "<script>1</script>": ["an inline script"],
    '<p style="color: red">': ["an inline style"],
    "<style>p {}</style>": ["an inline style"],
    '<p onclick="1">': ["onclick on p"],
    '<a href="javascript:1">x</a>': ["a javascript address"],
    '<img src="/x">': ["a picture without words"],
    '<input name="text">': ["no label for text"],
    '<label for="b">b</label><input id="a" name="text">': ["no label for text"],
    "<button></button>": ["a button that says nothing"],
    '<a href="/"><svg></svg></a>': ["a a that says nothing"],
    "<h1>2</h1>": ["2 times h1"],
    "<main></main>": ["2 times main"],
    '<p id="a"><p id="a">': ["twice the id a"],
}
NEIGHBOURS = (
    '<script src="/x.js"></script>',
    '<img src="/x" alt="">',
    '<label for="a">a</label><input id="a" name="text">',
    '<label>a <input name="text"></label>',
    '<input name="q" aria-label="Search">',
    '<input type="hidden" name="next">',
    '<a href="/"><svg></svg> Home</a>',
    '<button><svg role="img" aria-label="Close"></svg></button>',
)


@pytest.mark.parametrize("plant", PLANTS)
def test_what_is_wrong_with_a_page_is_found(plant):
    assert Page(WELL.format(plant)).wrong == PLANTS[plant]


@pytest.mark.parametrize("neighbour", NEIGHBOURS)
def test_what_is_right_with_a_page_is_let_be(neighbour):
    assert Page(WELL.format(neighbour)).wrong == []


def test_a_page_without_language_or_title_is_found():
    assert Page("<html><main><h1>h</h1></main></html>").wrong == ["no language", "no title"]
