"""The reporter's side: the form in steps, the receipt, the tracking page. Nothing of the sender is kept or logged."""
