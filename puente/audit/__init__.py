"""The audit trail of an installation."""
