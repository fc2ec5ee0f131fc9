"""On top of the home page: the running battle, and for visitors what they can buy together."""

from lib import home_cards
from rewards.views import battles, deals

home_cards.add("deals", deals.draw)
home_cards.add("battle", battles.draw_strip)
