-- Reads and clears what other servers have asked of us.
--   KEYS[2] takeover:OUR_INCARNATION
local players = redis.call('LRANGE', KEYS[2], 0, -1)
redis.call('DEL', KEYS[2])
return players
