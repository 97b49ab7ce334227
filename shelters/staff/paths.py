"""Where staff work. Everything below these addresses is behind sign-in."""

ADMIN_PATH = "/admin/"
STAFF_PATHS = (ADMIN_PATH, "/work/")
