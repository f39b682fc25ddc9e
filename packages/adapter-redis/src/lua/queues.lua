-- Every queue with what is due: {name, settings, due, oldest due time or nothing}.
local replies, LOOK = {}, 2000

-- The lane holds jobs by key, not by due time, so their records tell; a bounded look.
local function oldest_in(lane, oldest)
  local ids = call('ZRANGE', BASE .. 'L:' .. lane, 0, LOOK - 1)
  local names = {}
  for index, id in ipairs(ids) do names[index * 2 - 1], names[index * 2] = id, 'x' .. id end
  local values = fields(J, names)
  for index in ipairs(ids) do
    local due = extra(values[index * 2]).u or parse(values[index * 2 - 1]).due
    if not oldest or due < oldest then oldest = due end
  end
  return oldest
end

for _, queue in ipairs(call('SMEMBERS', BASE .. 'U')) do
  local delayed = BASE .. 'D:' .. queue
  local due, oldest = call('ZCOUNT', delayed, '-inf', int(now)), nil
  if due > 0 then oldest = tonumber(call('ZRANGE', delayed, 0, 0, 'WITHSCORES')[2]) end
  for lane in pairs(lanes_of(queue)) do
    local length = call('ZCARD', BASE .. 'L:' .. lane)
    due = due + length
    if length > 0 then oldest = oldest_in(lane, oldest) end
  end
  replies[#replies + 1] = { queue, call('HGET', S, 'q' .. queue) or '0 -', due, oldest and int(oldest) or false }
end
return replies
