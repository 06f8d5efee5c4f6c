"""What a user is told, in Chinese, by the English text."""
CHINESE = {
}
