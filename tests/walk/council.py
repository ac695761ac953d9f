"""The part of the table about the residents' council. See `table` for what the letters mean.

U is a nomination of 湖滨 that is vetted, V one under public notice; both were recommended by the `own` resident.
C-meeting is a meeting of its council.
"""

NOT, ALL = "405", "200"
READS = "office director district auditor"
OTHERS = "other-office other-director"

COUNCIL = [
    # what everybody may read
    ("council:council", (), ALL, NOT, {}),
    ("council:members", ("330102003",), ALL, NOT, {}),
    ("council:members", ("000000000",), "404", NOT, {}),
    ("council:roster", ("330102003",), ALL, NOT, {}),
    ("council:nomination", ("V",), ALL, NOT, {}),
    # recommending: anybody under their name, the office; whoever decides recommends nobody
    (
        "council:recommend",
        (),
        "in visitors | 200 residents deputy other-deputy office other-office | 403",
        "in visitors | 422 residents deputy other-deputy office other-office | 403",
        {},
    ),
    # members from before: the street's director
    (
        "council:take-over",
        (),
        "in visitors | 200 director other-director | 403",
        "in visitors | 422 director other-director | 403",
        {},
    ),
    # before the notice only who recommended, and the officials of the people's congress
    ("council:nomination", ("U",), f"200 own {READS} | 404", NOT, {}),
    ("council:reveal", ("U",), "200 office director | 404", "422 office director | 404", {}),
    (
        "council:nomination-step",
        ("U", "announce"),
        f"in nobody | 200 director | 409 own {READS} | 404",
        f"in nobody | 302 director | 403 own {READS} | 404",
        {},
    ),
    (
        "council:nomination-step",
        ("V", "contest"),
        "in nobody | 200 residents | 409",
        "in nobody | 422 residents | 403",
        {"words": ""},
    ),
    # meetings: officials and members of the street
    (
        "council:convene",
        (),
        f"in visitors | 200 office director {OTHERS} | 403",
        f"in visitors | 422 office director {OTHERS} | 403",
        {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"},
    ),
    ("council:meeting", ("C-meeting",), f"200 council {READS} | 404", NOT, {}),
    ("council:paper", ("C-meeting", "notice"), NOT, "200 office director | 404", {}),
    ("council:paper", ("C-meeting", "minutes"), NOT, "404", {}),
    (
        "council:meeting-step",
        ("C-meeting", "attach"),
        f"in nobody | 200 office director | 409 council {READS} | 404",
        f"in nobody | 422 office director | 403 council {READS} | 404",
        {},
    ),
    ("council:meeting-step", ("C-meeting", "hold"), "in nobody | 404", "in nobody | 404", {}),
    ("council:convening", ("SC-HB-Y2026",), "302 office director district auditor | 404", NOT, {}),
]
