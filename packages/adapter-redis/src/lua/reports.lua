-- What running jobs have to say.
local reports = {}

local function read_report()
  local one = { id = next_arg(), token = next_arg(), code = next_arg() }
  if find(one.code, 'p', 1, true) then one.progress = next_arg() end
  if find(one.code, 'l', 1, true) then one.logs = next_args(tonumber(next_arg())) end
  if find(one.code, 't', 1, true) then one.steps = next_args(tonumber(next_arg())) end
  reports[#reports + 1] = one
end

local function keep_steps(id, held, steps)
  bulk('HSET', BASE .. 't:' .. id, steps)
  local changed = extra(call('HGET', J, 'x' .. id) or nil)
  if changed.v then return end
  changed.v = 1
  call('HSET', J, 'x' .. id, cjson.encode(changed))
  if not find(held.flags, 'x', 1, true) then
    held.flags = held.flags .. 'x'
    call('HSET', S, 'r' .. id, token_text(held))
  end
end

local function report_all(tokens, from)
  for index, one in ipairs(reports) do
    local token = tokens[from + index - 1]
    local held = token and not settled[one.id] and parse_token(token)
    if is_holder(held, one.token) then
      if one.progress then
        call('HSET', J, 'p' .. one.id, one.progress)
        event('job:progress', one.id, held.suffix, held.class, held.tenant, one.progress)
      end
      if one.logs then keep_logs(one.id, one.logs) end
      if one.steps then keep_steps(one.id, held, one.steps) end
    end
  end
end
