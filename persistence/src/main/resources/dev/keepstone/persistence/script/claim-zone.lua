-- Makes a zone ours and returns all that lies there, in one step: read apart, the contents could
-- already be another owner's. A zone that nobody has claimed before is created.
--   KEYS[2] record of the zone   KEYS[3] its hash
--   ARGV[3] our incarnation      ARGV[4] record of a new zone
-- Returns {outcome [, epoch, changes, events, {field, value, ...}]}. Writes only when it is OK.
if redis.call('EXISTS', 'lease:' .. ARGV[3]) == 0 then
  return {'NO_LEASE'}
end
local record = redis.pcall('GET', KEYS[2])
if type(record) == 'table' then
  return {'CORRUPT'}
end
if not record then
  record = ARGV[4]
elseif not intact(record) or sub(record, 5, 5) ~= 'Z' then
  return {'CORRUPT'}
end
local owner = sub(record, 25, 56)
if owner ~= ARGV[3] and sub(record, 24, 24) == '0'
    and redis.call('EXISTS', 'lease:' .. owner) == 1 then
  return {'OWNED'}
end
local head = redis.pcall('HGET', KEYS[3], '.')
if type(head) == 'table' then
  return {'CORRUPT'}
end
local before, changes, events = '0', '0', '0'
if head then
  before, changes, events = string.match(head, '^(%d+) (%d+) (%d+)$')
end
if not before or (not head and redis.call('HLEN', KEYS[3]) > 0) then
  return {'CORRUPT'}
end
-- Above both: where a record was lost, commits of the epochs that the hash has seen must lose.
local epoch = math.max(tonumber(sub(record, 57, 68), 16), tonumber(before)) + 1
local header = refenced(record, '0', ARGV[3], string.format('%012x', epoch), sub(record, 81, 92))
redis.call('HSET', KEYS[3], '.', string.format('%.0f %s %s', epoch, changes, events))
redis.call('SET', KEYS[2], header .. sub(record, 113))
return {'OK', epoch, tonumber(changes), tonumber(events), redis.call('HGETALL', KEYS[3])}
