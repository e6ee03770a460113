-- Releases a claimed record without writing its body: the player never entered, or it is a zone.
--   KEYS[2] record   ARGV[3] our incarnation   ARGV[4] epoch (12 hex digits)
-- Returns the verdict: OK, DONE, LOST, MISSING or CORRUPT.
local record = redis.pcall('GETRANGE', KEYS[2], 0, 111)
if type(record) == 'table' then
  return 'CORRUPT'
end
if record == '' then
  return 'MISSING'
end
if not intact(record) then
  return 'CORRUPT'
end
if sub(record, 25, 68) ~= ARGV[3] .. ARGV[4] then
  return 'LOST'
end
if sub(record, 24, 24) == '1' then
  return 'DONE'
end
local header = refenced(record, '1', ARGV[3], ARGV[4], sub(record, 69, 80))
redis.call('SETRANGE', KEYS[2], 0, header)
leave(KEYS[2], ARGV[3])
return 'OK'
