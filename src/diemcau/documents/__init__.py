"""Official documents: one content model, two profiles (State, Party), two renderers (PDF, DOCX)."""
