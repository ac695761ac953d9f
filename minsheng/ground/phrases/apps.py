from django.apps import AppConfig


class PhrasesConfig(AppConfig):
    name = "minsheng.ground.phrases"
    label = "phrases"

    def ready(self) -> None:
        from minsheng.ground.phrases import queries
        from minsheng.ui.stepping import BESIDE

        BESIDE.append(queries.shelves)
