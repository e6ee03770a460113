-- Makes a record ours, in one step with the question whether our lease still lives: asked apart, a
-- server that lost its lease in between stole live sessions.
--   KEYS[2] record
--   ARGV[3] our incarnation   ARGV[4] newest schema version that we read (4 hex digits)
-- Returns {outcome [, record as it now stands]}. Writes only when the outcome is OK: a record that
-- this server could not read is not touched.
if redis.call('EXISTS', 'lease:' .. ARGV[3]) == 0 then
  return {'NO_LEASE'}
end
local record = redis.pcall('GET', KEYS[2])
if not record then
  return {'MISSING'}
end
if type(record) == 'table' then
  return {'CORRUPT'}
end
if #record > 65536 then
  return {'TOO_LARGE'}
end
if not intact(record) then
  return {'CORRUPT'}
end
if tonumber(sub(record, 6, 9), 16) > tonumber(ARGV[4], 16) then
  return {'NEWER'}
end
local owner = sub(record, 25, 56)
if owner ~= ARGV[3] and sub(record, 24, 24) == '0'
    and redis.call('EXISTS', 'lease:' .. owner) == 1 then
  return {'OWNED'}
end
-- epoch + 1 also when the record was ours: an unsettled write of the older epoch must lose.
local epoch = string.format('%012x', tonumber(sub(record, 57, 68), 16) + 1)
local header = refenced(record, '0', ARGV[3], epoch, sub(record, 81, 92))
redis.call('SETRANGE', KEYS[2], 0, header)
local id = string.match(KEYS[2], '^player:{s%d%d}:(%d+)$')
if id then
  -- pcall: who is online is for people to see; the fence alone decides.
  redis.pcall('HSET', 'online', id, ARGV[3])
end
return {'OK', header .. sub(record, 113)}
