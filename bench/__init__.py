"""Measurements and long tests: run by hand with bin/bench, never in the suite."""
