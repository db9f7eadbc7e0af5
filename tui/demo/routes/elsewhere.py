"""Owns the endpoints that a real server has and this one does not serve.

They ask for their scopes as everywhere; whoever has one is told that there is nothing behind them.
"""

from __future__ import annotations

from collections.abc import Iterator

from tui.demo.answers import Answer
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.routing import Route


def not_served(call: Call, **_: str) -> Answer:
    message = f"The embedded Appwrite does not serve {call.method} {call.path}."
    raise ApiError(501, "general_not_implemented", message)


def routes_elsewhere(area: str) -> Iterator[Route]:
    """Those below a first segment."""
    for line in _ROUTES.splitlines():
        method, path, *scopes = line.split()
        if path.split("/")[1] == area:
            yield Route(method, path, tuple(scopes), not_served, is_served=False)


def areas_elsewhere() -> set[str]:
    """The first segments of all of them."""
    return {line.split("/")[1].split()[0] for line in _ROUTES.splitlines()}


_ROUTES = """\
GET /account/sessions/oauth2/callback/{_}/{_} public
POST /account/sessions/oauth2/callback/{_}/{_} public
GET /account/sessions/oauth2/{_}/redirect public
GET /avatars/browsers/{_} avatars.read
GET /avatars/credit-cards/{_} avatars.read
GET /avatars/favicon avatars.read
GET /avatars/flags/{_} avatars.read
GET /avatars/image avatars.read
GET /avatars/initials avatars.read
GET /avatars/qr avatars.read
GET /avatars/screenshots avatars.read
GET /cards/cloud avatars.read
GET /cards/cloud-back avatars.read
GET /cards/cloud-og avatars.read
POST /console/assistant assistant.read
GET /console/oauth2-providers public
GET /console/resources rules.read
GET /console/scopes/organization public
GET /console/scopes/project public
GET /console/templates/email/{_} public
GET /console/variables projects.read
GET /documentsdb databases.read
POST /documentsdb databases.write
GET /documentsdb/transactions documents.read
POST /documentsdb/transactions documents.write
DELETE /documentsdb/transactions/{_} documents.write
GET /documentsdb/transactions/{_} documents.read
PATCH /documentsdb/transactions/{_} documents.write
POST /documentsdb/transactions/{_}/operations documents.write
GET /documentsdb/usage collections.read
DELETE /documentsdb/{_} databases.write
GET /documentsdb/{_} databases.read
PUT /documentsdb/{_} databases.write
GET /documentsdb/{_}/collections collections.read
POST /documentsdb/{_}/collections collections.write
DELETE /documentsdb/{_}/collections/{_} collections.write
GET /documentsdb/{_}/collections/{_} collections.read
PUT /documentsdb/{_}/collections/{_} collections.write
DELETE /documentsdb/{_}/collections/{_}/documents documents.write
GET /documentsdb/{_}/collections/{_}/documents documents.read
PATCH /documentsdb/{_}/collections/{_}/documents documents.write
POST /documentsdb/{_}/collections/{_}/documents documents.write
PUT /documentsdb/{_}/collections/{_}/documents documents.write
DELETE /documentsdb/{_}/collections/{_}/documents/{_} documents.write
GET /documentsdb/{_}/collections/{_}/documents/{_} documents.read
PATCH /documentsdb/{_}/collections/{_}/documents/{_} documents.write
PUT /documentsdb/{_}/collections/{_}/documents/{_} documents.write
PATCH /documentsdb/{_}/collections/{_}/documents/{_}/{_}/decrement documents.write
PATCH /documentsdb/{_}/collections/{_}/documents/{_}/{_}/increment documents.write
GET /documentsdb/{_}/collections/{_}/indexes collections.read
POST /documentsdb/{_}/collections/{_}/indexes collections.write
DELETE /documentsdb/{_}/collections/{_}/indexes/{_} collections.write
GET /documentsdb/{_}/collections/{_}/indexes/{_} collections.read
GET /documentsdb/{_}/collections/{_}/usage collections.read
GET /documentsdb/{_}/logs databases.read
GET /documentsdb/{_}/usage collections.read
GET /graphql graphql
POST /graphql graphql
POST /graphql/mutation graphql
GET /health/stats root
GET /locale/codes locale.read
GET /locale/continents locale.read
GET /locale/countries locale.read
GET /locale/countries/eu locale.read
GET /locale/countries/phones locale.read
GET /locale/currencies locale.read
GET /locale/languages locale.read
GET /messaging/messages/{_}/logs messages.read
POST /messaging/providers/apns providers.write
PATCH /messaging/providers/apns/{_} providers.write
POST /messaging/providers/fcm providers.write
PATCH /messaging/providers/fcm/{_} providers.write
POST /messaging/providers/mailgun providers.write
PATCH /messaging/providers/mailgun/{_} providers.write
POST /messaging/providers/msg91 providers.write
PATCH /messaging/providers/msg91/{_} providers.write
POST /messaging/providers/resend providers.write
PATCH /messaging/providers/resend/{_} providers.write
POST /messaging/providers/sendgrid providers.write
PATCH /messaging/providers/sendgrid/{_} providers.write
POST /messaging/providers/ses providers.write
PATCH /messaging/providers/ses/{_} providers.write
POST /messaging/providers/telesign providers.write
PATCH /messaging/providers/telesign/{_} providers.write
POST /messaging/providers/textmagic providers.write
PATCH /messaging/providers/textmagic/{_} providers.write
POST /messaging/providers/twilio providers.write
PATCH /messaging/providers/twilio/{_} providers.write
POST /messaging/providers/vonage providers.write
PATCH /messaging/providers/vonage/{_} providers.write
GET /messaging/providers/{_}/logs providers.read
GET /messaging/subscribers/{_}/logs subscribers.read
GET /messaging/topics/{_}/logs topics.read
GET /migrations migrations.read
POST /migrations/appwrite migrations.write
GET /migrations/appwrite/report migrations.write
POST /migrations/csv/exports migrations.write
POST /migrations/csv/imports migrations.write
POST /migrations/firebase migrations.write
GET /migrations/firebase/report migrations.write
POST /migrations/json/exports migrations.write
POST /migrations/json/imports migrations.write
POST /migrations/nhost migrations.write
GET /migrations/nhost/report migrations.write
POST /migrations/supabase migrations.write
GET /migrations/supabase/report migrations.write
DELETE /migrations/{_} migrations.write
GET /migrations/{_} migrations.read
PATCH /migrations/{_} migrations.write
GET /organization/projects projects.read
POST /organization/projects projects.write
DELETE /organization/projects/{_} projects.write
GET /organization/projects/{_} projects.read
PATCH /organization/projects/{_} projects.write
GET /ping global
DELETE /project project.write
PATCH /project/auth-methods/{_} project.write
POST /project/keys keys.write
POST /project/keys/ephemeral keys.write
DELETE /project/keys/{_} keys.write
PUT /project/keys/{_} keys.write
PUT /project/labels project.write
GET /project/mock-phones mocks.read
POST /project/mock-phones mocks.write
DELETE /project/mock-phones/{_} mocks.write
GET /project/mock-phones/{_} mocks.read
PUT /project/mock-phones/{_} mocks.write
GET /project/oauth2 oauth2.read
PATCH /project/oauth2 oauth2.write
GET /project/oauth2/{_} oauth2.read
POST /project/platforms/android platforms.write
PUT /project/platforms/android/{_} platforms.write
POST /project/platforms/apple platforms.write
PUT /project/platforms/apple/{_} platforms.write
POST /project/platforms/linux platforms.write
PUT /project/platforms/linux/{_} platforms.write
POST /project/platforms/web platforms.write
PUT /project/platforms/web/{_} platforms.write
POST /project/platforms/windows platforms.write
PUT /project/platforms/windows/{_} platforms.write
DELETE /project/platforms/{_} platforms.write
GET /project/platforms/{_} platforms.read
GET /project/policies policies.read project.policies.read
PATCH /project/policies/membership-privacy policies.write project.policies.write
PATCH /project/policies/password-dictionary policies.write project.policies.write
PATCH /project/policies/password-history policies.write project.policies.write
PATCH /project/policies/password-personal-data policies.write project.policies.write
PATCH /project/policies/password-strength policies.write project.policies.write
PATCH /project/policies/session-alert policies.write project.policies.write
PATCH /project/policies/session-duration policies.write project.policies.write
PATCH /project/policies/session-invalidation policies.write project.policies.write
PATCH /project/policies/session-limit policies.write project.policies.write
PATCH /project/policies/user-limit policies.write project.policies.write
GET /project/policies/{_} policies.read project.policies.read
PATCH /project/protocols/{_} project.write
PATCH /project/services/{_} project.write
PATCH /project/smtp project.write
POST /project/smtp/tests project.write
GET /project/templates/email templates.read
PATCH /project/templates/email templates.write
GET /project/templates/email/{_} templates.read
GET /project/usage projects.read
POST /project/variables project.write
DELETE /project/variables/{_} project.write
GET /project/variables/{_} project.read
PUT /project/variables/{_} project.write
GET /projects projects.read
POST /projects projects.write
PATCH /projects/{_} projects.write
PATCH /projects/{_}/auth/mock-numbers projects.write
GET /projects/{_}/dev-keys devKeys.read
POST /projects/{_}/dev-keys devKeys.write
DELETE /projects/{_}/dev-keys/{_} devKeys.write
GET /projects/{_}/dev-keys/{_} devKeys.read
PUT /projects/{_}/dev-keys/{_} devKeys.write
PATCH /projects/{_}/oauth2 projects.write
GET /projects/{_}/schedules schedules.read
POST /projects/{_}/schedules schedules.write
GET /projects/{_}/schedules/{_} schedules.read
PATCH /projects/{_}/team projects.write
DELETE /projects/{_}/templates/email projects.write
POST /proxy/rules/api rules.write
POST /proxy/rules/function rules.write
POST /proxy/rules/redirect rules.write
POST /proxy/rules/site rules.write
DELETE /proxy/rules/{_} rules.write
GET /proxy/rules/{_} rules.read
PATCH /proxy/rules/{_}/status rules.write
GET /reports reports.read
DELETE /reports/{_} reports.write
GET /reports/{_} reports.read
GET /reports/{_}/insights insights.read
GET /reports/{_}/insights/{_} insights.read
POST /sites sites.write
GET /sites/frameworks public
GET /sites/specifications sites.read
GET /sites/templates public
GET /sites/templates/{_} public
GET /sites/usage sites.read
DELETE /sites/{_} sites.write
GET /sites/{_} sites.read
PUT /sites/{_} sites.write
PATCH /sites/{_}/deployment sites.write
GET /sites/{_}/deployments sites.read
POST /sites/{_}/deployments sites.write
POST /sites/{_}/deployments/duplicate sites.write
POST /sites/{_}/deployments/template sites.write
POST /sites/{_}/deployments/vcs sites.write
DELETE /sites/{_}/deployments/{_} sites.write
GET /sites/{_}/deployments/{_} sites.read
GET /sites/{_}/deployments/{_}/download sites.read
PATCH /sites/{_}/deployments/{_}/status sites.write
GET /sites/{_}/logs log.read
DELETE /sites/{_}/logs/{_} log.write
GET /sites/{_}/logs/{_} log.read
GET /sites/{_}/usage sites.read
GET /sites/{_}/variables sites.read
POST /sites/{_}/variables sites.write
DELETE /sites/{_}/variables/{_} sites.write
GET /sites/{_}/variables/{_} sites.read
PUT /sites/{_}/variables/{_} sites.write
GET /vcs/github/authorize vcs.read
GET /vcs/github/callback public
POST /vcs/github/events public
POST /vcs/github/installations/{_}/detections vcs.write
GET /vcs/github/installations/{_}/providerRepositories vcs.read
POST /vcs/github/installations/{_}/providerRepositories vcs.write
GET /vcs/github/installations/{_}/providerRepositories/{_} vcs.read
GET /vcs/github/installations/{_}/providerRepositories/{_}/branches vcs.read
GET /vcs/github/installations/{_}/providerRepositories/{_}/contents vcs.read
PATCH /vcs/github/installations/{_}/repositories/{_} vcs.write
GET /vcs/installations vcs.read
DELETE /vcs/installations/{_} vcs.write
GET /vcs/installations/{_} vcs.read
GET /vectorsdb databases.read
POST /vectorsdb databases.write
POST /vectorsdb/embeddings/text documents.write
GET /vectorsdb/transactions documents.read
POST /vectorsdb/transactions documents.write
DELETE /vectorsdb/transactions/{_} documents.write
GET /vectorsdb/transactions/{_} documents.read
PATCH /vectorsdb/transactions/{_} documents.write
POST /vectorsdb/transactions/{_}/operations documents.write
GET /vectorsdb/usage collections.read
DELETE /vectorsdb/{_} databases.write
GET /vectorsdb/{_} databases.read
PUT /vectorsdb/{_} databases.write
GET /vectorsdb/{_}/collections collections.read
POST /vectorsdb/{_}/collections collections.write
DELETE /vectorsdb/{_}/collections/{_} collections.write
GET /vectorsdb/{_}/collections/{_} collections.read
PUT /vectorsdb/{_}/collections/{_} collections.write
DELETE /vectorsdb/{_}/collections/{_}/documents documents.write
GET /vectorsdb/{_}/collections/{_}/documents documents.read
PATCH /vectorsdb/{_}/collections/{_}/documents documents.write
POST /vectorsdb/{_}/collections/{_}/documents documents.write
PUT /vectorsdb/{_}/collections/{_}/documents documents.write
DELETE /vectorsdb/{_}/collections/{_}/documents/{_} documents.write
GET /vectorsdb/{_}/collections/{_}/documents/{_} documents.read
PATCH /vectorsdb/{_}/collections/{_}/documents/{_} documents.write
PUT /vectorsdb/{_}/collections/{_}/documents/{_} documents.write
GET /vectorsdb/{_}/collections/{_}/indexes collections.read
POST /vectorsdb/{_}/collections/{_}/indexes collections.write
DELETE /vectorsdb/{_}/collections/{_}/indexes/{_} collections.write
GET /vectorsdb/{_}/collections/{_}/indexes/{_} collections.read
GET /vectorsdb/{_}/collections/{_}/usage collections.read
GET /vectorsdb/{_}/logs databases.read
GET /vectorsdb/{_}/usage collections.read
POST /webhooks webhooks.write
DELETE /webhooks/{_} webhooks.write
GET /webhooks/{_} webhooks.read
PUT /webhooks/{_} webhooks.write
PATCH /webhooks/{_}/secret webhooks.write
"""
