"""Sessions, passkeys and codes of an app: how they are stored and checked."""
