"""The conversations: parse, ask the rules, write rows, say a screen."""
