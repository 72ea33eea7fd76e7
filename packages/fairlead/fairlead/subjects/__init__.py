"""Who is who, when: identities and their normal forms."""
