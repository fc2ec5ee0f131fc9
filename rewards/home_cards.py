"""The running battle is shown on top of the home page."""

from lib import home_cards
from rewards.views import battles

home_cards.add("battle", battles.draw_strip)
