"""A newcomer's first steps are shown on top of the home page."""

from gamify.views import first_steps
from lib import home_cards

home_cards.add("first-steps", first_steps.draw, place=home_cards.TOP)
