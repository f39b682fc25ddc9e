my_session, my_turn = next_arg(), next_arg()
local recover_limit = tonumber(next_arg())
local settle_count, report_count, claim_count =
  tonumber(next_arg()), tonumber(next_arg()), tonumber(next_arg())
for _ = 1, settle_count do read_settlement() end
for _ = 1, report_count do read_report() end
local claims = {}
for index = 1, claim_count do claims[index] = { next_arg(), tonumber(next_arg()) } end

local names = { 's' .. my_session, 'z' .. my_session, 'y' .. my_session, 'c' .. my_session, '.e', '.n',
  '.R', '.Z', '.o', '.d', '.h', '.H', '.t' }
for _, claim in ipairs(claims) do
  local at = #names
  names[at + 1], names[at + 2] = 'q' .. claim[1], 'n' .. claim[1]
  names[at + 3], names[at + 4] = 't' .. claim[1], 'g' .. claim[1]
end
local first_settlement = #names + 1
for _, one in ipairs(settlements) do
  local at = #names
  names[at + 1], names[at + 2], names[at + 3] = 'r' .. one.id, 'k' .. one.id, 'j' .. one.id
end
local first_report = #names + 1
for _, one in ipairs(reports) do names[#names + 1] = 'r' .. one.id end
local seen = fields(S, names)

if not seen[1] or not is_alive(seen[2]) then return LOST end
local session = parse_session(seen[1])
if seen[3] and session.turn == my_turn then return repeated(seen[3]) end
if tonumber(my_turn) ~= tonumber(session.turn) + 1 then
  end_session(my_session, seen[2], 'e')
  return LOST
end
my_worker = session.worker
my_token = int(tonumber(seen[13] or 0) + 1)
watch(seen[5], seen[6])
for index, claim in ipairs(claims) do queue_has_lanes[claim[1]] = seen[13 + index * 4] or false end

settle_all(seen, first_settlement)
if seen[7] or marked then
  if tell_dependents() then more = true end
elseif #settlements > 0 then
  flush_j()
end
report_all(seen, first_report)
if recover_limit > 0 then recover(recover_limit, seen[8], seen[11], seen[12]) end
flush_due()
if #settlements > 0 and claim_count > 0 then flush_delays() end
for index, claim in ipairs(claims) do
  local at = 14 + (index - 1) * 4
  local queue = claim[1]
  claim.free = claim_queue(queue, claim[2], seen[at], latest('n' .. queue, seen[at + 1]),
    latest('t' .. queue, seen[at + 2]))
  if claim.free > 0 then put_s('i' .. queue, '1') end
end
wake_waiting()
flush_limits()
flush_delays()
flush_timers()

local next_due
for index, claim in ipairs(claims) do
  local at = 14 + (index - 1) * 4
  if not is_paused(seen[at]) then
    for place, field in ipairs({ 'n', 't' }) do
      local time = tonumber(latest(field .. claim[1], seen[at + place]) or 'inf')
      if time < math.huge and (not next_due or time < next_due) then next_due = time end
    end
  end
end
next_due = next_due and int(math.max(0, next_due - now)) or nil

local cancels, budgets = cancels_for(my_session, seen[4]), budgets_due(seen[9])
if seen[4] then put_s('c' .. my_session, false) end
local rest = ''
if more or next_due or #cancels > 0 or #budgets > 0 then
  rest = cjson.encode({ c = #cancels > 0 and cancels or nil, m = more and 1 or nil, n = next_due,
    b = #budgets > 0 and budgets or nil })
end
local states = table.concat(answers)
put_s('y' .. my_session, states .. '\n' .. ids_of(claimed) .. '\n' .. ids_of(recovered, 8) .. '\n' .. rest)
if next(settled) then
  local kept = {}
  for at = 1, #session.held, 13 do
    local id = sub(session.held, at, at + 12)
    if not settled[id] then kept[#kept + 1] = id end
  end
  session.held = table.concat(kept)
end
session.turn, session.seen, session.held = my_turn, turn_now, session.held .. table.concat(my_held)
put_s('s' .. my_session, session_text(session))
if #my_held > 0 then put_s('.t', my_token) end

flush_counts()
flush_finals()
flush_history(seen[10])
flush_events()
flush_j()
flush_s()
flush_hints()
return { 1, states, complete(claimed), complete(recovered), cancels, more and 1 or 0,
  next_due or false, budgets }
