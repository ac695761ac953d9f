"""What stands on a page: looked up in the catalogues, so that better wording breaks no journey."""

import re

from django.utils.translation import gettext, ngettext, override, pgettext


def zh(words, *, context="", **parts):
    """The Chinese of an English message, its slots filled in."""
    with override("zh-hans"):
        found = pgettext(context, words) if context else gettext(words)
        return found % parts if parts else found


def many(one, more, n, **parts):
    """The Chinese of a message that counts."""
    with override("zh-hans"):
        return ngettext(one, more, n) % {"n": n, **parts}


def noted(step):
    """The longer way of a step that one tap is enough for."""
    return zh("%(step)s, with a note", step=zh(step))


def all_zh(*words):
    """The Chinese of several, in a list."""
    return [zh(each) for each in words]


def label(words):
    """A field's label, whether or not it says "optional" behind it."""
    return re.compile(rf"^\s*{re.escape(zh(words))}(\s|$)")
