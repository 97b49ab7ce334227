"""What takes long, or depends on the machine's speed: run by hand with bin/bench, never in the suite."""
