"""The WSGI application, served by granian (or any other WSGI server)."""

import os

from django.core.wsgi import get_wsgi_application

from webcert import start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webcert.settings")
application = get_wsgi_application()
start.load_pages()
start.set_apart_what_stays()
