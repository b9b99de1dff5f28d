"""How the state of an older version becomes the state of this one."""
