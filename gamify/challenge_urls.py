"""Pages of challenges that members see."""

from django.urls import path

from gamify.views import challenges, entering, handing_in, results

_ONE = "challenges/<slug:public_id>/"
_STORY = f"{_ONE}stories/<slug:entrant_id>/"

urlpatterns = [
    path("challenges/", challenges.index, name="challenges"),
    path("challenges/beside/", challenges.beside, name="challenges-beside"),
    path("challenges/pictures/<slug:public_id>/<slug:stem>.webp", handing_in.picture, name="submission-picture"),
    path(
        "challenges/pictures/<slug:public_id>/<slug:stem>/small.webp",
        handing_in.small_picture,
        name="submission-picture-small",
    ),
    path(_ONE, challenges.detail, name="challenge"),
    path(f"{_ONE}card/", challenges.card, name="challenge-card"),
    path(f"{_ONE}mine/", challenges.mine, name="challenge-mine"),
    path(f"{_ONE}rules.json", challenges.rules, name="challenge-rules"),
    path(f"{_ONE}enter/", entering.enter, name="challenge-enter"),
    path(f"{_ONE}leave/", entering.leave, name="challenge-leave"),
    path(f"{_ONE}teams/", entering.found, name="challenge-found"),
    path(f"{_ONE}teams/join/", entering.join, name="challenge-join"),
    path(f"{_ONE}teams/<slug:team_id>/", challenges.team, name="challenge-team"),
    path(f"{_ONE}tasks/<int:position>/", handing_in.index, name="challenge-hand-in"),
    path(f"{_ONE}result/", results.index, name="challenge-result"),
    path(f"{_ONE}result.json", results.document, name="challenge-result-json"),
    path(f"{_ONE}story/", results.tell, name="challenge-story"),
    path(f"{_STORY}hide/", results.hide, name="challenge-story-hide"),
    path(f"{_STORY}<slug:stem>.webp", results.picture, name="story-picture"),
    path(f"{_STORY}<slug:stem>/small.webp", results.small_picture, name="story-picture-small"),
]
