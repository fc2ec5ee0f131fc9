"""The next meetup that one comes to stands on top of the home page."""

from community.views import home_meetup
from lib import home_cards

home_cards.add("meetup", home_meetup.draw, place=home_cards.TOP)
