"""The manual and the rules as pages for the browser, their sources, and the scripts that make them."""
