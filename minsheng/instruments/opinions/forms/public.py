"""The public copy of an opinion: it begins with the resident's words and the answers that have passed."""

from minsheng.ground.files.models import File
from minsheng.ground.files.queries import of
from minsheng.instruments.dispatch.queries import answers, orders, promises
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing.fields import CopyForm


class PublishForm(CopyForm):
    """公开: what everyone is to see of an opinion."""

    def originals(self) -> dict[str, str]:
        """The resident's own title and text, what the departments answered, and what they did as they had promised."""
        said = [panel.order.answer_text for panel in answers(self.subject.key)]
        kept = promises(self.subject.key).kept().values_list("text", flat=True)
        return {"title": self.subject.title, "text": self.subject.text, "answer": "\n".join([*said, *kept])}

    def offered(self) -> list[File]:
        """The resident's photos, those of the answers, and of promises that were kept."""
        given = [*orders(self.subject.key), *promises(self.subject.key).kept()]
        parts = [file for part in given for file in of(part.kind(), part.number)]
        return [*of(Opinion.kind(), self.subject.number), *parts]

    def names(self) -> list[str]:
        """Of who reported it."""
        return [self.subject.author.name] if self.subject.author else []
