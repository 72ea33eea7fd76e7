"""What typologies judge by: what ships sent, where they lay, who was near, and which innocent explanations hold."""
