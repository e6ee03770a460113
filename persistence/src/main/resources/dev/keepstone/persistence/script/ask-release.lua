-- Leaves word for another server: a player of its wants to play here. It expires, and so do those
-- to a server that never reads them.
--   KEYS[2] takeover:INCARNATION   ARGV[3] player id   ARGV[4] how many may wait   ARGV[5] ms
-- Returns 1, or 0 when too many wait.
if redis.call('LLEN', KEYS[2]) >= tonumber(ARGV[4]) then
  return 0
end
redis.call('RPUSH', KEYS[2], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[5])
return 1
