"""Opening hours: schedules, questions about them, the calendar; no table is read here."""
