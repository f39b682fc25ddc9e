-- Cancel requests for what this session still holds, told once.
local function take_cancels(ids)
  local told, names = {}, {}
  for at = 1, #(ids or ''), 13 do
    local id = sub(ids, at, at + 12)
    if not settled[id] then names[#names + 1], names[#names + 2] = 'r' .. id, 'j' .. id end
  end
  local values = fields(S, names)
  for index = 1, #names, 2 do
    local held = values[index] and parse_token(values[index])
    if held and held.session == my_session and values[index + 1] then
      told[#told + 1] = sub(names[index], 2) .. held.suffix
      told[#told + 1] = values[index + 1]
    end
  end
  if ids then put_s('c' .. my_session, false) end
  return told
end
