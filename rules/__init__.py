"""The domain, pure: standard library and frozen dataclasses; time is passed in; no input, no output."""
