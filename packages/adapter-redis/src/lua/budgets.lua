-- Limits and budgets: define, list, spend, roll, reset.
local function next_budget_end()
  local first = call('ZRANGE', BASE .. 'O', 0, 0, 'WITHSCORES')
  if first[1] then call('HSET', S, '.o', int(tonumber(first[2]))) else call('HDEL', S, '.o') end
end

local function load_key(key)
  local text = call('HGET', BASE .. 'N', 's' .. key)
  load_limits({ { key, text and cjson.decode(text).d or key } })
  return limits[key]
end

local function finish(reply)
  wake_waiting()
  flush_limits()
  flush_timers()
  flush_s()
  flush_hints()
  return reply
end

local function define(pairs_of)
  for index = 1, #pairs_of, 2 do
    call('HSET', BASE .. 'N', 'd' .. pairs_of[index], pairs_of[index + 1])
  end
  local changed = {}
  for index = 1, #pairs_of, 2 do changed[pairs_of[index]] = true end
  local all = call('HGETALL', BASE .. 'N')
  for index = 1, #all, 2 do
    if sub(all[index], 1, 1) == 's' then
      local limit = cjson.decode(all[index + 1])
      if changed[limit.d] then
        load_limits({ { sub(all[index], 2), limit.d } })
        begin_period(sub(all[index], 2))
        limits[sub(all[index], 2)].freed = true
      end
    end
  end
  return finish(1)
end

local function waiting_lanes(key, limit)
  local lanes = 0
  for queue in pairs(limit.q) do
    lanes = lanes + call('ZCARD', BASE .. 'W:' .. queue .. '\t' .. key)
  end
  return lanes
end

local function list()
  local replies, all = {}, call('HGETALL', BASE .. 'N')
  for index = 1, #all, 2 do
    local kind, key = sub(all[index], 1, 1), sub(all[index], 2)
    if kind == 'd' then
      replies[#replies + 1] = { 'd', key, all[index + 1] }
    else
      local limit = load_key(key)
      local definition = definitions[limit.d]
      replies[#replies + 1] = { 's', key, limit.d, limit.r,
        definition.n and claims_in_period(limit, definition.m) or 0, int(limit.s), int(limit.v),
        limit.e and int(limit.e) or false, waiting_lanes(key, limit) }
    end
  end
  return replies
end

local function spend(session, id, token, key, amount)
  local values = call('HMGET', S, 'r' .. id, 'z' .. session, 'u' .. id)
  local held = values[1] and parse_token(values[1])
  if not held or held.session ~= session or held.token ~= token or not is_alive(values[2]) then
    return { 'l' }
  end
  local used = values[3] and cjson.decode(values[3]) or { l = {} }
  local mine
  for _, use in ipairs(used.l) do
    if use[1] == key then mine = use end
  end
  local limit = mine and load_limits({ mine }) or limits[key] or load_key(key)
  begin_period(key)
  local reserved = mine and tonumber(mine[3]) or 0
  local from_reserve = math.min(amount, reserved)
  local available = reserved + math.max(0, budget_left(limit))
  if amount > available then return { 'x', int(available) } end
  limit.s, limit.v, limit.dirty = limit.s + amount, limit.v - from_reserve, true
  if mine then
    mine[3] = int(reserved - from_reserve)
    call('HSET', S, 'u' .. id, cjson.encode(used))
  end
  return finish({ 's', available == math.huge and '' or int(available - amount) })
end

local function roll(key, expected, next_end)
  local limit = load_key(key)
  begin_period(key)
  if not limit.e or limit.e ~= expected then return 0 end
  limit.s, limit.e, limit.dirty, limit.freed = 0, next_end, true, true
  call('ZADD', BASE .. 'O', int(next_end), key)
  next_budget_end()
  return finish(1)
end

local function reset(key)
  local limit = load_key(key)
  begin_period(key)
  limit.s, limit.dirty, limit.freed = 0, true, true
  return finish(1)
end

local verb = next_arg()
if verb == 'define' then return define(next_args(#ARGV - 2)) end
if verb == 'list' then return list() end
if verb == 'spend' then
  return spend(next_arg(), next_arg(), next_arg(), next_arg(), tonumber(next_arg()))
end
if verb == 'roll' then return roll(next_arg(), tonumber(next_arg()), tonumber(next_arg())) end
return reset(next_arg())
