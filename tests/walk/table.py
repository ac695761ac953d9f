"""Who gets what, where: written by hand, from what people were promised, never from the code.

Each row: the name of the route, what stands in its address, what GET answers, what POST answers (with which data).
Answers are statuses; `in` is the way to the sign-in page. "405" alone is for everybody.
The opinion M is of 湖滨, accepted by a unit, with a photo; O is that unit's order. P is another one that is public.
H is a confidential one like M. S was just sent to the deputy. B is reported done by the unit, A checked by the office.
For O more time was asked. The answer to L, which was checked, promises something.
W was withdrawn from the public. T is triaged, G was handed over elsewhere, D was not accepted, C was rated badly and
its author called back, the author of X, which is closed, was asked whether all is still well.
"""

from tests.walk import matters
from tests.walk.council import COUNCIL
from tests.walk.desks import DESKS
from tests.walk.matters import ALL, HOLDS, NOT, OF_HIDDEN, OFFICIALS, SEES, SEES_N, SEES_W
from tests.walk.tasks import TASKS

STRANGERS = "other-office other-director"
COUNTS = "office other-office director other-director gov district auditor"
PRINTS = "office director district coordinator admin"

ROWS = [
    # route, arguments, GET, POST, data
    ("healthz", (), ALL, NOT, {}),
    ("ui:guide", (), ALL, NOT, {}),
    ("ui:prefs", (), NOT, "302", {"elder": "on"}),
    ("service:home", (), "302 staff | 200", NOT, {}),
    ("service:mine", (), "in visitors | 302 staff | 200", NOT, {}),
    ("service:me", (), "in visitors | 302 staff | 200", "in visitors | 302", {"name": "沈望舒"}),
    ("service:here", (), ALL, "422", {"community": "nowhere"}),
    ("service:year", ("received",), ALL, NOT, {}),
    ("service:year", ("stolen",), "404", NOT, {}),
    ("service:about", (), ALL, NOT, {}),
    ("service:privacy", (), ALL, NOT, {}),
    # signing in: open to everybody, but what belongs to an account with two factors only to who gave both
    ("signin:phone", (), ALL, "422", {"phone": "1"}),
    ("signin:staff", (), ALL, "422", {"username": "nobody", "password": "wrong"}),
    ("signin:factor", (), "in", "in", {"code": "000000"}),
    ("signin:enrol", (), "in", "in", {"code": "000000"}),
    ("signin:codes", (), "302 strong | 403", "302 strong | 403", {}),
    ("signin:demo", ("demo",), NOT, "302", {}),
    ("signin:demo", ("real",), NOT, "404", {}),
    ("signin:first", ("no-such-token",), "404", "404", {}),
    ("signin:out", (), NOT, "302", {}),
    ("signin:acting", (), NOT, "403 visitors | 302", {"acting": "resident"}),
    ("signin:acting", (), NOT, "403", {"acting": "a999999"}),
    ("signin:security", (), "200 strong | 403", NOT, {}),
    ("signin:confirm", ("password",), NOT, "422 strong | 403", {"password-password": "wrong"}),
    ("signin:confirm", ("fortune",), NOT, "404 strong | 403", {}),
    # the governance port
    ("governance:inbox", (), "in visitors | 403 residents | 302 auditor coordinator | 200", NOT, {}),
    ("governance:batch", (), "in visitors | 403 residents | 302", "in visitors | 403 residents | 302", {}),
    ("opinions:opinions", (), "in visitors | 403 residents admin | 200", NOT, {}),
    ("opinions:confidential", (), "in visitors | 200 office other-office director other-director | 403", NOT, {}),
    ("opinions:csv", (), "in visitors | 403 residents admin | 200", NOT, {}),
    ("opinions:xlsx", (), "in visitors | 403 residents admin | 200", NOT, {}),
    ("opinions:json", (), "in visitors | 403 residents admin | 200", NOT, {}),
    # the numbers: those who answer for a street or the district, and auditors
    ("insights:insights", (), f"in visitors | 200 {COUNTS} | 403", NOT, {}),
    ("insights:csv", (), f"in visitors | 200 {COUNTS} | 403", NOT, {}),
    ("insights:figure", ("received",), f"in visitors | 200 {COUNTS} | 403", NOT, {}),
    ("insights:figure", ("riddle",), f"in visitors | 404 {COUNTS} | 403", NOT, {}),
    # the wall, and the lists behind its numbers: the same people
    ("wall:wall", (), f"in visitors | 200 {COUNTS} | 403", NOT, {}),
    ("wall:figure", ("opinions.submitted",), f"in visitors | 200 {COUNTS} | 403", NOT, {}),
    ("wall:figure", ("riddle",), f"in visitors | 404 {COUNTS} | 403", NOT, {}),
    (
        "wall:clocks",
        ("330102003", "red"),
        "in visitors | 200 office director gov district auditor | 404 other-office other-director | 403",
        NOT,
        {},
    ),
    ("policies:policies", (), "in visitors | 403 residents | 200", NOT, {}),
    ("policies:categories", (), "in visitors | 403 residents | 200", NOT, {}),
    ("notices:notices", (), "in visitors | 200", NOT, {}),
    ("notices:read", (), NOT, "302", {}),
    ("notices:preferences", (), NOT, "302", {"sms": "on"}),
    # phrases of one's own and one's unit's
    ("phrases:phrases", (), "in visitors | 403 residents | 200", "in visitors | 403 residents | 422", {"text": ""}),
    ("phrases:remove", (999999,), NOT, "in visitors | 403 residents | 302", {}),
    # places
    ("places:boundaries", ("street",), ALL, NOT, {}),
    ("places:boundaries", ("planet",), "404", NOT, {}),
    ("places:locate", (), "422", NOT, {}),
    ("places:stations", (), ALL, NOT, {}),
    ("places:communities", ("330102003",), ALL, NOT, {}),
    ("places:communities", ("000000000",), "404", NOT, {}),
    # photos: who sees the matter sees them; a form's own ones only who sent them
    ("files:keep", (), NOT, "422", {}),
    ("files:photo", ("photo of M",), f"200 {SEES} | 404", NOT, {}),
    ("files:small", ("photo of M",), f"200 {SEES} | 404", NOT, {}),
    ("files:photo", ("photo of H",), f"200 {OF_HIDDEN} | 404", NOT, {}),
    ("files:photo", ("photo of the answer of B",), f"200 {OFFICIALS} | 404", NOT, {}),
    ("files:photo", ("photo of the answer of A",), f"200 own {OFFICIALS} | 404", NOT, {}),
    ("files:photo", ("public photo of P",), ALL, NOT, {}),
    ("files:photo", ("public photo of W",), "404", NOT, {}),
    ("files:document", ("photo of M",), "404", NOT, {}),
    ("files:photo", ("photo of nothing",), "404", NOT, {}),
    ("files:remove", ("photo of M",), NOT, "404", {}),
    ("files:rotate", ("photo of M",), NOT, "404", {}),
    # links: whoever holds one
    ("links:link", ("link to M",), "302", NOT, {}),
    ("links:link", ("no-such-token",), "404", NOT, {}),
    # following: what one sees, or what is public; not in an office
    (
        "follows:follow",
        ("opinions.opinion", "M"),
        f"in nobody | 200 {SEES} | 404",
        f"in nobody | 302 own link | 403 {OFFICIALS} | 404",
        {},
    ),
    (
        "follows:follow",
        ("opinions.opinion", "P"),
        "in nobody | 404 link | 200",
        "in nobody | 404 link | 302 residents | 403",
        {},
    ),
    (
        "follows:follow",
        ("opinions.opinion", "H"),
        f"in nobody | 200 {OF_HIDDEN} | 404",
        f"in nobody | 302 own | 403 {OF_HIDDEN} | 404",
        {},
    ),
    ("follows:follow", ("opinions.riddle", "M"), "in nobody | 404", "in nobody | 404", {}),
    ("follows:unfollow", ("opinions.opinion", "M"), NOT, "302", {}),
    # what everybody may read
    ("publishing:publications", (), ALL, NOT, {}),
    ("publishing:map", (), ALL, NOT, {}),
    ("publishing:around", (), ALL, NOT, {}),
    ("publishing:publication", ("P",), ALL, NOT, {}),
    ("publishing:publication", ("M",), "404", NOT, {}),
    ("publishing:publication", ("H",), "404", NOT, {}),
    ("publishing:publication", ("W",), "404", NOT, {}),
    ("publishing:promises", (), ALL, NOT, {}),
    ("publishing:ask", ("P",), ALL, "422", {"what": "private", "reason": ""}),
    ("publishing:ask", ("M",), "404", "404", {}),
    ("publishing:ask", ("W",), f"200 {SEES_W} | 404", f"422 {SEES_W} | 404", {"what": "private", "reason": ""}),
    ("publishing:asked", ("nothing",), "404", NOT, {}),
    ("publishing:history", ("P",), "200 office director district auditor | 404", NOT, {}),
    ("publishing:history", ("M",), "404", NOT, {}),
    ("publishing:takedown", ("nothing",), "404", NOT, {}),
    ("publishing:takedown-step", ("nothing", "take_down"), "in nobody | 404", "in nobody | 404", {}),
    ("service:erase", (), "in visitors | 302 staff | 200", "in visitors | 302 staff | 422", {}),
    ("service:erased", (), ALL, NOT, {}),
    *matters.ROWS,
    # registering a visitor, and the receipt; papers: of an order only by its number, see the room's own tests
    (
        "opinions:register",
        (),
        "in visitors | 200 office other-office coordinator | 403",
        "in visitors | 422 office other-office coordinator | 403",
        {"text": ""},
    ),
    ("opinions:receipt", ("M",), "200 own link office director coordinator | 404", NOT, {}),
    ("opinions:receipt", ("H",), "200 office director | 404", NOT, {}),
    ("opinions:paper", ("M", "record"), NOT, "200 office director coordinator | 404", {}),
    ("opinions:paper", ("M", "receipt"), NOT, "200 own link office director coordinator | 404", {}),
    ("opinions:paper", ("H", "record"), NOT, "200 office director | 404", {}),
    ("opinions:paper", ("M", "handover"), NOT, "404", {}),
    # practice: only where the data is a demo, as here
    (
        "governance:practice",
        (),
        "in visitors | 200 admin office other-office | 403",
        "in visitors | 422 admin office other-office | 403",
        {"days": "-3"},
    ),
    # codes: whoever has one; what they lead to is for everybody
    ("codes:codes", (), ALL, "422", {"code": "nothing"}),
    ("codes:code", ("the code",), "302", NOT, {}),
    ("codes:code", ("the old code",), "404", NOT, {}),
    ("codes:code", ("nothing",), "404", NOT, {}),
    ("service:station", ("the station",), ALL, NOT, {}),
    ("service:station", ("nowhere",), "404", NOT, {}),
    ("service:deputy", ("HB-01",), ALL, NOT, {}),
    ("service:deputy", ("nobody",), "404", NOT, {}),
    # a survey: its answers are read by officials who see the matter; what is answered at an activity, see the room
    ("surveys:survey", ("survey of N",), f"in visitors | 403 residents | 200 {SEES_N} | 404", NOT, {}),
    (
        "surveys:csv",
        ("survey of N",),
        "in visitors | 403 residents | 200 office director district auditor | 404",
        NOT,
        {},
    ),
    (
        "surveys:survey-step",
        ("survey of N", "close"),
        "in nobody | 200 office director district | 409 deputy coordinator auditor | 404",
        "in nobody | 302 office director district | 403 deputy coordinator auditor | 404",
        {},
    ),
    ("surveys:survey-step", ("survey of N", "reply"), "in nobody | 404", "in nobody | 404", {}),
    # activities: everybody what is public
    ("activities:activities", (), ALL, NOT, {}),
    (
        "activities:new",
        (),
        f"in visitors | 200 {HOLDS} district {STRANGERS} | 403",
        f"in visitors | 422 {HOLDS} district {STRANGERS} | 403",
        {"what": "meeting"},
    ),
    ("activities:codes", (), f"in visitors | 200 {PRINTS} {STRANGERS} | 403", NOT, {}),
    ("activities:posters", (), f"in visitors | 200 {PRINTS} {STRANGERS} | 403", NOT, {}),
    ("activities:docx", ("the code",), f"in visitors | 200 {PRINTS} | 404 {STRANGERS} | 403", NOT, {}),
    ("activities:svg", ("the code",), f"in visitors | 200 {PRINTS} | 404 {STRANGERS} | 403", NOT, {}),
    ("activities:replace", ("the code",), NOT, f"in visitors | 302 {PRINTS} | 404 {STRANGERS} | 403", {}),
    ("activities:stations", (), f"in visitors | 200 {HOLDS} district auditor {STRANGERS} | 403", NOT, {}),
    (
        "activities:roster",
        ("the station",),
        f"in visitors | 200 {HOLDS} district auditor | 404 {STRANGERS} | 403",
        NOT,
        {},
    ),
    (
        "activities:change",
        ("the station", "add"),
        f"in visitors | 200 {HOLDS} | 404 {STRANGERS} | 403",
        f"in visitors | 422 {HOLDS} | 404 {STRANGERS} | 403",
        {"day": "some day"},
    ),
    (
        "activities:change",
        ("the station", "dance"),
        f"in visitors | 404 {HOLDS} district auditor {STRANGERS} | 403",
        f"in visitors | 404 {HOLDS} district auditor {STRANGERS} | 403",
        {},
    ),
    ("activities:activity", ("R",), ALL, NOT, {}),
    ("activities:activity", ("N",), f"200 {SEES_N} | 404", NOT, {}),
    ("activities:checkin", ("R",), "in visitors | 200", "in visitors | 422", {"code": "wrong"}),
    (
        "activities:checkin",
        ("N",),
        f"in visitors | 200 {SEES_N} | 404",
        f"in visitors | 409 {SEES_N} | 404",
        {"code": "wrong"},
    ),
    ("activities:screen", ("R",), f"in visitors | 200 {HOLDS} | 404", NOT, {}),
    ("activities:minutes", ("R",), f"200 {HOLDS} district auditor | 404", NOT, {}),
    (
        "activities:activity-step",
        ("R", "close"),
        f"in nobody | 200 {HOLDS} | 409",
        f"in nobody | 302 {HOLDS} | 403",
        {},
    ),
    (
        "activities:activity-step",
        ("N", "cancel"),
        f"in nobody | 200 {HOLDS} | 409 {SEES_N} | 404",
        f"in nobody | 302 {HOLDS} | 403 {SEES_N} | 404",
        {"note": "台风"},
    ),
    ("activities:activity-step", ("R", "check_in"), "in nobody | 404", "in nobody | 404", {}),
    ("activities:activity-step", ("R", "dance"), "in nobody | 404", "in nobody | 404", {}),
    ("activities:invitation", ("invitation to N",), f"302 {SEES_N} | 404", NOT, {}),
    (
        "activities:invitation-step",
        ("invitation to N", "decline"),
        f"in nobody | 200 deputy | 409 {SEES_N} | 404",
        f"in nobody | 302 deputy | 403 {SEES_N} | 404",
        {"note": "出差"},
    ),
    # importing: the offices and the coordinators; a job is its owner's and the administrators'
    (
        "imports:new",
        (),
        "in visitors | 200 office other-office coordinator | 403",
        "in visitors | 422 office other-office coordinator | 403",
        {},
    ),
    (
        "imports:upload",
        (999999,),
        "in visitors | 404 office other-office coordinator | 403",
        "in visitors | 404 office other-office coordinator | 403",
        {},
    ),
    ("jobs:job", (999999,), "in visitors | 404", NOT, {}),
    ("jobs:failed", (999999,), "in visitors | 404", NOT, {}),
    ("jobs:stop", (999999,), NOT, "in visitors | 404", {}),
    # gateways: those who look after the connections; what comes back is signed, whoever brings it
    ("gateways:gateways", (), "in visitors | 200 district admin | 403", NOT, {}),
    ("gateways:delivery-step", ("nothing", "resend"), NOT, "in visitors | 404 district admin | 403", {}),
    ("gateways:reply-step", (999999, "retry"), NOT, "in visitors | 404 district admin | 403", {}),
    ("gateways:callback", ("nobody",), NOT, "404", {}),
    *DESKS,
    *TASKS,
    *COUNCIL,
]
