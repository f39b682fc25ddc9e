-- How the plain turn claims; see plain-turn.lua.

-- Puts claimed jobs back where they were, and their queues with them.
local function put_back(popped)
  for queue, members in pairs(popped) do
    local pairs_back = {}
    for index = 1, #members, 2 do
      pairs_back[index], pairs_back[index + 1] = members[index + 1], members[index]
    end
    bulk('ZADD', BASE .. 'L:' .. queue, pairs_back)
  end
end

-- Takes what is due. Nothing else is written before all of it turned out to be plain.
local function pop_due(turn, claims_at, claim_count)
  for index = 1, claim_count do
    local queue, slots = ARGV[claims_at + index * 2 - 2], tonumber(ARGV[claims_at + index * 2 - 1])
    if slots > 0 then
      local members = call('ZPOPMIN', BASE .. 'L:' .. queue, slots)
      -- The same queue may be named twice.
      local popped = turn.popped[queue] or {}
      turn.popped[queue] = popped
      for at = 1, #members, 2 do
        local total = #turn.ids + 1
        turn.ids[total], turn.keys[total], turn.queues[total] = members[at], members[at + 1], queue
        local place = #popped
        popped[place + 1], popped[place + 2] = members[at], members[at + 1]
      end
      if #members < slots * 2 then turn.idle[#turn.idle + 1] = 'i' .. queue end
    end
  end
end

-- Makes what was taken running jobs. `false` when one of them is special.
local function start_all(turn)
  local wanted, bytes = {}, 0
  for index, id in ipairs(turn.ids) do wanted[index * 2 - 1], wanted[index * 2] = id, 'x' .. id end
  local values = fields(J, wanted)
  local before, after = turn.token .. ' ' .. turn.now .. ' 1 ', ' \n' .. ARGV[2] .. '\n'
  for index, id in ipairs(turn.ids) do
    local record = values[index * 2 - 1]
    local head, priority, suffix, class, meta, body =
      match(record, '^%S+ %S+ (%S+) (%S+) (%S*)\n([^\n]*)\n([^\n]*)\n()')
    if values[index * 2] or meta ~= '' or sub(priority, -2) == ':1' or bytes >= 1048576 then
      return false
    end
    bytes = bytes + #record - body + 1
    local token = before .. turn.keys[index] .. ' ' .. head .. ' ' .. suffix .. after .. class .. '\n'
      .. turn.queues[index] .. '\n' .. turn.worker .. '\n'
    local at = #turn.set
    turn.set[at + 1], turn.set[at + 2] = 'r' .. id, token
    turn.claimed[index] = { id, token, record }
    add(turn.counts, 'q' .. class, -1)
    add(turn.counts, 'r' .. class, 1)
  end
  return true
end
