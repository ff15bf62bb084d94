"""The bundled sample workbooks and the script that makes them."""
