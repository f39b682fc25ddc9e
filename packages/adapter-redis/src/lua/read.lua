-- Jobs as they stand, all at one moment: {record, changes, final, progress, input, token, pending,
-- cancel request} each, or nothing. ids are the first 13 characters.
local ids = next_args(#ARGV - 1)
local names, about = {}, {}
for index, id in ipairs(ids) do
  local at = index * 4
  names[at - 3], names[at - 2], names[at - 1], names[at] = id, 'x' .. id, 'f' .. id, 'p' .. id
  at = index * 3
  about[at - 2], about[at - 1], about[at] = 'r' .. id, 'm' .. id, 'j' .. id
end
local stored, beside, replies = fields(J, names), fields(S, about), {}
for index in ipairs(ids) do
  local at, by = index * 4 - 3, index * 3 - 2
  local record = stored[at]
  local apart = record and sub(match(record, '^%S+ %S+ %S+ (%S+)'), -2) == ':1'
  replies[index] = record and {
    record, stored[at + 1], stored[at + 2], stored[at + 3],
    apart and call('HGET', J, 'i' .. ids[index]), beside[by], beside[by + 1], beside[by + 2],
  } or false
end
return replies
