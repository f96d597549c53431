"""From an edition to HTML, through the templates of a house."""
