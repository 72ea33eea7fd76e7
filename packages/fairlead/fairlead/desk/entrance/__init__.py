"""The entrance of a shared desk: who has an account, how they sign in, and how their signing key is kept until then.

It stands beside the case, never in it. What an account may do is not kept here: the custody log says which roles its
key has.
"""
