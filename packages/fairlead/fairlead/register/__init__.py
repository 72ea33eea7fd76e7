"""What people decided: statuses, observations, requests, replies, findings."""
