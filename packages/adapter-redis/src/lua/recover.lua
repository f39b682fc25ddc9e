-- Takes over jobs of sessions whose lease ran out.
local recovered = {}

local recover
do
  local function take_over(id, token, record, text, reason, alone, how)
    local held, changed = parse_token(token), extra(text)
    local was_suspect = changed.s == 1
    changed.s = 1
    local new_text = cjson.encode(changed)
    put_j('x' .. id, new_text)
    held.session, held.token = my_session, my_token
    if not find(held.flags, 'x', 1, true) then held.flags = held.flags .. 'x' end
    local new_token = token_text(held)
    put_s('r' .. id, new_token)
    my_held[#my_held + 1] = id
    recovered[#recovered + 1] = {
      id, new_token, record, new_text, parse(record).apart, false, reason,
      (alone and was_suspect and '1' or '0') .. how,
    }
  end

  local function take_from(session_id, text, lease, limit)
    if not text then
      forget_session(session_id)
      return
    end
    local session, how = parse_session(text), match(lease, '^0 %S+ %S+ (%S)') or 'x'
    local total = #session.held / 13
    if session.lost == '-' then session.lost = int(total) end
    local ids, tokens, records = {}, {}, {}
    for index = 1, math.min(limit, total) do
      local id = sub(session.held, index * 13 - 12, index * 13)
      ids[index] = id
      tokens[index * 2 - 1], tokens[index * 2] = 'r' .. id, 'j' .. id
      records[index * 2 - 1], records[index * 2] = id, 'x' .. id
    end
    local about, stored = fields(S, tokens), fields(J, records)
    for index, id in ipairs(ids) do
      take_over(id, about[index * 2 - 1], stored[index * 2 - 1], stored[index * 2],
        about[index * 2] or nil, session.lost == '1', how)
    end
    session.held = sub(session.held, #ids * 13 + 1)
    if session.held == '' then
      forget_session(session_id)
    else
      call('HSET', S, 's' .. session_id, session_text(session))
      end_session(session_id, lease, how)
    end
  end

  -- Closed sessions stand at 0 and can be recovered from even while others are spared.
  local function can_be_recovered(session_id, lease, last_heard, silences)
    -- Asking for it is a sign of life of its own.
    if session_id == my_session then return false end
    if not lease or not is_alive(lease) then return true end
    return not is_spared(tonumber(match(lease, '^%S+ %S+ (%S+)')), last_heard, silences)
  end

  -- Looks at so many sessions: closed ones first, then those whose leases ran out first.
  local LOOK_AT = 500

  function recover(limit, next_expiry, last_heard, silences)
    if limit < 1 or not next_expiry or tonumber(next_expiry) > now then return end
    local ids, names = call('ZRANGEBYSCORE', BASE .. 'Z', '-inf', int(now), 'LIMIT', 0, LOOK_AT), {}
    for index, id in ipairs(ids) do names[index * 2 - 1], names[index * 2] = 's' .. id, 'z' .. id end
    local values = fields(S, names)
    for index, id in ipairs(ids) do
      local text, lease = values[index * 2 - 1], values[index * 2]
      if can_be_recovered(id, lease, last_heard, silences) then
        local left = limit - #recovered
        if left > 0 then take_from(id, text, lease, left) end
        if left == 0 or (text and #parse_session(text).held > left * 13) then
          more = true
          break
        end
      end
    end
    table.sort(recovered, function(one, other) return one[1] < other[1] end)
    local first = call('ZRANGE', BASE .. 'Z', 0, 0, 'WITHSCORES')
    put_s('.Z', first[1] and int(tonumber(first[2])) or false)
  end
end
