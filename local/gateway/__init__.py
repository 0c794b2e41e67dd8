"""What API Gateway does for an HTTP API: routes, authorizer, CORS, payload format 2.0."""
