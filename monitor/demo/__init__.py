"""The demonstration: a small site of this machine that replays 2014-15 and 2023-26, polled by the real poller over simulated weeks."""
