"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path

from linli.apps.places.web import buildings, cards, centres, compounds, maps, public, territory

app_name = "places"
urlpatterns = [
    path("map/city.json", maps.city, name="map_city"),
    path("map/near.json", maps.near, name="map_near"),
    path("map/<int:code>.json", maps.community, name="map_community"),
    path("map/building/<int:pk>.json", maps.pin, name="map_pin"),
    path("places/", public.finder, name="finder"),
    path("buildings/<int:pk>/", public.building, name="building"),
    path("buildings/card/<slug:code>/", public.by_card, name="by_card"),
    path("buildings/<int:pk>/card/", cards.building, name="card"),
    path("compounds/<int:pk>/", public.compound, name="compound"),
    path("compounds/<int:pk>/cards/", cards.compound, name="cards"),
    path("centres/", public.centres, name="centres"),
    path("centres/<int:pk>/", public.centre, name="centre"),
    path("territory/", territory.start, name="territory"),
    path("territory/<int:code>/", territory.area, name="area"),
    path("territory/<int:code>/street/", territory.street, name="street"),
    path("territory/<int:code>/places/", territory.places, name="places"),
    path("territory/<int:code>/compounds/new/", compounds.add, name="add_compound"),
    path("territory/<int:code>/buildings/new/", buildings.add, name="add_building"),
    path("territory/<int:code>/centres/new/", centres.add, name="add_centre"),
    path("territory/<int:code>/places/new/", centres.add_place, name="add_place"),
    path("compounds/<int:pk>/edit/", compounds.edit, name="edit_compound"),
    path("compounds/<int:pk>/management/", compounds.management, name="management"),
    path("buildings/<int:pk>/edit/", buildings.edit, name="edit_building"),
    path("buildings/<int:pk>/move/", buildings.move, name="move_building"),
    path("buildings/<int:pk>/homes/", buildings.homes, name="homes"),
    path("centres/<int:pk>/edit/", centres.edit, name="edit_centre"),
    path("centres/<int:pk>/open/", centres.open_it, name="open_centre"),
    path("centres/<int:pk>/close/", centres.close_it, name="close_centre"),
    path("neighbour-places/<int:pk>/edit/", centres.edit_place, name="edit_place"),
]
