-- The state of limit keys: running r, windows w (index to claims, of period m), spent s, reserved v,
-- period's end e, definition d, queues with lanes that wait q. Definitions: concurrency c, rate n per
-- m ms, budget b until e, hand over h. Amounts are text, so that no digit is lost.
local SUB_WINDOWS = 20
local limits, definitions = {}, {}

local function new_limit(name)
  return { d = name, r = 0, s = 0, v = 0, w = {}, q = {} }
end

-- Reads what is not known yet. `uses` holds {key, definition}.
local function load_limits(uses)
  local names, wanted = {}, {}
  for _, use in ipairs(uses) do
    local key, definition = use[1], use[2]
    if limits[key] == nil then
      limits[key] = false
      names[#names + 1] = 's' .. key
      wanted[#wanted + 1] = use
    end
    if definitions[definition] == nil then
      definitions[definition] = false
      names[#names + 1] = 'd' .. definition
      wanted[#wanted + 1] = definition
    end
  end
  for index, text in ipairs(fields(BASE .. 'N', names)) do
    local use = wanted[index]
    local value = text and cjson.decode(text)
    if type(use) == 'table' then
      local limit = value or new_limit(use[2])
      limit.s, limit.v = tonumber(limit.s), tonumber(limit.v)
      limit.d = use[2]
      limits[use[1]] = limit
    else
      definitions[use] = value or {}
    end
  end
end

-- The first period of a budget begins when the key is first asked for room.
local function begin_period(key)
  local limit = limits[key]
  local definition = definitions[limit.d]
  if not definition.b or limit.e then return end
  limit.e, limit.dirty = definition.e, true
  call('ZADD', BASE .. 'O', int(limit.e), key)
  local next_end = tonumber(call('HGET', S, '.o') or 'inf')
  if limit.e < next_end then call('HSET', S, '.o', int(limit.e)) end
end

local function sub_window(period, at)
  return math.floor(at * SUB_WINDOWS / period)
end

-- Windows of another period count as if all their claims had come at the end of each.
local function fit_windows(limit, period)
  if limit.m == period then return end
  local old, fitted = limit.m, {}
  for index, claims in pairs(limit.w) do
    local at = old and math.min(now, math.ceil((tonumber(index) + 1) * old / SUB_WINDOWS)) or now
    local name = int(sub_window(period, at))
    fitted[name] = (fitted[name] or 0) + claims
  end
  limit.m, limit.w, limit.dirty = period, fitted, true
end

local function claims_in_period(limit, period)
  fit_windows(limit, period)
  local oldest, sum = sub_window(period, now) - SUB_WINDOWS, 0
  for index, claims in pairs(limit.w) do
    if tonumber(index) < oldest then limit.w[index] = nil else sum = sum + claims end
  end
  return sum
end

-- When a full rate has room again.
local function rate_room_at(limit, definition)
  local indexes = {}
  for index in pairs(limit.w) do indexes[#indexes + 1] = tonumber(index) end
  table.sort(indexes)
  local sum, room_at = claims_in_period(limit, definition.m), now
  for _, index in ipairs(indexes) do
    if sum < definition.n then break end
    sum = sum - (limit.w[int(index)] or 0)
    room_at = math.ceil((index + SUB_WINDOWS + 1) * definition.m / SUB_WINDOWS)
  end
  return math.max(room_at, now + 1)
end

-- How many more jobs may start, budgets aside.
local function room_of(limit)
  local definition, room = definitions[limit.d], math.huge
  if definition.c then room = definition.c - limit.r end
  if definition.n then
    room = math.min(room, definition.n - claims_in_period(limit, definition.m))
  end
  return room
end

local function budget_left(limit)
  local definition = definitions[limit.d]
  return definition.b and (tonumber(definition.b) - limit.s - limit.v) or math.huge
end

-- `nil` when a job with these uses may start; else the key that stops it. Budgets that hand over
-- are added to `exhausted` and stop nothing.
local function stopping_key(uses, exempt, exhausted)
  for _, use in ipairs(uses) do
    local limit = limits[use[1]]
    begin_period(use[1])
    if room_of(limit) < 1 then return use[1] end
    if not exempt[use[1]] and budget_left(limit) < (use[3] or 0) then
      if not definitions[limit.d].h then return use[1] end
      exhausted[#exhausted + 1] = use[1]
    end
  end
end

-- Counts a job that starts, and says what must be freed when it ends.
local function occupy(uses, exempt, exhausted)
  local without = {}
  for key in pairs(exempt) do without[key] = true end
  for _, key in ipairs(exhausted) do without[key] = true end
  local held = {}
  for _, use in ipairs(uses) do
    local limit = limits[use[1]]
    local definition = definitions[limit.d]
    limit.r, limit.dirty = limit.r + 1, true
    if definition.n then
      fit_windows(limit, definition.m)
      local index = int(sub_window(definition.m, now))
      limit.w[index] = (limit.w[index] or 0) + 1
    end
    local reserve = definition.b and not without[use[1]] and use[3] or 0
    limit.v = limit.v + reserve
    held[#held + 1] = { use[1], use[2], int(reserve) }
  end
  return cjson.encode({ l = held, x = #exhausted > 0 and exhausted or nil })
end

-- Frees what a running job held; a lost one may have spent all it reserved.
local function vacate(held, outcome)
  for _, use in ipairs(held.l) do
    local limit, reserve = limits[use[1]], tonumber(use[3])
    limit.r, limit.dirty = math.max(0, limit.r - 1), true
    limit.v = limit.v - reserve
    if outcome == 'l' then limit.s = limit.s + reserve end
    limit.freed = true
  end
end

local function flush_limits()
  local set, del = {}, {}
  for key, limit in pairs(limits) do
    if limit and limit.dirty then
      local idle = limit.r == 0 and limit.s == 0 and limit.v == 0 and not limit.e
      if idle and not next(limit.w) and not next(limit.q) then
        del[#del + 1] = 's' .. key
      else
        set[#set + 1] = 's' .. key
        set[#set + 1] = cjson.encode({
          d = limit.d, r = limit.r, s = int(limit.s), v = int(limit.v), e = limit.e, m = limit.m,
          w = limit.w, q = limit.q,
        })
      end
      limit.dirty = false
    end
  end
  if #set > 0 then bulk('HSET', BASE .. 'N', set) end
  if #del > 0 then bulk('HDEL', BASE .. 'N', del) end
end
