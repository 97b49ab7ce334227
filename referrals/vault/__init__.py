"""The only way to the contents of a referral: sealed, opened, keyed."""
