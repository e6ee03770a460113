-- Writes a value that nobody owns, if it is still as it was read.
--   KEYS[1] key   ARGV[1] new value   ARGV[2] expected value; without it there must be none
-- Returns 1, or 0 when it wasn't.
local stored = redis.call('GET', KEYS[1])
if stored ~= (ARGV[2] or false) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'KEEPTTL')
return 1
