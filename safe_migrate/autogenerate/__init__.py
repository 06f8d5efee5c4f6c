"""What `db migrate`, `db revision` and `db merge` write."""
