"""Preview and take; layouts; pictures that cannot be shown."""

import pytest

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.picture import HOLDING_CARD, PLACES, Caption, Layout, Picture
from diemcau.conference.session import SiteRole
from tests import world
from tests.world import CENTRAL, CHAIR, CHAIR_SITE, LEADER, SECOND_CENTRAL


def one(site: str) -> Picture:
    return Picture(Layout.ONE, (site,))


def test_a_picture_is_prepared_then_taken() -> None:
    sitting = world.live()
    assert sitting.does(c.SetPreview(one("bim-son"))) == (e.PreviewSet(one("bim-son")),)
    assert sitting.state.program == HOLDING_CARD
    assert sitting.does(c.Take(0)) == (e.PictureTaken(one("bim-son")),)
    assert (sitting.state.program, sitting.state.program_version) == (one("bim-son"), 1)


def test_the_same_again_is_no_event() -> None:
    sitting = world.live()
    sitting.does(c.SetPreview(one("bim-son")), c.Take())
    assert sitting.does(c.SetPreview(one("bim-son"))) == ()
    assert sitting.does(c.Take()) == ()
    assert sitting.does(c.SetPreviewLayout(Layout.ONE)) == ()


def test_two_operators_take_once_and_the_other_is_told() -> None:
    sitting = world.live()
    sitting.does(c.SetPreview(one("bim-son")), c.Take(0))
    sitting.does(c.SetPreview(one("ha-trung")))
    assert sitting.refuses(c.Take(0), by=SECOND_CENTRAL).code == "picture.moved_on"
    assert sitting.refuses(c.Take(1, one("nga-son")), by=SECOND_CENTRAL).code == "picture.preview_changed"
    sitting.does(c.Take(1, one("ha-trung")))


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (Picture(Layout.TWO, ("bim-son",)), "picture.count"),
        (Picture(Layout.HOLDING, ("bim-son",)), "picture.count"),
        (Picture(Layout.ONE, ()), "picture.count"),
        (Picture(Layout.TWO, ("bim-son", "bim-son")), "picture.twice"),
        (Picture(Layout.TWO, ("bim-son", "khong-co")), "picture.not_connected"),
        (Picture(Layout.CHAIR_SPEAKER, ("bim-son", CHAIR_SITE)), "picture.no_chair"),
        (Picture(Layout.SHARED, ("bim-son",)), "sharing.not_allowed"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_refused(picture: Picture, code: str) -> None:
    assert world.live().refuses(c.SetPreview(picture)).code == code


def test_who_is_not_connected_is_named() -> None:
    sitting = world.live(here=("bim-son",))
    refused = sitting.refuses(c.SetPreview(Picture(Layout.FOUR, ("ha-trung", "bim-son", "nga-son"))))
    assert refused.sentence() == "Không đưa lên hình được vì không kết nối: Huyện Hà Trung, Huyện Nga Sơn."


def test_a_prepared_picture_whose_site_was_lost_is_not_taken() -> None:
    sitting = world.live()
    sitting.does(c.SetPreview(one("bim-son")))
    assert sitting.cut("bim-son").refuses(c.Take()).code == "picture.not_connected"


def test_a_lost_site_stays_in_the_picture_and_a_dropped_one_does_not() -> None:
    sitting = world.live()
    sitting.does(c.SetPreview(one("bim-son")), c.Take())
    assert sitting.cut("bim-son").state.program == one("bim-son")
    sitting.does(c.Drop("bim-son"))
    assert sitting.state.program == HOLDING_CARD


@pytest.mark.parametrize("layout", [x for x in Layout if x is not Layout.SHARED])
def test_every_layout_is_filled_sensibly(layout: Layout) -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2")
    sitting.does(c.GiveFloor("dk-1"), c.Take(), c.SetPreview(one("nga-son")))
    sitting.tries(c.SetPreviewLayout(layout))
    assert sitting.state.preview.layout is layout
    assert sitting.state.preview.fits()


def test_the_preview_then_the_speaker_then_the_chair_then_who_waits() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2")
    sitting.does(c.GiveFloor("dk-1"), c.SetPreview(one("nga-son")), c.SetPreviewLayout(Layout.FOUR))
    assert sitting.state.preview.sites == ("nga-son", "bim-son", CHAIR_SITE, "ha-trung")
    assert sitting.state.preview.caption == Caption(LEADER.name, LEADER.title, LEADER.unit)


def test_the_speaker_of_a_pair_is_shown_alone() -> None:
    sitting = world.live()
    pair = Picture(Layout.CHAIR_SPEAKER, (CHAIR_SITE, "nga-son"), Caption("Bà Lê Thị Thảo"))
    sitting.does(c.SetPreview(pair))
    sitting.does(c.SetPreviewLayout(Layout.ONE))
    assert sitting.state.preview == Picture(Layout.ONE, ("nga-son",), Caption("Bà Lê Thị Thảo"))


def test_the_holding_card_has_no_caption() -> None:
    sitting = world.live().queues("bim-son", "dk-1")
    sitting.does(c.GiveFloor("dk-1"), c.SetPreviewLayout(Layout.HOLDING))
    assert sitting.state.preview == HOLDING_CARD


def test_too_few_sites_for_a_layout() -> None:
    assert world.live(here=("bim-son",)).refuses(c.SetPreviewLayout(Layout.FOUR)).code == "picture.too_few"


def test_the_chairs_pair_needs_the_chair() -> None:
    refused = world.live(here=("bim-son", "ha-trung")).refuses(c.SetPreviewLayout(Layout.CHAIR_SPEAKER))
    assert refused.code == "picture.no_chair"


def test_a_shared_screen_is_of_a_site_that_may_share_first_of_one_that_does() -> None:
    sitting = world.live()
    assert sitting.refuses(c.SetPreviewLayout(Layout.SHARED)).code == "sharing.nobody"
    sitting.does(c.AllowSharing("bim-son"), c.AllowSharing("ha-trung"))
    sitting.sees(c.SeeDevices("ha-trung", True, False, True))
    sitting.does(c.SetPreviewLayout(Layout.SHARED))
    assert sitting.state.preview.sites == ("ha-trung",)


def test_a_session_without_a_chair_site_still_has_pictures() -> None:
    sitting = world.live(("trung-tam", "bim-son", "ha-trung")).queues("bim-son", "dk-1")
    assert all(seat.role is not SiteRole.CHAIR for seat in sitting.state.seats.values())
    sitting.does(c.GiveFloor("dk-1"))
    assert sitting.state.preview.sites == ("bim-son",)
    assert sitting.refuses(c.SetPreviewLayout(Layout.CHAIR_SPEAKER)).code == "picture.no_chair"
    pair = Picture(Layout.CHAIR_SPEAKER, ("bim-son", "ha-trung"))
    assert sitting.refuses(c.SetPreview(pair)).code == "picture.no_chair"
    sitting.does(c.SetPreviewLayout(Layout.TWO))


def test_every_layout_has_its_places() -> None:
    assert set(PLACES) == set(Layout)


# --- the chair token
def test_for_a_moment_the_token_holders_word_stands() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2")
    sitting.does(c.TakeToken(), by=CHAIR)
    sitting.does(c.GiveFloor("dk-1"), by=CHAIR)
    assert sitting.refuses(c.GiveFloor("dk-2"), by=CENTRAL).code == "token.conflict"
    sitting.does(c.Take(), by=CENTRAL)  # the picture is another thing
    sitting.does(c.YieldFloor("dk-1"), by=world.BIM_SON)
    sitting.passes(3).does(c.GiveFloor("dk-2"), by=CENTRAL)


def test_the_same_for_the_picture() -> None:
    sitting = world.live()
    sitting.does(c.TakeToken(), by=CHAIR)
    sitting.does(c.SetPreview(one("bim-son")), c.Take(), by=CHAIR)
    refused = sitting.refuses(c.SetPreview(one("ha-trung")))
    assert (refused.code, refused.values) == ("token.conflict", {"holder": CHAIR.name})
    sitting.does(c.TakeToken())
    sitting.does(c.SetPreview(one("ha-trung")))


def test_the_centre_may_always_take_the_token_and_others_may_not() -> None:
    sitting = world.live()
    assert sitting.does(c.ReturnToken()) == ()
    sitting.does(c.TakeToken(), by=CHAIR)
    assert sitting.does(c.TakeToken(), by=CHAIR) == ()
    refused = sitting.refuses(c.TakeToken(), by=world.CHAIR_TECHNICIAN)
    assert (refused.code, refused.values) == ("token.held", {"holder": CHAIR.name})
    assert sitting.refuses(c.ReturnToken(), by=world.CHAIR_TECHNICIAN).code == "token.not_yours"
    assert sitting.does(c.TakeToken()) == (e.TokenTaken(CENTRAL),)
    assert sitting.does(c.ReturnToken()) == (e.TokenReturned(),)
    sitting.does(c.TakeToken(), by=CHAIR)
    assert sitting.does(c.ReturnToken()) == (e.TokenReturned(),)
