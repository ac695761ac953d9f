"""What must hold of every database of ours at every moment, as one list of sentences: what is wrong. Nothing is.

The hard tests end with it: after a race, after a walk, after a crash.
"""

from collections import Counter, defaultdict

from django.db.models import Sum

from minsheng.ground.duties.models import Duty
from minsheng.ground.figures.figures import MEASURES
from minsheng.ground.figures.models import Delta
from minsheng.ground.figures.queries import counted, recount
from minsheng.ground.files import store
from minsheng.ground.files.models import File
from minsheng.ground.journal.models import Entry
from minsheng.ground.places.models import Tally
from minsheng.instruments.dispatch.models import Order, Promise
from minsheng.instruments.handovers.models import Handover
from minsheng.instruments.opinions.models import Opinion
from minsheng.instruments.publishing.models import Publication, Version
from minsheng.instruments.publishing.queries import stage
from minsheng.kernel.workflow import TABLES

ENDED = {Opinion.kind(): {"closed", "not_accepted", "merged", "withdrawn"}, Order.kind(): {"passed"}}
"""Where a subject is over, although there is a way back. Otherwise it is over where no step leads on."""


def problems(*, but=()):
    """All that is wrong; `but` names checks to leave out where many are made."""
    there = subjects()
    return sorted(line for check in CHECKS if check.__name__ not in but for line in check(there))


def subjects():
    """Every subject there is, by key."""
    return {row.key: row for table in TABLES.values() for row in table.model._default_manager.all()}


def turns(there):
    """Every open subject has exactly one open duty or a named wait, every closed one none."""
    duties = Counter(Duty.objects.open().values_list("kind", "number"))
    last = _last_moves()
    for key, subject in there.items():
        waits = last[key].waits if key in last else ""
        expected = 1 if _is_open(subject) and not waits else 0
        if duties[key] != expected:
            yield f"{key[1]} is {subject.state}, waits for {waits or 'nothing'} and has {duties[key]} open duties"


def _is_open(subject):
    ended = ENDED.get(subject.kind(), ())
    return subject.state not in ended and any(
        subject.state in row.sources for row in TABLES[subject.kind()].steps.values()
    )


def _last_moves():
    """The step that each subject took last, by the journal."""
    rows = Entry.objects.exclude(to="").order_by("id").values_list("kind", "number", "step")
    return {(kind, number): TABLES[kind].steps[step] for kind, number, step in rows}


def strays(there):
    """A duty or a journal entry belongs to something, and the matter it names is there."""
    for model in (Duty, Entry):
        for row in model.objects.filter(kind__in=TABLES):
            if not {(row.kind, row.number), (row.matter_kind, row.matter_number)} <= there.keys():
                yield f"{model.__name__} of {row.number}, which is not there"


def replay(there):
    """Taken one after the other, the steps in the journal are legal and lead to the state of now."""
    states = defaultdict(str)
    for entry in Entry.objects.exclude(to="").order_by("id"):
        key, row = (entry.kind, entry.number), TABLES[entry.kind].steps[entry.step]
        legal = entry.source in row.sources if row.sources else entry.source == ""
        if (entry.source, entry.to) != (states[key], row.to) or not legal:
            yield f"{entry.number} {entry.step} leads from {entry.source} to {entry.to}, but it was {states[key]}"
        states[key] = entry.to
    for key, subject in there.items():
        if subject.state != states[key]:
            yield f"{key[1]} is {subject.state}; the journal says {states[key] or 'nothing'}"


def figures(_there):
    """What was counted is what the journal says."""
    measures = {(kind, measure.name) for (kind, _step), found in MEASURES.items() for measure in found}
    for kind, measure in measures:
        if counted(kind, measure) != recount(kind, measure):
            yield f"{measure} is not what the journal says"


def punctuality(_there):
    """What was done in time, was late or lapsed is counted as just that: the shares in time have no other source."""
    rows = Delta.objects.filter(measure__regex=r"^(on_time|late|lapsed)\.").values_list("measure", "kind", "number")
    found = Counter({tuple(row): total for *row, total in rows.annotate(Sum("value"))})
    closed = Duty.objects.exclude(due=None).exclude(closed_at=None)
    alone = set(Entry.objects.filter(signature__person=None).values_list("kind", "number", "step", "source", "at"))
    done = Counter((f"{_how(duty, alone)}.{duty.clock}", duty.kind, duty.number) for duty in closed)
    for row in sorted({*found, *done}):
        if found[row] != done[row]:
            yield f"{row[0]} of {row[2]}: {found[row]} counted, {done[row]} done"


def _how(duty, alone):
    """How a duty ended: by itself where its own lapse step was taken by nobody from the state that it was about."""
    state = TABLES[duty.kind].act(duty.step).to
    if (duty.kind, duty.number, duty.lapse, state, duty.closed_at) in alone:
        return "lapsed"
    return "late" if duty.closed_at > duty.due else "on_time"


def photos(there):
    """A photo that belongs to something is on disk, whole and small, and what it belongs to is there."""
    copies = Publication.objects.values_list("number", flat=True)
    versions = ((Version.KIND, version.key) for version in Version.objects.select_related("publication"))
    owners = {*there, *((Publication.KIND, number) for number in copies), *versions}
    for file in File.objects.there().exclude(kind=""):
        if (file.kind, file.number) not in owners:
            yield f"a photo of {file.number}, which is not there"
        small = file.name or store.path(file.sha256, small=True).exists()  # a document has none
        if not (store.path(file.sha256).exists() and small):
            yield f"a photo of {file.number} that is not on disk"


def orders(_there):
    """An opinion is in hand exactly while an order of its round is not passed; no other order is open."""
    rounds = _rounds()
    for opinion in Opinion.objects.all():
        states = rounds.pop((opinion.number, opinion.round), set())
        if (opinion.state == "in_hand") != bool(states - {"passed"}):
            yield f"{opinion.number} is {opinion.state} with orders {sorted(states)}"
    for (number, round_), states in rounds.items():
        if states != {"passed"}:
            yield f"{number} has orders {sorted(states)} in round {round_}, which is over"


def _rounds():
    """The states of the orders that count, by opinion and round."""
    rounds = defaultdict(set)
    for number, round_, state in Order.objects.standing().values_list("matter_number", "round", "state"):
        rounds[number, round_].add(state)
    return rounds


def _promised():
    """The opinions and rounds whose answers have all passed, one of them with a promise that isn't kept yet."""
    kept = set(Promise.objects.kept().values_list("order", flat=True))
    planned = Order.objects.standing().filter(resolution="planned").values_list("matter_number", "round", "pk")
    waiting = {(number, round_) for number, round_, pk in planned if pk not in kept}
    return {found for found, states in _rounds().items() if states == {"passed"} and found in waiting}


def exits(_there):
    """A matter is promised, united or handed over exactly while that is so; what others go on as is no dead end."""
    promised, handed = _promised(), dict(Handover.objects.order_by("id").values_list("matter_number", "state"))
    for opinion in Opinion.objects.select_related("merged_into"):
        open_, gone = (opinion.number, opinion.round) in promised, handed.get(opinion.number) in {"offered", "taken"}
        for state, so in {"promised": open_, "merged": opinion.merged_into, "handed_over": gone}.items():
            if (opinion.state == state) != bool(so):
                yield f"{opinion.number} is {opinion.state}, but {'not ' if opinion.state == state else ''}{state}"
        if opinion.merged_into and opinion.merged_into.merged_into:
            yield f"{opinion.number} is united with {opinion.merged_into}, which is united itself"


def copies(_there):
    """What is public is in plain sight and says how far its opinion is."""
    opinions = {opinion.number: opinion for opinion in Opinion.objects.all()}
    for copy in Publication.objects.live():
        opinion = opinions[copy.number]
        if (opinion.hidden, stage(opinion.kind(), opinion.state)) != ("no", copy.stage):
            yield f"{copy.number} is public as {copy.stage}, but {opinion.state} and hidden: {opinion.hidden}"


def numbers(_there):
    """The opinions of a street and year are numbered from 1 without a gap, as far as its counter says."""
    found = defaultdict(list)
    for number in Opinion.objects.values_list("number", flat=True):
        series, year, count = number.rsplit("-", 2)
        found[series, int(year)].append(int(count))
    for tally in Tally.objects.filter(letter=""):
        if sorted(found.pop((tally.series, tally.year), [])) != list(range(1, tally.last + 1)):
            yield f"the numbers of {tally} have gaps"
    yield from (f"the numbers of {series} in {year} have no counter" for series, year in found)


CHECKS = (turns, strays, replay, figures, punctuality, photos, orders, exits, copies, numbers)
