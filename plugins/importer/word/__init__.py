"""Read a Word file (.docx, ECMA-376): from its bytes to HTML with marks that `shape` reads."""
