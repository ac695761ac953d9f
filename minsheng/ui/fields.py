"""Form widgets that rooms use: a rating, several files, photos."""

from typing import Any, NamedTuple

from django import forms

BEST_FIRST = ("laugh", "smile", "meh", "frown", "angry")


class Rating(forms.RadioSelect):
    """Five levels as icon and word, the best first; none is chosen before the person chooses."""

    template_name = "ui/widgets/rating.html"
    icons = BEST_FIRST

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give each level its face."""
        context = super().get_context(name, value, attrs)
        context["levels"] = zip(context["widget"]["optgroups"], self.icons, strict=True)
        return context


class ManyFiles(forms.FileInput):
    """A file input that takes several pictures, from the camera too."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/*", "multiple": True, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002 (Django's signature)
        """All the files, not the last."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class Kept(NamedTuple):
    """A photo that was kept already: its token, its thumbnail, and where a script has it turned and removed.

    A document has a name instead.
    """

    token: str
    small: str = ""
    rotate: str = ""
    remove: str = ""
    name: str = ""


class Photos(ManyFiles):
    """The photo field: `upload` is where a photo is sent at once, `kept` the photos kept so far.

    The tokens come back under `<name>_tokens`. Without JavaScript the files themselves come with the form.
    """

    template_name = "ui/widgets/photos.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, upload: str = "", limit: int = 9) -> None:
        super().__init__(attrs)
        self.upload, self.limit = upload, limit
        self.kept: list[Kept] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Hand the template what is kept and where to send."""
        context = super().get_context(name, value, attrs)
        return context | {"upload": self.upload, "limit": self.limit, "kept": self.kept, "tokens": f"{name}_tokens"}
