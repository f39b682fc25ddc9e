-- The places of all jobs queued in these queues, when they are at most `most`; else nothing.
local most, ids = tonumber(next_arg()), {}

local function add_all(key)
  if #ids + call('ZCARD', key) > most then return false end
  for _, id in ipairs(call('ZRANGE', key, 0, -1)) do ids[#ids + 1] = id end
  return true
end

for _, queue in ipairs(next_args(#ARGV - arg_at)) do
  if not add_all(BASE .. 'D:' .. queue) then return false end
  for lane in pairs(lanes_of(queue)) do
    if not add_all(BASE .. 'L:' .. lane) then return false end
  end
end
return ids
