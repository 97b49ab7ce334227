"""The codes that programs and tables rely on, with their words on screen."""
