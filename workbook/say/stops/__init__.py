"""What stops a command, by what it is about: for every code what is wrong and what to do."""
