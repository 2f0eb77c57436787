"""The hotline's side of the Wagtail admin. Views ask `duties` and call `services`; no view writes by itself."""
