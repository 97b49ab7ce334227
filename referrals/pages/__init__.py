"""What each reader may see of a referral, in words."""
