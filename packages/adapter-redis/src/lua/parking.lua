-- Parked lanes wait in W:<queue><tab><limit key>, in the order in which they would be claimed. What
-- time alone frees is in T:<queue>: 'l' lanes, and 'k' limit keys whose waiting lanes get a look.
local timers_set = {}

local function set_timer(queue, member, at)
  call('ZADD', BASE .. 'T:' .. queue, 'LT', int(at), member)
  timers_set[queue] = true
end

local function flush_timers()
  for queue in pairs(timers_set) do
    local first = call('ZRANGE', BASE .. 'T:' .. queue, 0, 0, 'WITHSCORES')
    put_s('t' .. queue, first[1] and int(tonumber(first[2])) or false)
  end
  timers_set = {}
end

-- What waits for a budget is looked at when its period is over.
local function await_period(queue, key)
  local limit = limits[key]
  local ends = definitions[limit.d].b and limit.e
  if ends and ends > now then set_timer(queue, 'k' .. key, ends) end
end

local function park_lane(lane, head, key_of_head, standing, tag, limit_key)
  local queue = queue_of(lane)
  local before = lane_state(lane)
  if before then leave_place(lane, before) end
  call('ZADD', BASE .. 'W:' .. queue .. '\t' .. limit_key, int(standing), lane)
  save_lane(lane, { kind = 'p', bound = key_of_head, head = head, tag = tag, key = limit_key })
  local limit = limits[limit_key]
  local definition = definitions[limit.d]
  if not limit.q[queue] then limit.q[queue], limit.dirty = 1, true end
  local full = definition.n and claims_in_period(limit, definition.m) >= definition.n
  if full then set_timer(queue, 'k' .. limit_key, rate_room_at(limit, definition)) end
  await_period(queue, limit_key)
end

-- Opens a parked lane again, at the place it would have.
local function unpark(lane, standing)
  local state = lane_state(lane)
  if not state or state.kind ~= 'p' then return end
  local head, key = head_of(lane)
  if head then
    open_lane(lane, standing or key, head)
    stir(queue_of(lane))
  else
    lane_emptied(lane)
  end
end

-- Opens up to `room` of a queue's lanes that wait for a key; a budget's lanes all get a look,
-- because the first may ask for more than is left. Says whether any was opened.
local function wake_queue(queue, key, room, budget)
  local waiting = BASE .. 'W:' .. queue .. '\t' .. key
  local many = budget and 200 or math.min(room, 200)
  local lanes = call('ZRANGE', waiting, 0, many - 1, 'WITHSCORES')
  for index = 1, #lanes, 2 do unpark(lanes[index], tonumber(lanes[index + 1])) end
  if #lanes == 0 then
    limits[key].q[queue], limits[key].dirty = nil, true
  elseif budget and call('EXISTS', waiting) == 1 then
    local rest = call('ZRANGE', waiting, 0, 499)
    for _, lane in ipairs(rest) do set_timer(queue, 'l' .. lane, now) end
    if #rest == 500 then set_timer(queue, 'b' .. key, now) end
  end
  return #lanes > 0
end

-- Wakes lanes wherever a touched limit has room for them. Says whether any lane of `queue` woke.
local function wake_waiting(queue)
  local woke = false
  for key, limit in pairs(limits) do
    if limit and next(limit.q) then
      local budget, room = definitions[limit.d].b, room_of(limit)
      if room >= 1 and (limit.freed or not budget) then
        local names = {}
        for name in pairs(limit.q) do names[#names + 1] = name end
        for _, name in ipairs(names) do
          if wake_queue(name, key, room, budget) and name == queue then woke = true end
        end
      end
      limit.freed = false
    end
  end
  return woke
end

-- Opens what time has freed in a queue. Says whether there is more of it.
local function run_timers(queue)
  local timers = call('ZRANGEBYSCORE', BASE .. 'T:' .. queue, '-inf', int(now), 'LIMIT', 0, 500)
  timers_set[queue] = true
  for _, member in ipairs(timers) do
    call('ZREM', BASE .. 'T:' .. queue, member)
    local kind, name = sub(member, 1, 1), sub(member, 2)
    if kind == 'l' then
      unpark(name)
    else
      local text = call('HGET', BASE .. 'N', 's' .. name)
      if text then
        load_limits({ { name, cjson.decode(text).d } })
        local limit = limits[name]
        local definition = definitions[limit.d]
        local room = room_of(limit)
        if room >= 1 then wake_queue(queue, name, room, kind == 'b') end
        if limit.q[queue] and definition.n then
          local next_window = (sub_window(definition.m, now) + 1) * definition.m / SUB_WINDOWS
          set_timer(queue, 'k' .. name,
            room >= 1 and math.max(now + 1, math.ceil(next_window)) or rate_room_at(limit, definition))
        end
        if limit.q[queue] then await_period(queue, name) end
      end
    end
  end
  return #timers == 500
end
