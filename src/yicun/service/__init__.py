"""After the appointment: who is in post, who should be looked at again, what is paid."""
