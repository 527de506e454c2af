"""What people hold: screen, data, workbooks, documents, pages."""
