-- Sessions: open, close, beat.
local verb, session = next_arg(), next_arg()
local seen = call('HMGET', S, 's' .. session, 'z' .. session, 'c' .. session, '.Z', '.h', '.H')

if verb == 'open' then
  local worker, lease, facts = next_arg(), tonumber(next_arg()), next_arg()
  if seen[1] then return 0 end
  local ends = now + lease
  call('HSET', S, 's' .. session, '0 ' .. int(now) .. ' ' .. int(now) .. ' -\n' .. worker .. '\n',
    'z' .. session, int(ends) .. ' ' .. int(now) .. ' ' .. int(lease))
  hear(seen[5], seen[6])
  flush_s()
  call('ZADD', BASE .. 'Z', int(ends), session)
  if facts ~= '' then call('HSET', BASE .. 'X', session, facts) end
  if not seen[4] or tonumber(seen[4]) > ends then call('HSET', S, '.Z', int(ends)) end
  return 1
end

if verb == 'close' then
  if not seen[1] then return 0 end
  local how = next_arg()
  if parse_session(seen[1]).held == '' then
    forget_session(session)
  elseif is_alive(seen[2]) then
    end_session(session, seen[2], how)
    call('PUBLISH', BASE .. 'hint', 'work')
  end
  return 1
end

local lease = tonumber(next_arg())
local ends = now + lease
if not seen[1] or not is_alive(seen[2]) then return { 0 } end
put_s('z' .. session, int(ends) .. ' ' .. int(now) .. ' ' .. int(lease))
call('ZADD', BASE .. 'Z', int(ends), session)
if not seen[4] or tonumber(seen[4]) > ends then put_s('.Z', int(ends)) end
hear(seen[5], seen[6])
flush_s()
return { 1, cancels_for(session, seen[3]) }
