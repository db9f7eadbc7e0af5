"""Owns the endpoints that read buckets (`/storage/buckets`)."""

from __future__ import annotations

from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.files.access import the_bucket
from tui.demo.model.storage import BUCKETS
from tui.demo.routing import Routes
from tui.demo.store.collection import Document, shown

routes = Routes()


def shown_bucket(call: Call, bucket: Document) -> Document:
    return call.settings.version.present("bucket", shown(bucket))


@routes.get("/storage/buckets", "buckets.read")
def list_buckets(call: Call) -> Answer:
    page = BUCKETS.page(
        call.store,
        call.settings.version,
        call.queries(),
        search=call.search(),
        total=call.wants_total(),
    )
    return answer_page(page.total, "buckets", [shown_bucket(call, each) for each in page.documents])


@routes.get("/storage/buckets/{bucket_id}", "buckets.read")
def get_bucket(call: Call, bucket_id: str) -> Answer:
    return answer_json(shown_bucket(call, the_bucket(call, bucket_id)))
