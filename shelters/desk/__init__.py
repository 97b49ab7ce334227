"""The coordinators' desk: the first day, whom to ring, and who works here, each as a question."""
