"""What the command line can do, a module for each command; each is loaded when it is called."""
