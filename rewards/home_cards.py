"""On the home page: the running battle, and for visitors and newcomers what they can buy together."""

from lib import home_cards
from rewards.views import battles, deals

home_cards.add("deals", deals.draw, place=home_cards.GUESTS)
home_cards.add("battle", battles.draw_strip)
