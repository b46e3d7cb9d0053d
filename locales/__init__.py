"""Every text that people read, in every language, and how dates and numbers look there."""
