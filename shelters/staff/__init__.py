"""Who works here, how they sign in, and which mails they get."""
