-- Removes players from the online set whose server's lease is dead. Run when a server starts.
--   KEYS[1] online
-- Returns how many.
local online = redis.call('HGETALL', KEYS[1])
local alive, removed = {}, 0
for i = 1, #online, 2 do
  local owner = online[i + 1]
  if alive[owner] == nil then
    alive[owner] = redis.call('EXISTS', 'lease:' .. owner) == 1
  end
  if not alive[owner] then
    removed = removed + redis.call('HDEL', KEYS[1], online[i])
  end
end
return removed
