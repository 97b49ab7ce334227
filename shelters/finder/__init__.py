"""The main job: where, who and what for, to what is near, ranked."""
