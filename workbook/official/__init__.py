"""The layout of official documents after GB/T 9704-2012, as .docx: page, fonts, styles, head, foot; no figures."""
