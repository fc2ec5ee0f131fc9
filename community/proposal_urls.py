"""Pages of proposals that members see: reading, writing, supporting, changing, arguing."""

from django.urls import path

from community.views import (
    amendments,
    arguments,
    proposal_authors,
    proposal_pictures,
    proposal_studio,
    proposal_support,
    proposals,
)

_ONE = "proposals/<slug:public_id>/"
_AMENDMENT = f"{_ONE}amendments/<slug:amendment_id>/"
_PICTURE = "proposals/pictures/<slug:public_id>"

urlpatterns = [
    path("proposals/", proposals.index, name="proposals"),
    path("proposals/mine/", proposals.mine, name="proposals-mine"),
    path("proposals/new/", proposal_studio.new, name="proposal-new"),
    path("proposals/near/", proposal_studio.near, name="proposal-near"),
    path(f"{_PICTURE}.webp", proposal_pictures.show, name="proposal-picture"),
    path(f"{_PICTURE}/small.webp", proposal_pictures.small, name="proposal-picture-small"),
    path(_ONE, proposals.detail, name="proposal"),
    path(f"{_ONE}card/", proposals.card, name="proposal-card"),
    path(f"{_ONE}part/", proposal_support.part, name="proposal-part"),
    path(f"{_ONE}versions/", proposals.versions, name="proposal-versions"),
    path(f"{_ONE}support/", proposal_support.support, name="proposal-support"),
    path(f"{_ONE}edit/", proposal_studio.edit, name="proposal-edit"),
    path(f"{_ONE}save/", proposal_studio.save, name="proposal-save"),
    path(f"{_ONE}hand-in/", proposal_authors.hand_in, name="proposal-submit"),
    path(f"{_ONE}withdraw/", proposal_authors.withdraw, name="proposal-withdraw"),
    path(f"{_ONE}authors/", proposal_authors.invite, name="proposal-authors"),
    path(f"{_ONE}authors/back/", proposal_authors.take_back, name="proposal-author-back"),
    path(f"{_ONE}authors/me/", proposal_authors.answer, name="proposal-author-answer"),
    path(f"{_ONE}pictures/", proposal_pictures.add, name="proposal-pictures"),
    path(f"{_ONE}pictures/remove/", proposal_pictures.remove, name="proposal-picture-remove"),
    path(f"{_ONE}arguments/", arguments.index, name="proposal-arguments"),
    path(f"{_ONE}arguments/<slug:argument_id>/", arguments.think, name="proposal-stance"),
    path(f"{_ONE}amend/", amendments.propose, name="proposal-amend"),
    path(f"{_ONE}amendments/", amendments.index, name="proposal-amendments"),
    path(f"{_AMENDMENT}answer/", amendments.answer, name="amendment-answer"),
    path(f"{_AMENDMENT}withdraw/", amendments.withdraw, name="amendment-withdraw"),
    path(f"{_AMENDMENT}promote/", amendments.promote, name="amendment-promote"),
]
