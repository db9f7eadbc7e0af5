"""Owns the lists of kinds that this project has none of: sites, rules and the like."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.routing import Routes

routes = Routes()


def _empty(path: str, key: str, scope: str) -> None:
    """Register a list that finds nothing."""

    @routes.get(path, scope)
    def list_(call: Call) -> Answer:
        call.queries()
        return answer_page(0, key, [])


@routes.get("/functions/templates/{template_id}", "public")
def get_template(call: Call, template_id: str) -> Answer:
    """This project has none."""
    raise ApiError(
        404,
        "function_template_not_found",
        "Function Template with the requested ID could not be found.",
    )


_empty("/functions/templates", "templates", "public")
_empty("/project/variables", "variables", "project.read")
_empty("/proxy/rules", "rules", "rules.read")
_empty("/sites", "sites", "sites.read")
_empty("/webhooks", "webhooks", "webhooks.read")
