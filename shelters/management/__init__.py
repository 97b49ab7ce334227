"""The commands of manage.py for shelters."""
