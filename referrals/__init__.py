"""What happens to one person's request, from the question to the erasing."""
