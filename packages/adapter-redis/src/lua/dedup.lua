-- Field 'd' of a key: "<id> <until> <mode>". Held by its job while that is live (throttle: not),
-- and until its window is over (debounce: not).
local function dedup_entry(text)
  if not text then return nil end
  local id, upto, mode = match(text, '^(%S+) (%S+) (%S+)$')
  return { id = id, upto = tonumber(upto), mode = mode }
end

local function dedup_text(id, created, dedup)
  local upto = dedup.w and created + dedup.w or 0
  return id .. ' ' .. int(upto) .. ' ' .. dedup.m
end

-- `live` says whether the holder exists and is not final; `exists` whether it is stored at all.
local function dedup_held(entry, exists, live)
  if not entry or not exists then return false end
  if entry.mode == 'd' then return live end
  return now < entry.upto or (live and entry.mode ~= 't')
end

-- Who else holds the key that a job needs to live again.
local function other_holder(id, dedup)
  flush_j()
  flush_s()
  local entry = dedup_entry(call('HGET', S, 'd' .. dedup.k) or nil)
  if not entry or entry.id == id then return nil end
  local values = call('HMGET', J, entry.id, 'f' .. entry.id)
  if not dedup_held(entry, values[1], not values[2]) then return nil end
  return entry.id .. parse(values[1]).suffix
end
