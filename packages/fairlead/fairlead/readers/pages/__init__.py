"""Running text: press pages, and what their sentences claim, answer, offer and vote."""
