"""What must not get out, planted where it belongs: marked words, numbers and photos of one resident."""

import io
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from minsheng.ground.files import actions as files
from minsheng.ground.files.queries import of
from minsheng.ground.links.actions import make
from minsheng.ground.people.models import Contact
from minsheng.ground.policies.queries import category
from minsheng.instruments.dispatch import actions as orders
from minsheng.instruments.opinions import actions
from minsheng.instruments.opinions.actions import Copy, Report, Where, after, exits
from minsheng.kernel import clock
from minsheng.kernel.workflow import take

PRIVATE = "红漆栏杆断了三根"
HIDDEN = "收了两万元好处费"
DOOR = "3幢2单元501室"
ADDRESS = "祖庙巷77弄旁"
NOTE = "老人行动不便请先打电话"
UNCHECKED = "栏杆已经焊好待验收"
RATING = "还有两根没有焊牢"
EXPLAINED = "这段围墙归轨道公司养护"
CALLED = "电话里说还漏着雨水"
ACCUSING = "主任亲戚承包了食堂"
WAITING = "等待外省厂家发来配件"
LEAD, UNITED, PARTED = "东门口石阶松了两级", "西侧石阶我妈摔了一跤", "石阶那里有人收保护费"
REASON = "要约上门时间所以查看"
OWNER = "Camera of Shen"
POINT = (Decimal("120.163217"), Decimal("30.252718"))
TAKEN = (30.25, 120.1625)  # what the camera wrote: degrees north and east
TYPED = "19900000099"  # a phone that the resident wrote into the text
PUBLIC = "绿化带里的灌木枯死了"


@dataclass
class Planted:
    """The opinions by letter and the marks by name.

    M is in hand, H was hidden while in hand, P is public, A badly rated and called back. E was explained by the deputy;
    the office has not looked. K accuses the director. For W more time was asked. U, another resident's, and V, which
    was hidden since, were united with L.
    """

    author: object
    made: dict
    marks: dict


def photo(colour):
    """A photo with all that a phone writes into it."""
    exif = Image.Exif()
    exif[Base.Artist] = exif[Base.ImageDescription] = OWNER
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "N",
            GPS.GPSLatitude: (30.0, 15.0, 0.0),
            GPS.GPSLongitudeRef: "E",
            GPS.GPSLongitude: (120.0, 9.0, 45.0),
        }
    )
    target = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(target, "JPEG", exif=exif)
    assert OWNER.encode() in target.getvalue()
    return SimpleUploadedFile("IMG_20260101.jpg", target.getvalue(), content_type="image/jpeg")


def plant(town):
    """All of it, by the hands of those who do it every day."""
    author = town.resident(5)
    made = {
        "M": sent(town, author, f"{PRIVATE}，联系我。", "red"),
        "H": sent(town, author, f"有人{HIDDEN}，请查。", "green"),
        "P": sent(town, author, f"{PUBLIC}，我住{DOOR}，电话{TYPED}。", "blue"),
        "A": sent(town, author, "路灯不亮。", "yellow"),
    }
    for letter in "MHA":
        taken_on(town, made[letter])
    unit, office = town.by("hb.pm"), town.by("hb.office")
    for letter, words in {"M": UNCHECKED, "A": "修好了。"}.items():
        town.answer(town.lead(made[letter]), text=words, by=unit)
    take(town.lead(made["A"]), "approve", by=office)
    made["A"].refresh_from_db()
    after.rate(made["A"], rating=1, words=RATING, by=author)
    actions.hide(made["H"], note="反映干部", by=office)
    passed_on(town, made["P"])
    shown = Copy("灌木枯死", f"{PUBLIC}，请补种。", photos=of(*made["P"].key))
    actions.publish(made["P"], copy=shown, by=office)
    actions.reveal(made["M"], note=REASON, by=office)
    after.call_back(made["A"], reached=True, solved=False, words=CALLED, by=office)
    made |= beside(town, author)
    return Planted(author, made, marks(author, made))


def beside(town, author):
    """What left the usual way."""
    unit, office = town.by("hb.pm"), town.by("hb.office")
    texts = {"E": "围墙开裂。", "K": f"{ACCUSING}，请查。", "W": "电梯停了。", "L": f"{LEAD}。", "V": f"{PARTED}。"}
    made = {letter: sent(town, author, text, "gray") for letter, text in texts.items()}
    made["U"] = sent(town, town.resident(2), f"{UNITED}。", "pink", address="东门西侧")
    exits.answer_on_spot(made["E"], answer=EXPLAINED, by=town.deputy("HB"))
    for letter in "KLUV":
        looked_at(town, made[letter])
    actions.hide(made["K"], note="反映干部", person=town.person("hb.director"), by=office)
    taken_on(town, made["W"])
    orders.ask(town.lead(made["W"]), until=clock.today() + timedelta(days=20), note=WAITING, by=unit)
    for letter in "UV":
        exits.merge(made[letter], into=made["L"], reason="同一处台阶，一并办理。", by=office)
    actions.hide(made["V"], note="涉及治安", by=office)
    actions.dispatch(made["L"], to=town.unit(), by=office)
    return made


def phone_of(actor):
    return Contact.objects.get(person=actor.person_id).phone


def sent(town, author, text, colour, address=ADDRESS):
    where = Where(town.street(), town.community(), address=address, lon=POINT[0], lat=POINT[1])
    photos = [files.keep(photo(colour), by=author)]
    return actions.submit(Report(text, where, photos, town.deputy_row("HB").post), by=author)


def passed_on(town, opinion):
    """What sounds like an accusation is at the office already; until it is hidden for good it goes as anything else."""
    if opinion.suspected:
        actions.unhide(opinion, by=town.by("hb.office"))
    else:
        take(opinion, "transfer", by=town.deputy("HB"), note=NOTE)


def looked_at(town, opinion):
    passed_on(town, opinion)
    actions.triage(opinion, category=category("01.05"), tier="simple", by=town.by("hb.office"))


def taken_on(town, opinion):
    looked_at(town, opinion)
    actions.dispatch(opinion, to=town.unit(), by=town.by("hb.office"))
    take(town.lead(opinion), "accept", by=town.by("hb.pm"))


def marks(author, made):
    """Names of the marks, and what to look for."""
    return {
        "private words": PRIVATE,
        "number of the private one": made["M"].number,
        "hidden words": HIDDEN,
        "number of the hidden one": made["H"].number,
        "door": DOOR,
        "address": ADDRESS,
        "name": author.name,
        "phone": phone_of(author),
        "phone in the words": TYPED,
        "note": NOTE,
        "answer not yet checked": UNCHECKED,
        "words with a rating": RATING,
        "explained, not yet standing": EXPLAINED,
        "words of a call-back": CALLED,
        "words against the director": ACCUSING,
        "why more time": WAITING,
        "words of what leads": LEAD,
        "words of what was united": UNITED,
        "words of what was united and hidden": PARTED,
        "reason for a look": REASON,
        "exact point": "120.163217",
        "exact point in GeoJSON": "30.252718",
        "where the camera was": str(TAKEN[1]),
        "whose camera it was": OWNER,
    }


def link(planted):
    """A signed link to the private opinion, as it would be in a message: its token."""
    path = make(planted.made["M"].key, planted.author.person_id, "330102")
    return path.strip("/").rpartition("/")[2]
