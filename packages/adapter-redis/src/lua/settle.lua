-- Settlements: the holder says how executions ended and where their jobs go.
local settlements, answers = {}, {}

local function read_settlement()
  local one = { id = next_arg(), token = next_arg(), code = next_arg() }
  one.outcome, one.next = sub(one.code, 1, 1), sub(one.code, 2, 2)
  if one.next == 'q' then one.back = cjson.decode(next_arg()) end
  if find(one.code, 'r', 3, true) then one.result = next_arg() end
  if find(one.code, 'f', 3, true) then one.failure = next_arg() end
  if find(one.code, 'p', 3, true) then one.progress = next_arg() end
  if find(one.code, 'l', 3, true) then one.logs = next_args(tonumber(next_arg())) end
  settlements[#settlements + 1] = one
end

-- Only the session and turn that hold a job may write about it.
local function is_holder(held, token)
  return held and held.session == my_session and held.token == token
end

local function keep_logs(id, lines)
  local key = BASE .. 'l:' .. id
  local room = 1000 - call('LLEN', key)
  if room > 0 then call('RPUSH', key, unpack(lines, 1, math.min(room, #lines))) end
  if #lines > room then call('HINCRBY', J, 'd' .. id, #lines - math.max(room, 0)) end
end

-- The attempt as one line of the trail.
local function keep_attempt(one, held)
  local line = cjson.encode({ one.outcome, held.worker, held.started, now, one.failure })
  call('RPUSH', BASE .. 'a:' .. one.id, line)
end

local function send_back(one, held, changed)
  local back = one.back
  changed.a = back.a
  if back.c then changed.c = back.c end
  changed.e, changed.w, changed.t = back.e, held.worker, held.started
  if one.outcome ~= '-' then
    changed.z = one.failure
    keep_attempt(one, held)
  end
  if back.d then
    changed.u, changed.h = now + back.d, back.h
    wait_from(one.id, held.lane, changed.u, back.h)
  else
    wait_again(one.id, held.lane, tonumber(held.key))
  end
  put_j('x' .. one.id, cjson.encode(changed))
  count('q', held.class, 1)
  return 'q'
end

local BACK_EVENT = { f = 'job:retrying', t = 'job:retrying', z = 'job:snoozed',
  l = 'job:lost' }

local function finish(one, held, state)
  local failure = one.outcome ~= '-' and one.failure
  local result = state == 'c' and one.result
  local kind = result and 'r' or failure and 'f' or '-'
  put_j('f' .. one.id, final_text(state, int(held.attempt), int(held.started), one.outcome, kind,
    held.worker, result or failure or ''))
  index_final(state, held.class, one.id)
  return state
end

local function apply_settlement(one, held, changed, meta, reason)
  if one.outcome ~= '-' then
    if one.progress then put_j('p' .. one.id, one.progress) end
    if one.logs then keep_logs(one.id, one.logs) end
    note_ended(held.class, one.outcome, now - held.started)
    if one.outcome ~= 'l' and one.outcome ~= 'i' then changed.s = nil end
  end
  count('r', held.class, -1)
  local state = one.next
  if reason and state ~= 'c' then state = 'x' end
  if state == 'q' then
    send_back(one, held, changed)
    event(BACK_EVENT[one.outcome] or 'job:returned', one.id, held.suffix, held.class, held.tenant,
      one.failure)
    return state
  end
  changed.r, changed.e = reason, nil
  if one.outcome ~= '-' then changed.z = nil end
  if next(changed) or find(held.flags, 'x', 1, true) then
    put_j('x' .. one.id, next(changed) and cjson.encode(changed) or false)
  end
  finish(one, held, state)
  event(STATE_EVENT[state], one.id, held.suffix, held.class, held.tenant, one.failure or reason)
  if meta and meta.o then mark_occurrence(meta.o, one.id .. held.suffix, state) end
  return state
end

-- Gives back what ended jobs held of their limits.
local function free_limits(ones)
  local names, held, uses = {}, {}, {}
  for index, one in ipairs(ones) do names[index] = 'u' .. one.id end
  for index, text in ipairs(fields(S, names)) do
    held[index] = text and cjson.decode(text) or { l = {} }
    for _, use in ipairs(held[index].l) do uses[#uses + 1] = use end
    put_s(names[index], false)
  end
  load_limits(uses)
  for index, one in ipairs(ones) do vacate(held[index], one.outcome) end
end

-- Settles what this session holds; `seen` are token, dependents and cancel request of each.
local function settle_all(seen, from)
  local names, uses = {}, {}
  for index, one in ipairs(settlements) do
    local at = from + (index - 1) * 3
    local held = seen[at] and parse_token(seen[at])
    if is_holder(held, one.token) and not settled[one.id] then
      settled[one.id] = true
      one.held, one.dependents, one.reason = held, seen[at + 1], seen[at + 2] or nil
      if find(held.flags, 'x', 1, true) then names[#names + 1] = 'x' .. one.id end
      if find(held.flags, 'm', 1, true) then names[#names + 1] = one.id end
    end
  end
  local known, values = {}, fields(J, names)
  for index, name in ipairs(names) do known[name] = values[index] end
  local marks = {}
  for index, one in ipairs(settlements) do
    local held = one.held
    if not held then
      answers[index] = '-'
    else
      local meta = known[one.id] and parse(known[one.id]).meta
      if meta and meta.l then uses[#uses + 1] = one end
      put_s('r' .. one.id, false)
      if one.reason then put_s('j' .. one.id, false) end
      answers[index] = apply_settlement(one, held, extra(known['x' .. one.id]), meta, one.reason)
      if one.dependents and answers[index] ~= 'q' then marks[#marks + 1] = one.id end
    end
  end
  if #uses > 0 then free_limits(uses) end
  for _, id in ipairs(marks) do mark_dependents(id) end
end
