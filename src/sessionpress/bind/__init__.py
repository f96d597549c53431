"""The only places that write files for people: PDF, archives, the site."""
