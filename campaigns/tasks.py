"""Background work of campaigns. Each task takes ids and may run twice."""

from django_tasks import task

from . import services


@task()
def build_bundle(toolkit_id: int) -> None:
    """Build the bundle of a toolkit, if it is still there for visitors."""
    toolkit = services.offered_toolkits().filter(pk=toolkit_id).first()
    if toolkit is not None:
        services.build_bundle(toolkit=toolkit)
