"""The public copy of an opinion: it begins with the resident's words and the answers that have passed."""

from minsheng.ground.files.models import File
from minsheng.ground.files.queries import of
from minsheng.instruments.dispatch.queries import answers, orders
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing.fields import CopyForm


class PublishForm(CopyForm):
    """公开: what everyone is to see of an opinion."""

    def originals(self) -> dict[str, str]:
        """The resident's own title and text, and what the departments answered."""
        said = "\n".join(panel.order.answer_text for panel in answers(self.subject.key))
        return {"title": self.subject.title, "text": self.subject.text, "answer": said}

    def offered(self) -> list[File]:
        """The resident's photos and those of the answers."""
        parts = [file for order in orders(self.subject.key) for file in of(order.kind(), order.number)]
        return [*of(Opinion.kind(), self.subject.number), *parts]

    def names(self) -> list[str]:
        """Of who reported it."""
        return [self.subject.author.name] if self.subject.author else []
