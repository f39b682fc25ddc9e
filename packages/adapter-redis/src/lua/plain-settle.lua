-- What the plain turn does to jobs that end; see plain-turn.lua.
local BUCKETS = { 10, 30, 100, 300, 1000, 3000, 10000, 30000, 100000, 300000, 1000000, 3000000 }

-- Reads settlements of the shape "ended, result or failure, nothing else"; `false` for any other.
local function plain_settlements(count)
  local ones, at = {}, 8
  for index = 1, count do
    local code = ARGV[at + 2]
    local state, rest = sub(code, 2, 2), sub(code, 3)
    if sub(code, 1, 1) == '-' or state == 'q' or not (rest == '' or rest == 'r' or rest == 'f') then
      return false
    end
    ones[index] = { id = ARGV[at], token = ARGV[at + 1], code = code, state = state }
    at = at + 3
    if rest ~= '' then
      ones[index].kind, ones[index].tail = rest, ARGV[at]
      at = at + 1
    end
  end
  return ones, at
end

-- Whether the session may turn, and nothing waits to be told, released, recovered or promoted.
local function is_ordinary(seen, my_turn, recover_limit, claim_count)
  local session, lease = seen[1], seen[2]
  if not session or not lease or sub(lease, 1, 2) == '0 ' then return false end
  if tonumber(match(session, '^%S+')) + 1 ~= tonumber(my_turn) then return false end
  if seen[3] or seen[6] or (seen[4] and tonumber(seen[4]) > now) then return false end
  if seen[8] and tonumber(seen[8]) <= now then return false end
  if recover_limit > 0 and seen[7] and tonumber(seen[7]) <= now then return false end
  for index = 1, claim_count do
    local at = 7 + index * 4
    local settings, next_due, lanes = seen[at], seen[at + 1], seen[at + 3]
    if lanes or (next_due and tonumber(next_due) <= now) then return false end
    if settings and sub(settings, 1, 1) == '1' then return false end
  end
  return true
end

-- The control hash, as far as this turn needs it.
local function look(ones, claims_at, claim_count)
  local session_id = ARGV[2]
  local names = { 's' .. session_id, 'z' .. session_id, 'c' .. session_id, '.e', '.n', '.R', '.Z',
    '.o', '.d', '.t' }
  for index = 1, claim_count do
    local queue, at = ARGV[claims_at + index * 2 - 2], #names
    names[at + 1], names[at + 2] = 'q' .. queue, 'n' .. queue
    names[at + 3], names[at + 4] = 't' .. queue, 'g' .. queue
  end
  local first = #names
  for index, one in ipairs(ones) do
    local at = first + index * 3
    names[at - 2], names[at - 1], names[at] = 'r' .. one.id, 'k' .. one.id, 'j' .. one.id
  end
  return fields(S, names), first
end

local function add(sums, field, amount)
  sums[field] = (sums[field] or 0) + amount
end

-- Decides what becomes of one held job.
local function end_one(turn, one, started, attempt, class, worker)
  local outcome, kind = sub(one.code, 1, 1), one.kind or '-'
  if one.state ~= 'c' and kind == 'r' then kind = '-' end
  one.final = one.state .. ' ' .. turn.now .. ' ' .. attempt .. ' ' .. started .. ' ' .. outcome
    .. ' ' .. kind .. '\n' .. worker .. '\n' .. (kind == '-' and '' or one.tail)
  local place = one.state .. class
  local group = turn.finals[place] or { ids = {}, ended = {} }
  turn.finals[place] = group
  local at = #group.ids
  group.ids[at + 1], group.ids[at + 2] = 0, one.id
  group.ended[#group.ended + 1] = one.id .. turn.now
  add(turn.counts, 'r' .. class, -1)
  local ran, bucket = now - tonumber(started), 0
  while bucket < 12 and ran > BUCKETS[bucket + 1] do bucket = bucket + 1 end
  add(turn.history, outcome .. bucket .. ' ' .. class, 1)
  if ran > 0 then add(turn.history, outcome .. 'm ' .. class, ran) end
end

-- Settles, without writing yet. `false` when one of the jobs is special.
local function settle_plain(turn, ones, seen, first)
  for index, one in ipairs(ones) do
    local at = first + index * 3 - 2
    local number, started, attempt, flags, holder, class, worker
    if seen[at] then
      number, started, attempt, flags, holder, class, worker = match(seen[at],
        '^(%S+) (%S+) (%S+) %S+ %S+ %S* (%S*)\n([^\n]*)\n([^\n]*)\n[^\n]*\n([^\n]*)\n')
    end
    if number == one.token and holder == ARGV[2] and not turn.ended[one.id] then
      if flags ~= '' or seen[at + 1] or seen[at + 2] then return false end
      turn.states[index], turn.ended[one.id] = one.state, true
      turn.del[#turn.del + 1] = 'r' .. one.id
      end_one(turn, one, started, attempt, class, worker)
    else
      turn.states[index] = '-'
    end
  end
  return true
end
