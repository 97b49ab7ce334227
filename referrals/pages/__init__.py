"""The parts of a referral that each reader may see, in words."""
