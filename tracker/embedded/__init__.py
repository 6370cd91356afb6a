"""The servers and processes that one machine needs, started and ended together.

Nothing in this package imports Django or Celery, so that the supervisor stays small; only
`addresses` is imported by the settings.
"""
