"""A folder overnight: a queue that survives, a pipeline that never waits, and a reason for every photo not done."""
