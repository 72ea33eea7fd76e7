"""The vault: tips pulled from the drop, opened with an offline key, kept sealed; answered, judged, released.

No plaintext is written anywhere: what is opened is shown, sealed again under a key of its own, or handed to a separate
process. Nothing here knows who a source is; a mailbox is all there is.
"""
