"""The domain, one folder an app, in the order that the design gives."""
