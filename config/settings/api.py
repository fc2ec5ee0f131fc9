"""The REST API: versioned, documented, limited."""

from __future__ import annotations

from config.settings.environment import TEST, env

_THROTTLES = [f"config.throttles.{name}Throttle" for name in ("Anon", "User", "Key")]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["config.api_auth.ProgramKey", "config.api_auth.MemberSession"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["lib.api.parsing.JSONBody"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "config.api_errors.handle",
    "DEFAULT_THROTTLE_CLASSES": [] if TEST else _THROTTLES,
    "DEFAULT_THROTTLE_RATES": {"anon": "120/min", "user": "600/min", "key": "300/min"},
    # Without it a client could name itself anew in X-Forwarded-For for every request.
    "NUM_PROXIES": env.int("HEARTH_PROXIES", 0),
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
# Verbs that members may record of themselves besides `visit`; give their rules caps.
HEARTH_API_VERBS = env.list("HEARTH_API_VERBS", default=[])
SPECTACULAR_SETTINGS = {
    "TITLE": "Hearth API",
    "DESCRIPTION": "Groups, posts, activities, tasks, badges, boards, group buys and notifications of a Hearth "
    "community. "
    "Lists come in pages: `results`, and `next`, to be sent as `after`. Refusals are problem documents (RFC 9457). "
    "Texts for people are in the member's language, for visitors in that of Accept-Language. "
    "A `url` that begins with `/` is a path on this site: join it to the site's address.",
    "VERSION": "1.0.0",
    "TAGS": [
        {"name": "Game", "description": "What happened, recorded and explained; levels, points, tasks and badges."},
        {"name": "Boards", "description": "Leaderboards: which there are, the best, and around me."},
        {"name": "Me", "description": "Who I am and how I want it."},
        {"name": "Members", "description": "What everybody may know of a member."},
        {"name": "Groups", "description": "Groups, their members, roles and requests."},
        {"name": "Posts", "description": "Writing, reading, pictures and earlier versions."},
        {"name": "Comments", "description": "Answers to posts."},
        {"name": "Meetups", "description": "When and where a group meets, and who comes."},
        {"name": "Reactions", "description": "Answering without words; set, not switched."},
        {"name": "Drafts", "description": "What is not sent yet, kept on the server."},
        {"name": "Feelings", "description": "The twelve feelings, and the topics of a day."},
        {"name": "Feeds", "description": "Posts in an order."},
        {"name": "Notifications", "description": "The inbox, and what one wants to be told."},
        {"name": "Challenges", "description": "Tasks with prizes whose budget lies in escrow first."},
        {"name": "Buying", "description": "Campaigns, teams and places: what members do when they buy together."},
        {"name": "Orders", "description": "A member's places from taking one to the parcel, and their payment."},
        {"name": "Battles", "description": "Teams that play for points of the record."},
        {"name": "Rewards", "description": "What spark and friends are good for: redeeming, unlocking, coupons."},
        {"name": "Garden", "description": "Plants that grow with what members do."},
        {
            "name": "Proposals",
            "description": "From an idea to a product: support, amendments, a brand's answer, tests, credit.",
        },
        {"name": "Votes", "description": "Rounds, ballots, records and recounts."},
        {"name": "Brands", "description": "The console of a brand, for its people and its keys."},
        {"name": "Moderation", "description": "Reports, cases, sanctions, decisions and appeals."},
        {"name": "Review", "description": "What the site's staff decide."},
    ],
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "defaultModelsExpandDepth": 0, "docExpansion": "list"},
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "WEBHOOKS": "connect.api.news.WEBHOOKS",
    "PREPROCESSING_HOOKS": ["config.api_urls.only_endpoints"],
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "config.api_schema.add_common"],
    "ENUM_NAME_OVERRIDES": {
        "PublicationState": ["published", "held", "removed", "deleted"],
        "CaseState": ["open", "kept", "removed", "settled"],
        "CaseOrAppealState": ["open", "kept", "removed", "upheld", "overturned", "settled"],
        "AppealState": ["open", "upheld", "overturned", "settled"],
        "MembershipState": ["active", "requested", "invited", "left", "denied"],
        "CampaignState": "rewards.api.shapes.states.CAMPAIGN",
        "TeamState": "rewards.api.shapes.states.TEAM",
        "OrderState": "rewards.api.shapes.states.ORDER",
        "PaymentState": "rewards.api.shapes.states.PAYMENT",
        "RefundState": "rewards.api.shapes.states.REFUND",
        "WaitState": "rewards.api.shapes.states.WAIT",
        "OfferState": "rewards.api.shapes.states.OFFER",
        "BattleState": "rewards.api.shapes.states.BATTLE",
        "CouponState": "rewards.api.shapes.states.COUPON",
        "CouponKind": "rewards.api.shapes.states.COUPON_KIND",
        "ReferralState": "rewards.api.shapes.states.REFERRAL",
        "UnlockState": "rewards.api.shapes.states.UNLOCK",
        "HelpersAre": "rewards.api.shapes.states.HELPERS_ARE",
        "SeedState": "rewards.api.shapes.states.SEED",
        "SeedKind": "rewards.api.shapes.states.SEED_KIND",
        "PlantState": "rewards.api.shapes.states.PLANT",
        "RewardState": "rewards.api.shapes.states.REWARD",
        "RewardKind": "rewards.api.shapes.states.REWARD_KIND",
        "RewardExpiry": "rewards.api.shapes.states.REWARD_EXPIRY",
        "ChallengeState": "gamify.api.shapes.states.CHALLENGE",
        "ChallengeTaskKind": "gamify.api.shapes.states.CHALLENGE_TASK",
        "PrizeRule": "gamify.api.shapes.states.PRIZE_RULE",
        "QuestState": "gamify.api.shapes.states.QUEST",
        "QuestStepState": "gamify.api.shapes.states.QUEST_STEP",
        "SubmissionState": "gamify.api.shapes.states.SUBMISSION",
        "RedemptionState": "rewards.api.shapes.states.REDEMPTION",
        "WebhookMessageState": ["waiting", "done", "failed"],
    },
}
