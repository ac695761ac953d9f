"""Who gets what of opinions, orders and what hangs on them: rows of `table`, which says who is who and what."""

NOT = "405"
ALL = "200"
SEES = "own link deputy office director handler district coordinator auditor"
"""Who sees M, A and P: its author, and those it concerns. The coordinator's station is above the one it came to."""
OFFICIALS = "deputy office director handler district coordinator auditor"
OF_HIDDEN = "own office director"
"""Who sees H: not the deputy, no department, no district, and no link, since a link is for M."""
SEES_N = "deputy office director district coordinator auditor"
"""Who sees N, which is not public: those who organise it, those who oversee it, and the deputy who was asked."""
SEES_W = "own deputy office director district coordinator auditor"
"""Who sees W, which was public once and has no order yet."""
SEES_T = SEES_W
"""Who sees T, G and D: no department has an order."""
SEES_C = f"own {OFFICIALS}"
"""Who sees C and X, which a department handled; the link is M's."""
HOLDS = "office director coordinator"

ROWS = [
    # reporting: in one's own name only
    ("opinions:report", (), ALL, "403 staff | 422", {"text": "x"}),
    ("opinions:said", (), NOT, "302", {"text": "楼下着火了"}),
    ("opinions:nearby", (), NOT, "302", {"text": "路灯不亮"}),
    # saying that one met with the same: of what is public, residents only; afterwards, that it is not solved
    (
        "opinions:support",
        ("P",),
        "in nobody | 404 link | 200",
        "in nobody | 404 link | 403 own staff | 302 residents",
        {},
    ),
    ("opinions:support", ("M",), "in nobody | 404", "in nobody | 404", {}),
    ("opinions:support", ("H",), "in nobody | 404", "in nobody | 404", {}),
    ("opinions:unsolved", ("P",), "in nobody | 404 link | 200", "in nobody | 404 link | 403", {}),
    ("opinions:unsolved", ("H",), "in nobody | 404", "in nobody | 404", {}),
    # an opinion: whoever may not see it gets 404, on its page, its steps and its phone number alike
    ("opinions:opinion", ("M",), f"200 {SEES} | 404", NOT, {}),
    ("opinions:opinion", ("P",), ALL, NOT, {}),
    ("opinions:opinion", ("H",), f"200 {OF_HIDDEN} | 404", NOT, {}),
    ("opinions:opinion", ("SC-HB-2026-999999",), "404", NOT, {}),
    (
        "opinions:reveal",
        ("M",),
        "200 deputy office director handler district coordinator | 404",
        "200 deputy office director handler district coordinator | 404",
        {"note": "要问具体位置"},
    ),
    ("opinions:reveal", ("H",), "200 office director | 404", "200 office director | 404", {"note": "要问具体位置"}),
    (
        "opinions:opinion-step",
        ("S", "receive"),
        "in nobody | 200 deputy | 409 own office director district coordinator auditor | 404",
        "in nobody | 302 deputy | 403 own office director district coordinator auditor | 404",
        {},
    ),
    (
        "opinions:opinion-step",
        ("M", "triage"),
        f"in nobody | 409 {SEES} | 404",
        f"in nobody | 409 {SEES} | 404",
        {},
    ),
    ("opinions:opinion-step", ("M", "transfer"), f"in nobody | 409 {SEES} | 404", f"in nobody | 409 {SEES} | 404", {}),
    (
        "opinions:opinion-step",
        ("M", "hide"),
        f"in nobody | 200 office director | 409 {SEES} | 404",
        f"in nobody | 302 office director | 403 {SEES} | 404",
        {"note": "涉及个人"},
    ),
    ("opinions:opinion-step", ("M", "conclude"), "in nobody | 404", "in nobody | 404", {}),
    ("opinions:opinion-step", ("M", "dance"), "in nobody | 404", "in nobody | 404", {}),
    (
        "opinions:opinion-step",
        ("H", "unhide"),
        "in nobody | 200 office director | 409 own | 404",
        "in nobody | 302 office director | 403 own | 404",
        {"note": "不涉密"},
    ),
    (
        "opinions:opinion-step",
        ("A", "rate"),
        f"in nobody | 200 own | 409 {OFFICIALS} | 404",
        f"in nobody | 302 own | 403 {OFFICIALS} | 404",
        {"rating": 5},
    ),
    # leaving the usual way: the deputy explains, the office decides, its author objects or takes it back
    (
        "opinions:opinion-step",
        ("S", "answer_on_spot"),
        "in nobody | 200 deputy | 409 own office director district coordinator auditor | 404",
        "in nobody | 302 deputy | 403 own office director district coordinator auditor | 404",
        {"answer": "按规定，秋季统一修剪。"},
    ),
    (
        "opinions:opinion-step",
        ("T", "decline"),
        f"in nobody | 200 office | 409 {SEES_T} | 404",
        f"in nobody | 302 office | 403 {SEES_T} | 404",
        {"refusal": "out_of_scope", "reason": "这件事由市里办理。"},
    ),
    (
        "opinions:opinion-step",
        ("T", "merge"),
        f"in nobody | 200 office | 409 {SEES_T} | 404",
        f"in nobody | 422 office | 403 {SEES_T} | 404",
        {"number": "SC-HB-2026-999999", "reason": "同一件事，一并办理。"},
    ),
    (
        "opinions:opinion-step",
        ("T", "hand_over"),
        f"in nobody | 200 office | 409 {SEES_T} | 404",
        f"in nobody | 302 office | 403 {SEES_T} | 404",
        {"destination": "petition", "reason": "由信访部门依法办理。"},
    ),
    (
        "opinions:opinion-step",
        ("T", "withdraw"),
        f"in nobody | 200 own | 409 {SEES_T} | 404",
        f"in nobody | 302 own | 403 {SEES_T} | 404",
        {},
    ),
    (
        "opinions:opinion-step",
        ("T", "accept_answer"),
        f"in nobody | 409 {SEES_T} | 404",
        f"in nobody | 403 {SEES_T} | 404",
        {},
    ),
    (
        "opinions:opinion-step",
        ("D", "contest"),
        f"in nobody | 200 own | 409 {SEES_T} | 404",
        f"in nobody | 302 own | 403 {SEES_T} | 404",
        {"note": "请再看看"},
    ),
    (
        "handovers:handover",
        ("hand-over of G",),
        "302 deputy office director district coordinator auditor | 404",
        NOT,
        {},
    ),
    (
        "handovers:handover-step",
        ("hand-over of G", "take_up"),
        "in nobody | 200 office | 409 deputy director district coordinator auditor | 404",
        "in nobody | 302 office | 403 deputy director district coordinator auditor | 404",
        {"link": "信访 2026-17"},
    ),
    (
        "handovers:handover-step",
        ("hand-over of G", "decline"),
        "in nobody | 200 office | 409 deputy director district coordinator auditor | 404",
        "in nobody | 422 office | 403 deputy director district coordinator auditor | 404",
        {"note": ""},
    ),
    # after the answer: the office calls back and decides; its author says, when asked, whether all is still well
    *(
        (
            "opinions:opinion-step",
            ("C", step),
            f"in nobody | 200 office | 409 {SEES_C} | 404",
            f"in nobody | 302 office | 403 {SEES_C} | 404",
            {"reached": "no", "words": "无人接听", "note": "已说明"},
        )
        for step in ("call_back", "close", "reopen")
    ),
    ("opinions:fine", ("X",), NOT, f"302 own | 403 {SEES_C} | 404", {}),
    ("opinions:fine", ("M",), NOT, f"403 {SEES} | 404", {}),
    (
        "opinions:opinion-step",
        ("X", "reopen"),
        f"in nobody | 200 own | 409 {SEES_C} | 404",
        f"in nobody | 302 own | 403 {SEES_C} | 404",
        {"note": "又枯死了"},
    ),
    # deputies who follow it up: asked by the office; they add a word and urge
    (
        "opinions:opinion-step",
        ("M", "track"),
        f"in nobody | 200 office | 409 {SEES} | 404",
        f"in nobody | 422 office | 403 {SEES} | 404",
        {},
    ),
    (
        "opinions:opinion-step",
        ("M", "comment"),
        f"in nobody | 200 deputy | 409 {SEES} | 404",
        f"in nobody | 302 deputy | 403 {SEES} | 404",
        {"note": "实地看过"},
    ),
    ("opinions:opinion-step", ("M", "urge"), f"in nobody | 409 {SEES} | 404", f"in nobody | 403 {SEES} | 404", {}),
    # an order: its unit and the office that checks it
    ("dispatch:order", ("O",), "302 office handler | 404", NOT, {}),
    ("dispatch:order", ("order of H",), "302 office | 404", NOT, {}),
    (
        "dispatch:order-step",
        ("O", "answer"),
        "in nobody | 200 handler | 409 office | 404",
        "in nobody | 302 handler | 403 office | 404",
        {"answer_text": "列入计划。", "resolution": "planned", "owner": "主任", "until": "2099-03-12"},
    ),
    (
        "dispatch:order-step",
        ("O", "claim"),
        "in nobody | 200 handler | 409 office | 404",
        "in nobody | 302 handler | 403 office | 404",
        {},
    ),
    (
        "dispatch:order-step",
        ("O", "note_down"),
        "in nobody | 200 handler office | 404",
        "in nobody | 302 handler office | 404",
        {"note": "已电话联系"},
    ),
    (
        "dispatch:order-step",
        ("O", "dispute"),
        "in nobody | 409 handler office | 404",
        "in nobody | 409 handler office | 404",
        {},
    ),
    ("dispatch:extension", ("more time for O",), "302 office handler | 404", NOT, {}),
    (
        "dispatch:extension-step",
        ("more time for O", "grant"),
        "in nobody | 200 office | 409 handler | 404",
        "in nobody | 302 office | 403 handler | 404",
        {},
    ),
    ("dispatch:promise", ("promise of L",), "302 office handler | 404", NOT, {}),
    (
        "dispatch:promise-step",
        ("promise of L", "keep"),
        "in nobody | 200 handler | 409 office | 404",
        "in nobody | 422 handler | 403 office | 404",
        {"text": "已补种。"},
    ),
    (
        "dispatch:order-step",
        ("O", "accept"),
        "in nobody | 409 handler office | 404",
        "in nobody | 409 handler office | 404",
        {},
    ),
    (
        "dispatch:order-step",
        ("order of H", "answer"),
        "in nobody | 409 office | 404",
        "in nobody | 403 office | 404",
        {"answer_text": "已经处理好了。", "resolution": "solved"},
    ),
]
