"""What drf-spectacular cannot see by itself."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its __init_subclass__
    """Partners' keys in the OpenAPI description."""

    target_class = "cases.access.authentication.ApiKeyAuthentication"
    name = "partnerKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """A bearer key; reading works without one, at a lower rate."""
        return {"type": "http", "scheme": "bearer", "description": "A partner's key: ct_…"}
