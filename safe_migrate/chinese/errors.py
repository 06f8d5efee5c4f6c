"""The Chinese of the catalogue of errors."""
TEXTS = {
}
