"""The part of the table about desks: escalations, due times, posts. See `table` for what the letters mean."""

NOT = "405"
OFFICIALS = "deputy office director handler district coordinator auditor"

DESKS = [
    # escalations: those who read of them, of matters they see; only the desk acts; who is outside finds nothing
    (
        "escalations:escalations",
        (),
        "in visitors | 200 office other-office director other-director district auditor | 403",
        NOT,
        {},
    ),
    ("escalations:escalation", ("escalation of M",), "302 office director handler district auditor | 404", NOT, {}),
    ("escalations:escalation", ("escalation of H",), "302 office director | 404", NOT, {}),
    (
        "escalations:raise",
        ("opinions.opinion", "M"),
        "in visitors | 403 residents | 200 office director district | 409 deputy handler coordinator auditor | 404",
        "in visitors | 403 residents | 422 office director district | 409 deputy handler coordinator auditor | 404",
        {},
    ),
    (
        "escalations:raise",
        ("opinions.opinion", "H"),
        "in visitors | 403 residents | 200 office director | 404",
        "in visitors | 403 residents | 422 office director | 404",
        {},
    ),
    (
        "escalations:escalation-step",
        ("escalation of M", "direct"),
        "in nobody | 200 district | 409 office director handler auditor | 404",
        "in nobody | 422 district | 403 office director handler auditor | 404",
        {},
    ),
    (
        "escalations:escalation-step",
        ("escalation of H", "settle"),
        "in nobody | 409 office director | 404",
        "in nobody | 403 office director | 404",
        {},
    ),
    ("escalations:paper", ("escalation of M",), NOT, "404", {}),
    # why something is due when it is: officials who see the matter
    (
        "duties:duty",
        ("duty of M",),
        f"in visitors | 403 residents | 200 {OFFICIALS} | 404",
        NOT,
        {},
    ),
    ("duties:duty", ("duty of H",), "in visitors | 403 residents | 200 office director | 404", NOT, {}),
    # posts: everybody theirs, office and director their street's, administrators all
    ("governance:posts", (), "in visitors | 403 residents | 200", NOT, {}),
    (
        "governance:post",
        ("post of the office",),
        "in visitors | 403 residents | 200 office director admin | 404",
        "in visitors | 403 residents | 422 office director admin | 404",
        {},
    ),
    (
        "governance:end",
        ("post of the office", "appointment at the office"),
        "in visitors | 403 residents office | 200 director admin | 404",
        "in visitors | 403 residents office | 422 director admin | 404",
        {},
    ),
    (
        "governance:recall",
        ("post of the office", 999999),
        NOT,
        "in visitors | 403 residents | 404",
        {},
    ),
]
