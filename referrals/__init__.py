"""The referral of a person: from the question to the erasing."""
