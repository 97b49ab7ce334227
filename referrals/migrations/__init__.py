"""The migrations of referrals."""
