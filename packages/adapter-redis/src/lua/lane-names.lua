-- All lanes of a queue that may hold jobs: the default one, open ones, parked ones.
local function lanes_of(queue)
  local lanes = { [queue] = true }
  if call('HEXISTS', S, 'g' .. queue) == 0 then return lanes end
  for _, member in ipairs(call('ZRANGE', BASE .. 'Q:' .. queue, 0, -1)) do
    lanes[sub(member, 14)] = true
  end
  local waiting = BASE .. 'W:' .. queue .. '\t'
  for _, field in ipairs(call('HKEYS', BASE .. 'N')) do
    if sub(field, 1, 1) == 's' then
      for _, lane in ipairs(call('ZRANGE', waiting .. sub(field, 2), 0, -1)) do lanes[lane] = true end
    end
  end
  for _, member in ipairs(call('ZRANGE', BASE .. 'T:' .. queue, 0, -1)) do
    if sub(member, 1, 1) == 'l' then lanes[sub(member, 2)] = true end
  end
  return lanes
end
