"""The guides by the names of their pages."""

from .help import HELP
from .phone import PHONE
from .ready import READY
from .rights import RIGHTS

GUIDES = {guide.code: guide for guide in (READY, RIGHTS, PHONE, HELP)}
