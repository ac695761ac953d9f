"""What a person chose about the look: kept in cookies, so that it holds before and without signing in."""

from collections.abc import Mapping
from dataclasses import dataclass

CHOICES: Mapping[str, tuple[str, ...]] = {
    "language": ("zh-hans", "en"),
    "elder": ("off", "on"),
    "theme": ("auto", "light", "dark"),
    "contrast": ("auto", "more"),
}
"""Cookie name to its values; the first is what holds without a cookie."""


@dataclass(frozen=True, slots=True)
class Preferences:
    language: str = "zh-hans"
    elder: str = "off"
    theme: str = "auto"
    contrast: str = "auto"

    @property
    def html_lang(self) -> str:
        """The language tag of the page: `zh-Hans` or `en`."""
        return "en" if self.language == "en" else "zh-Hans"

    @property
    def is_elder(self) -> bool:
        return self.elder == "on"


def read(cookies: Mapping[str, str]) -> Preferences:
    """The preferences in the cookies; a value that isn't a choice counts as none."""
    return Preferences(**chosen(cookies))


def chosen(values: Mapping[str, str]) -> dict[str, str]:
    """Of some values, those that are a valid choice."""
    return {name: values[name] for name, choices in CHOICES.items() if values.get(name) in choices}
