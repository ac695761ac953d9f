from tests.journeys.photos import photo
from tests.journeys.words import zh
import pytest, time
@pytest.mark.browser
@pytest.mark.parametrize("scripts",[True,False])
def test_try(arrive, town, site, scripts):
    from minsheng.ground.places.queries import centre
    lon, lat = centre(town.community())
    t=time.time()
    r = arrive("resident", scripts=scripts, geolocation={"longitude":lon,"latitude":lat}, permissions=["geolocation"])
    r.go("/")
    print(r.heading())
    r.follow("I want to report something")
    r.field("What is the matter?").fill("小区绿化带的灌木枯死了一片，\n请补种。")
    r.add_photos(photo("a"), photo("b"))
    if scripts:
        r.page.get_by_role("button", name=zh("Use my position")).click()
        print(r.page.locator(".place-said").text_content())
    else:
        r.field("Subdistrict").select_option(label="湖滨街道")
        r.field("Community").select_option(str(town.community().code))
    r.field("Address or landmark").fill("祖庙巷")
    r.prove_phone("19900000091")
    print(site.texts("19900000091"))
    r.press("Send")
    print(r.path, r.heading(), r.message(), r.rail(), r.timeline(), r.at())
    print(r.reads())
    print(time.time()-t)
