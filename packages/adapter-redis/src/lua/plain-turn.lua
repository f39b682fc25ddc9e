-- The usual turn in one piece: plain jobs end and plain jobs are claimed. It looks before it writes;
-- anything out of the ordinary answers nothing, and the general turn takes over. It exists because
-- making the general turn's functions costs the server more than running this.
local function write_ended(turn, ones, known_day)
  bulk('HDEL', S, turn.del)
  local finals = {}
  for _, one in ipairs(ones) do
    if one.final then
      local at = #finals
      finals[at + 1], finals[at + 2] = 'f' .. one.id, one.final
    end
  end
  bulk('HSET', J, finals)
  for place, group in pairs(turn.finals) do
    bulk('ZADD', BASE .. 'F:' .. place, group.ids)
    bulk('RPUSH', BASE .. 'E:' .. place, group.ended)
  end
  local day = int(math.floor(now / 86400000))
  for field, amount in pairs(turn.history) do
    call('HINCRBY', BASE .. 'HD:' .. day, field, int(amount))
  end
  if day ~= known_day then
    call('SADD', BASE .. 'HD', day)
    local at = #turn.set
    turn.set[at + 1], turn.set[at + 2] = '.d', day
  end
end

-- What the session still holds of what it held.
local function still_held(turn, held)
  if #turn.del == 0 then return held end
  local kept = {}
  for at = 1, #held, 13 do
    local id = sub(held, at, at + 12)
    if not turn.ended[id] then kept[#kept + 1] = id end
  end
  return table.concat(kept)
end

local function next_due_in(seen, claim_count)
  local next_due
  for index = 1, claim_count do
    local due = tonumber(seen[8 + index * 4] or 'inf')
    if due < math.huge and (not next_due or due < next_due) then next_due = due end
  end
  return next_due and int(math.max(0, next_due - now))
end

-- Ends the turn: counts, idle flags, the stored reply and the session.
local function write_session(turn, next_due, opened, lost, held)
  for field, change in pairs(turn.counts) do
    if change ~= 0 then call('HINCRBY', BASE .. 'C:' .. queue_of(sub(field, 2)), field, change) end
  end
  local set, ids = turn.set, table.concat(turn.ids)
  for _, flag in ipairs(turn.idle) do
    local at = #set
    set[at + 1], set[at + 2] = flag, '1'
  end
  local states, at = table.concat(turn.states), #set
  set[at + 1], set[at + 2] = 'y' .. ARGV[2],
    states .. '\n' .. ids .. '\n\n' .. (next_due and '{"n":"' .. next_due .. '"}' or '')
  set[at + 3], set[at + 4] = 's' .. ARGV[2], ARGV[3] .. ' ' .. turn.now .. ' ' .. opened .. ' ' .. lost
    .. '\n' .. turn.worker .. '\n' .. still_held(turn, held) .. ids
  if ids ~= '' then set[at + 5], set[at + 6] = '.t', turn.token end
  bulk('HSET', S, set)
  return states
end

local function plain_turn()
  local claim_count = tonumber(ARGV[7])
  if ARGV[6] ~= '0' then return nil end
  local ones, claims_at = plain_settlements(tonumber(ARGV[5]))
  if not ones then return nil end
  local seen, first = look(ones, claims_at, claim_count)
  if not is_ordinary(seen, ARGV[3], tonumber(ARGV[4]), claim_count) then return nil end
  local opened, lost, worker, held = match(seen[1], '^%S+ %S+ (%S+) (%S+)\n([^\n]*)\n(.*)$')
  local turn = {
    now = int(now), token = int(tonumber(seen[10] or 0) + 1), worker = worker,
    states = {}, ended = {}, del = {}, finals = {}, counts = {}, history = {}, set = {},
    ids = {}, keys = {}, queues = {}, popped = {}, idle = {}, claimed = {},
  }
  if not settle_plain(turn, ones, seen, first) then return nil end
  pop_due(turn, claims_at, claim_count)
  if not start_all(turn) then
    put_back(turn.popped)
    return nil
  end
  if #turn.del > 0 then write_ended(turn, ones, seen[9]) end
  local next_due = next_due_in(seen, claim_count)
  local states = write_session(turn, next_due, opened, lost, held)
  return { 1, states, turn.claimed, {}, {}, 0, next_due or false, {} }
end

local plain_reply = plain_turn()
if plain_reply then return plain_reply end
