-- Cancel requests for what this session holds that no turn has told it yet: id and reason each, by id.
local function cancels_for(session, ids)
  local told, names, reasons = {}, {}, {}
  for at = 1, #(ids or ''), 13 do
    local id = sub(ids, at, at + 12)
    if not settled[id] then names[#names + 1], names[#names + 2] = 'r' .. id, 'j' .. id end
  end
  local values, asked = fields(S, names), {}
  for index = 1, #names, 2 do
    local held = values[index] and parse_token(values[index])
    if held and held.session == session and values[index + 1] then
      local id = sub(names[index], 2) .. held.suffix
      if not reasons[id] then asked[#asked + 1] = id end
      reasons[id] = values[index + 1]
    end
  end
  table.sort(asked)
  for _, id in ipairs(asked) do told[#told + 1], told[#told + 2] = id, reasons[id] end
  return told
end
