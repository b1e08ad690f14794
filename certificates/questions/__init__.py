"""Kinds of questions, one module each: how an answer is posted, checked, shown, and sent as XML."""
