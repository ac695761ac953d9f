"""With what every answer is sent: the headers that keep browsers from doing harm."""

GUARDS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self';"
        " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PICTURES = "sandbox; default-src 'none'"
"""A photo opened by itself may do nothing at all."""


def unguarded(answer):
    """The guards that an answer lacks."""
    is_photo = answer.headers.get("Content-Type") == "image/jpeg"
    wanted = GUARDS | ({"Content-Security-Policy": PICTURES} if is_photo else {})
    return {name: answer.headers.get(name) for name, value in wanted.items() if answer.headers.get(name) != value}
