"""Planning: every occurrence that is still owed gets a day, and a plan keeps what its user changed."""
