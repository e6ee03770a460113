-- Extends our lease. PEXPIRE only: a late renewal must not revive a lease that has died.
--   KEYS[2] our lease   ARGV[3] milliseconds
-- Returns 1, or 0 when the lease is gone: then resume.
return redis.call('PEXPIRE', KEYS[2], ARGV[3])
