"""How often a member may join, redeem, ask, help, water: by a button or by a program, it counts alike."""

from lib.limits import Limit

JOIN = Limit("buy-join", most=30, seconds=600)  # each opens a checkout at the bank and keeps a seat from others
PAY = Limit("pay", most=30, seconds=600)
LOOK = Limit("pay-look", most=60, seconds=600)  # each asks the bank
REDEEM = Limit("redeem", most=30, seconds=600)
UNLOCK = Limit("unlock", most=30, seconds=600)
HELP = Limit("help", most=30, seconds=600)
WATER = Limit("water", most=60, seconds=600)
CHOOSE = Limit("battle-join", most=30, seconds=600)
OBJECT = Limit("battle-object", most=20, seconds=3600)
PICTURE = Limit("album", most=20, seconds=3600)
