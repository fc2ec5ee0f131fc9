"""How a group is: figures for those who look after it, against the group's own past. No person is measured."""
