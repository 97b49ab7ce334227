"""The pages of the coordinators' desk, and the page on which an invited person types words."""
