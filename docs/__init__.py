"""The manual and the rules as pages for the browser, with the sources that they are made of."""
