"""The moves of a referral, and the functions that make them."""
