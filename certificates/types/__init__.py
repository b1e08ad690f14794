"""Certificate types: one module each, pure declaration. A module's ``TYPES`` is found by ``registry``."""
