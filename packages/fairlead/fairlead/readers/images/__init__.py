"""What pictures say of themselves: where, when and by what they were taken. What is to be seen in them, people say."""
