-- The session of this turn, and what it holds. In S: 's' of a session is "turn seen opened
-- lost\nworker\nids it holds", where lost is how many it held when others began to take them over;
-- 'z' is "lease's end (0: over) seen lease's length", 'y' its last reply, 'c' the jobs to be cancelled, not told yet.
-- No two turns give out the same token.
local my_session, my_turn, my_worker, my_token
-- Jobs taken by this turn, and jobs it settled.
local my_held, settled = {}, {}

local function parse_session(text)
  local turn, seen, opened, lost, worker, held =
    match(text, '^(%S+) (%S+) (%S+) (%S+)\n([^\n]*)\n(.*)$')
  return { turn = turn, seen = seen, opened = opened, lost = lost, worker = worker, held = held }
end

local function session_text(session)
  return session.turn .. ' ' .. session.seen .. ' ' .. session.opened .. ' ' .. session.lost .. '\n'
    .. session.worker .. '\n' .. session.held
end

-- A session lives until it is closed or recovered from, even when its lease ran out.
local function is_alive(lease)
  return lease and sub(lease, 1, 2) ~= '0 '
end

-- Others may take over what the session holds from now on, and it can do nothing more. `how` is how
-- it was lost: its lease expired x, it was closed as ended e or died d.
local function end_session(session, lease, how)
  local seen, length = match(lease, '^%S+ (%S+) (%S+)')
  call('HSET', S, 'z' .. session, '0 ' .. seen .. ' ' .. length .. ' ' .. how, '.Z', '0')
  call('ZADD', BASE .. 'Z', 0, session)
end

-- Notes that a session was opened or renewed. '.H' lists the silences of all before such moments,
-- "<length>:<end>" each, as long as a session may be spared for them.
local function hear(last_heard, silences)
  local length = last_heard and now - tonumber(last_heard) or 0
  if length > 0 then
    local kept = {}
    for long, upto in string.gmatch(silences or '', '(%S+):(%S+)') do
      if tonumber(long) > length and upto + long > now then kept[#kept + 1] = long .. ':' .. upto end
    end
    kept[#kept + 1] = int(length) .. ':' .. int(now)
    put_s('.H', table.concat(kept, ' '))
  end
  put_s('.h', int(now))
end

-- After a silence of all sessions (an outage, a clock step) nobody could renew a lease: for a session
-- whose lease is half as long again as the silence, recovery holds off for as long again.
local function is_spared(lease_ms, last_heard, silences)
  local quiet = lease_ms * 2 / 3
  if last_heard and now - tonumber(last_heard) >= quiet then return true end
  for long, upto in string.gmatch(silences or '', '(%S+):(%S+)') do
    if tonumber(long) >= quiet and upto + quiet > now then return true end
  end
  return false
end

local function forget_session(session)
  call('HDEL', S, 's' .. session, 'z' .. session, 'y' .. session, 'c' .. session)
  call('HDEL', BASE .. 'X', session)
  call('ZREM', BASE .. 'Z', session)
end
