"""Coordinates in every notation that a phone or a map hands over."""

import pytest

from shelters.places.coordinates import read

GANJA = (40.68, 46.36)


@pytest.mark.parametrize(
    "text",
    """40.68, 46.36
    40.68 46.36
    (40.6815,46.3613)
    40,68 46,36
    40,68, 46,36
    40,6823; 46,3612
    46.36, 40.68
    40.68° N, 46.36° E
    N 40.68 E 46.36
    E 46.36 N 40.68
    40°40'58"N 46°21'38"E
    40° 40′ 58″ с. ш. 46° 21′ 38″ в. д.
    40°40.97'N 46°21.63'E
    lat: 40.68, lng: 46.36
    ۴۰٫۶۸، ۴۶٫۳۶
    Mənim yerim: 40.68, 46.36
    geo:40.6815,46.3613?z=11
    geo:0,0?q=40.68,46.36(Evim)
    https://maps.google.com/?q=40.68,46.36
    https://www.google.com/maps?q=loc:40.68,46.36
    https://www.google.com/maps/@40.6815,46.3613,15z
    https://www.google.com/maps/place/Ganja/@40.6,46.3,12z/data=!4m6!3d40.68!4d46.36
    https://www.google.com/maps/search/40.68,+46.36
    https://www.google.com/maps/dir//40.68,46.36
    https://maps.apple.com/?ll=40.68,46.36&q=Pin
    https://waze.com/ul?ll=40.68%2C46.36&navigate=yes
    https://yandex.az/maps/?ll=49.8,40.4&pt=46.36,40.68&z=12
    https://yandex.com/maps/?ll=46.36%2C40.68&z=12
    https://2gis.az/geo/70030076/46.36,40.68
    https://www.openstreetmap.org/#map=12/40.68/46.36
    https://www.openstreetmap.org/?mlat=40.68&mlon=46.36#map=12/40.1/46.1
    bura gəl https://maps.google.com/?q=40.68,46.36""".splitlines(),
)
def test_a_point(text):
    assert read(text.strip()) == GANJA


@pytest.mark.parametrize(
    "text",
    """Bakı
    28 May
    20 12
    40.68
    40,68
    AZ 1148
    012 404 12 34
    95.1, 46.3
    Gəncə 5.1 2.3
    Bakı, Nizami küç. 5, mən. 12
    https://maps.app.goo.gl/abcdEFG
    https://example.org/?page=1""".splitlines(),
)
def test_no_point(text):
    assert read(text.strip()) is None


def test_a_point_abroad_stays_where_it_is():
    assert read("41.7, 44.8") == (41.7, 44.8) and read("-33.92, 18.42") == (-33.92, 18.42)
