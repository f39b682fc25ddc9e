-- Occurrences by schedule, time and state; and the removal of ended ones.
local verb, id = next_arg(), next_arg()
local members, texts = BASE .. 'OZ:' .. id, BASE .. 'OC:' .. id

if verb == 'purge' then
  local upto, limit, removed, from = '(' .. next_arg(), tonumber(next_arg()), 0, 0
  while removed < limit do
    local found = call('ZRANGE', members, '-inf', upto, 'BYSCORE', 'LIMIT', from, 200)
    if #found == 0 then break end
    local gone = {}
    for index, text in ipairs(fields(texts, found)) do
      local state = cjson.decode(text).s
      if state ~= 'waiting' and state ~= 'enqueued' and removed < limit then
        gone[#gone + 1] = found[index]
        removed = removed + 1
      end
    end
    from = from + #found - #gone
    if #gone > 0 then
      call('ZREM', members, unpack(gone))
      call('HDEL', texts, unpack(gone))
    end
  end
  return removed
end

local from, to, states, limit, order = next_arg(), next_arg(), next_arg(), tonumber(next_arg()), next_arg()
local replies, offset = {}, 0
while #replies < limit * 2 do
  local found
  if order == 'oldest' then
    found = call('ZRANGE', members, from, to, 'BYSCORE', 'LIMIT', offset, 200)
  else
    found = call('ZRANGE', members, to, from, 'BYSCORE', 'REV', 'LIMIT', offset, 200)
  end
  if #found == 0 then break end
  offset = offset + #found
  for index, text in ipairs(fields(texts, found)) do
    if #replies < limit * 2 and (states == '' or find(states, ' ' .. cjson.decode(text).s .. ' ', 1, true)) then
      replies[#replies + 1] = found[index]
      replies[#replies + 1] = text
    end
  end
end
return replies
