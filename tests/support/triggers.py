"""Make and drop the triggers of the trail, with the functions of the migration that owns them."""

from importlib import import_module

migration = import_module("shelters.migrations.0002_trail_triggers")
create, drop = migration.create, migration.drop
