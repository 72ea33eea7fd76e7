"""The public intake of tips: takes sealed files, keeps only ciphertext, and knows nobody. It never imports fairlead."""

__version__ = "0.1.0"
