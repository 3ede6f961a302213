"""What holds for every email of ours: in the texts before a build, and in the email after it."""
