"""Every registered SOAP endpoint, whichever room it belongs to."""

from __future__ import annotations

from django.urls import path, register_converter

from rivta import server, views


class RegisteredEndpoint:
    """Matches the paths of ``rivta.server``; all others go on to the next pattern."""

    regex = ".+"

    def to_python(self, value: str) -> server.Endpoint:
        endpoint = server.endpoint_at(f"/{value}")
        if endpoint is None:
            raise ValueError(value)
        return endpoint

    def to_url(self, value: server.Endpoint) -> str:
        return value.paths[0].removeprefix("/")


register_converter(RegisteredEndpoint, "soap_endpoint")

urlpatterns = [path("<soap_endpoint:endpoint>", views.soap, name="soap")]
