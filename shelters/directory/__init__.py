"""The directory of facilities and hotlines: loaded, imported, exported, confirmed."""
