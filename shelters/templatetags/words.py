from django import template

from ..wording import capital

register = template.Library()
register.filter("capital", capital)
