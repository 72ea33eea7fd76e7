"""Awards: what a tip led to, who may be rewarded by which programme's rules, and how that is decided and checked."""
