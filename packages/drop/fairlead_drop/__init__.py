"""The public intake of tips. Not built yet: this distribution is a shell that says so and accepts nothing."""
