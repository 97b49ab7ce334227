"""What may happen to a referral, and the functions that make it happen."""
