"""How often a member may write, answer, react, report. Generous to people, not to scripts."""

from lib.limits import Limit

POST = Limit("post", most=10, seconds=600)
COMMENT = Limit("comment", most=30, seconds=300)
DRAFT = Limit("draft", most=240, seconds=300)  # kept at every pause of whoever writes
PREVIEW = Limit("preview", most=60, seconds=300)  # parses a whole text
SUGGEST = Limit("suggest", most=120, seconds=300)  # asked at pauses, and each reads a whole text
EDIT = Limit("edit", most=60, seconds=600)  # each keeps what was there before
REACT = Limit("react", most=120, seconds=60)
REPORT = Limit("report", most=20, seconds=3600)
APPEAL = Limit("appeal", most=20, seconds=3600)
UPLOAD = Limit("upload", most=60, seconds=600)
INVITE = Limit("invite", most=30, seconds=3600)
MEETUP = Limit("meetup", most=20, seconds=3600)
ATTEND = Limit("attend", most=60, seconds=300)
JOIN = Limit("join", most=60, seconds=600)
SUPPORT = Limit("support", most=60, seconds=300)
PROPOSE = Limit("propose", most=20, seconds=3600)
AMEND = Limit("amend", most=20, seconds=3600)
ARGUE = Limit("argue", most=30, seconds=600)
MAKE = Limit("make", most=60, seconds=3600)
OBJECT = Limit("object", most=20, seconds=3600)
TEST = Limit("test", most=60, seconds=3600)
VOTE = Limit("vote", most=60, seconds=300)
RECOUNT = Limit("recount", most=30, seconds=300)
