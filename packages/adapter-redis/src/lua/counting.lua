-- Jobs of each class: {class, queued, blocked, running, completed, failed, cancelled}.
local only = next_arg()
local queues = only ~= '' and { only } or call('SMEMBERS', BASE .. 'U')
local replies = {}
for _, queue in ipairs(queues) do
  local values, classes, order = call('HGETALL', BASE .. 'C:' .. queue), {}, {}
  for index = 1, #values, 2 do
    local state, class = sub(values[index], 1, 1), sub(values[index], 2)
    if not classes[class] then
      classes[class] = { q = 0, b = 0, r = 0 }
      order[#order + 1] = class
    end
    classes[class][state] = tonumber(values[index + 1])
  end
  for _, class in ipairs(order) do
    local live, final = classes[class], BASE .. 'F:'
    replies[#replies + 1] = {
      class, live.q, live.b, live.r, call('ZCARD', final .. 'c' .. class),
      call('ZCARD', final .. 'f' .. class), call('ZCARD', final .. 'x' .. class),
    }
  end
end
return replies
