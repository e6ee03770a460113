-- One more character of an account: its place in the account's list, its name and its record, all
-- or nothing. There is no moment in which a name is taken and nobody has it. Carries no link fence,
-- as register does not: it makes records that nobody owns, and the account must be as it was read.
--   KEYS[1] account   KEYS[2] account key of the name   KEYS[3] player
--   ARGV[1] account as it was read   ARGV[2] account   ARGV[3] name record   ARGV[4] player record
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 'CONTENDED'
end
if redis.call('EXISTS', KEYS[2]) == 1 then
  return 'NAME_TAKEN'
end
if redis.call('EXISTS', KEYS[3]) == 1 then
  return 'ID_TAKEN'
end
local id = string.match(KEYS[3], '%d+$')
local highest = redis.call('HGET', 'world', 'highest')
if id and highest and tonumber(id) > tonumber(highest) then
  redis.call('HSET', 'world', 'highest', id)
end
redis.call('MSET', KEYS[1], ARGV[2], KEYS[2], ARGV[3], KEYS[3], ARGV[4])
return 'CREATED'
