"""Sealed packages for partners: `opening` is all a partner needs, `building` and `printing` make what is inside."""
