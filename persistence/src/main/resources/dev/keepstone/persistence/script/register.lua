-- An account and its character, both or neither: there is no moment in which a name exists without
-- its character. Carries no link fence: it creates records that nobody owns and overwrites none, so
-- that even a late one of a dead server does no harm.
--   KEYS[1] account   KEYS[2] player   ARGV[1] account record   ARGV[2] player record
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 'NAME_TAKEN'
end
if redis.call('EXISTS', KEYS[2]) == 1 then
  return 'ID_TAKEN'
end
-- The sentinel remembers the highest id, so that a counter that went back is seen at the next start.
local id = string.match(KEYS[2], '%d+$')
local highest = redis.call('HGET', 'world', 'highest')
if id and highest and tonumber(id) > tonumber(highest) then
  redis.call('HSET', 'world', 'highest', id)
end
redis.call('MSET', KEYS[1], ARGV[1], KEYS[2], ARGV[2])
return 'CREATED'
