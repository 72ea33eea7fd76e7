"""The drop as a web service: addresses, pages, forms, headers. What it keeps and judges lies one floor below."""
