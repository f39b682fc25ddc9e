-- Schedules: put, delete, move; each refused when somebody moved the schedule meanwhile.

local function put(id, expected, text)
  local before, schedule = read_schedule(id), cjson.decode(text)
  if (before and int(before.r) or '') ~= expected then return 0 end
  schedule.r = before and before.r + 1 or 1
  write_schedule(id, schedule)
  call('PUBLISH', BASE .. 'hint', 'schedules')
  return 1
end

local function drop(id, expected)
  local before = read_schedule(id)
  if not before or int(before.r) ~= expected then return 0 end
  call('HDEL', BASE .. 'SC', id)
  call('ZREM', BASE .. 'SD', id)
  call('DEL', BASE .. 'OC:' .. id, BASE .. 'OZ:' .. id)
  call('PUBLISH', BASE .. 'hint', 'schedules')
  return 1
end

local function move(id, expected)
  local schedule = read_schedule(id)
  if not schedule or int(schedule.r) ~= expected then return { 0 } end
  local state, due = next_arg(), next_arg()
  local occurrences, cancels = tonumber(next_arg()), {}
  local occurrence_args = next_args(occurrences * 3)
  for index = 1, tonumber(next_arg()) do cancels[index] = { next_arg(), next_arg() } end
  read_units(tonumber(next_arg()))
  is_bounded = false
  read_known()
  watch(known.queues['.e'], known.queues['.n'])
  for index, unit in ipairs(units) do
    local reply = decide_unit(unit)
    if reply[1] ~= 'ok' then return { 2, reply } end
  end
  for index = 1, #occurrence_args, 3 do
    local member = occurrence_member(tonumber(occurrence_args[index]), tonumber(occurrence_args[index + 1]))
    call('ZADD', BASE .. 'OZ:' .. id, int(tonumber(occurrence_args[index])), member)
    call('HSET', BASE .. 'OC:' .. id, member, occurrence_args[index + 2])
  end
  schedule.r, schedule.s, schedule.u = schedule.r + 1, state, due ~= '' and tonumber(due) or nil
  write_schedule(id, schedule)
  stir_dependents(schedule)
  store_staged()
  for _, one in ipairs(cancels) do obey_all('cancel', { one[1] }, one[2]) end
  return { 1 }
end

local verb, id, expected = next_arg(), next_arg(), next_arg()
if verb == 'put' then return put(id, expected, next_arg()) end
if verb == 'delete' then return drop(id, expected) end
local reply = move(id, expected)
flush_due()
flush_j()
flush_s()
if marked then tell_dependents() end
flush_due()
wake_waiting()
flush_delays()
flush_timers()
flush_limits()
flush_counts()
flush_finals()
flush_events()
flush_j()
flush_s()
flush_hints()
return reply
