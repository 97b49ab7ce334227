"""What each person may see of a referral, in words."""
