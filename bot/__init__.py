"""The running program: the only room that knows every other."""
