"""Sixteen threads against a DynamoDB over the network, through the use cases."""
