"""When something is open: schedules, questions about them, the calendar. Pure: no table is read here."""
