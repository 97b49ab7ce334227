"""The commands of manage.py for referrals."""
