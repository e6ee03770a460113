-- The first command of a new link. Makes it the newest (all older links are fenced), ends the lease
-- of the run before this one, creates or extends ours, and says which records aren't as we hold them.
--   KEYS[1] server:NAME   KEYS[2] our lease   KEYS[3..] records that we hold
--   ARGV[1] start number  ARGV[2] link number  ARGV[3] our incarnation  ARGV[4] lease, milliseconds
--   ARGV[5..] for each record: epoch, then confirmed version (12 hex digits each)
-- Returns {'OK', index from 0, stored header ('' when missing or unreadable), index, header, ...},
-- {'SUPERSEDED'} when a later start of this server is known, or {'FENCED'} when this very run has
-- opened a newer link.
local known = redis.call('HMGET', KEYS[1], 'started', 'start', 'incarnation', 'link')
local start, link = tonumber(ARGV[1]), tonumber(ARGV[2])
local started = tonumber(known[1] or 0)
if started > start or tonumber(known[2] or 0) > start then
  return {'SUPERSEDED'}
end
if tonumber(known[2] or 0) == start then
  if known[3] ~= ARGV[3] then
    return {'SUPERSEDED'}
  end
  if tonumber(known[4]) >= link then
    return {'FENCED'}
  end
end
redis.call('HSET', KEYS[1], 'started', ARGV[1], 'start', ARGV[1], 'incarnation', ARGV[3],
  'link', ARGV[2])
-- Forward only: a late command of a dead predecessor was refused above, so it can't end ours.
if known[3] and known[3] ~= ARGV[3] then
  redis.call('DEL', 'lease:' .. known[3])
end
redis.call('SET', KEYS[2], KEYS[1], 'PX', ARGV[4])

local sub = string.sub
local reply = {'OK'}
for i = 3, #KEYS do
  local stored = redis.pcall('GETRANGE', KEYS[i], 0, 111)
  if type(stored) == 'table' then
    stored = ''
  end
  if sub(stored, 24, 24) ~= '0' or sub(stored, 25, 56) ~= ARGV[3]
      or sub(stored, 57, 68) ~= ARGV[2 * i - 1]
      or (tonumber(sub(stored, 81, 92), 16) or 0) < tonumber(ARGV[2 * i], 16) then
    reply[#reply + 1] = i - 3
    reply[#reply + 1] = stored
  end
end
return reply
