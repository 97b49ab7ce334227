"""What may happen to a referral, and what then happens."""
