"""The pages of referrals: for survivors, hosts, caseworkers and coordinators."""
