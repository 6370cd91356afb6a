"""All settings, joined from one module per concern. Every variable stands in .env.example."""

from tracker.settings.core import *  # isort: skip
from tracker.settings.celery import *
from tracker.settings.database import *
from tracker.settings.email import *
from tracker.settings.languages import *
from tracker.settings.logging import *
from tracker.settings.rest import *
from tracker.settings.security import *
from tracker.settings.watching import *
