-- The first command of a new link. Makes it the newest (all older links are fenced), ends the lease
-- of the run before this one, creates or extends ours, and says which records aren't as we hold them.
--   KEYS[1] server:NAME   KEYS[2] our lease   KEYS[3..] records of players that we hold, then for
--                         each zone its record and its hash
--   ARGV[1] start number  ARGV[2] link number  ARGV[3] our incarnation  ARGV[4] lease, milliseconds
--   ARGV[5] how many players  ARGV[6..] for each player epoch and confirmed version, for each zone
--                         epoch and confirmed changes (12 hex digits each)
-- Returns {'OK', {index from 0, stored header ('' when missing or unreadable), ...}, {index of a
-- zone from 0, ...}} with those that differ,
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
local players = tonumber(ARGV[5])
local differing, zones = {}, {}

-- Is it held by us, in that epoch?
local function isHeld(stored, epoch)
  return type(stored) == 'string' and sub(stored, 24, 24) == '0' and sub(stored, 25, 56) == ARGV[3]
    and sub(stored, 57, 68) == epoch
end

for i = 1, players do
  local stored = redis.pcall('GETRANGE', KEYS[2 + i], 0, 111)
  if type(stored) == 'table' then
    stored = ''
  end
  if not isHeld(stored, ARGV[4 + 2 * i])
      or (tonumber(sub(stored, 81, 92), 16) or 0) < tonumber(ARGV[5 + 2 * i], 16) then
    differing[#differing + 1] = i - 1
    differing[#differing + 1] = stored
  end
end

local firstArg = 5 + 2 * players
for i = 1, (#KEYS - 2 - players) / 2 do
  local stored = redis.pcall('GETRANGE', KEYS[1 + players + 2 * i], 0, 111)
  local head = redis.pcall('HGET', KEYS[2 + players + 2 * i], '.')
  local epoch, changes
  if type(head) == 'string' then
    epoch, changes = string.match(head, '^(%d+) (%d+) %d+$')
  end
  if not isHeld(stored, ARGV[firstArg + 2 * i - 1]) or not epoch
      or tonumber(epoch) ~= tonumber(ARGV[firstArg + 2 * i - 1], 16)
      or tonumber(changes) < tonumber(ARGV[firstArg + 2 * i], 16) then
    zones[#zones + 1] = i - 1
  end
end
return {'OK', differing, zones}
