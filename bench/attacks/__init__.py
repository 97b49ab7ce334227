"""Attacks that succeeded once, over plain HTTP: each tells what opened, and ends with 1 if anything did."""
