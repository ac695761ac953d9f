"""Publishing: what everyone may see of a matter is a moderated copy, a `Publication`, never the matter itself.

An office publishes: title, text and photos that it has looked at, the street, the category, a point that is accurate
to some 200 m, and later a moderated answer. How far the matter has come is told in five *stages* in residents' words
(sent, received, in_hand, answered, closed); nothing else of the matter ever moves here by itself.

Promises: anonymous pages read publications only; nobody's name, phone or exact place is in one unless the office wrote
it into the text, and `masks.suggest` starts the office from a text without; what is withdrawn is seen by nobody, its
photos are deleted; publishing again shows exactly what is given again.

Words: every change of a copy keeps a *version* (its texts and photos; who decided is in the journal), which offices
read and the public never does; *flags* are places in a text to look at before it is shown; parts of photos are
*covered* for good in the copy only; anyone may *ask* to take a copy off (a `Takedown`, the office's turn), and one in
which a phone number or the like stands is seen by nobody from then on until it is decided; what was *promised* for
later is public with its day and unit, kept, kept late or overdue.

This room knows no matter. A room whose matters can be published calls `actions` in its own transaction, holding the
matter's lock, and says when it gets ready:

    queries.STAGES[Opinion.kind()] = stage        # a function of the matter's state: which stage that is
    queries.LINKS.append(follow_link)             # a function of the key: a `Link` at the foot of the public page

For someone who may not see the matter, its own address shows `queries.page(key)` with "publishing/publication.html".
"""
