-- All ids in order: a sorted set of chunk starts, and a string of 13-character ids for each chunk.
local CHUNK_BYTES = 13 * 1024

local function chunk_of(id)
  return call('ZREVRANGEBYLEX', BASE .. 'I', '[' .. id, '-', 'LIMIT', 0, 1)[1] or ''
end

-- Sorts a chunk that grew too long and cuts it where `id`, the one just added, begins a new one.
local function split_chunk(start, id)
  local text, ids = call('GET', BASE .. 'I:' .. start), {}
  for at = 1, #text, 13 do ids[#ids + 1] = sub(text, at, at + 12) end
  table.sort(ids)
  local cut = #ids
  if ids[cut] ~= id then cut = math.floor(#ids / 2) + 1 end
  call('SET', BASE .. 'I:' .. start, table.concat(ids, '', 1, cut - 1))
  call('SET', BASE .. 'I:' .. ids[cut], table.concat(ids, '', cut))
  call('ZADD', BASE .. 'I', 0, start, 0, ids[cut])
  return ids[cut]
end

-- `last` is the start of the newest chunk, so that the usual id needs no search.
local function index_add(ids, last)
  local newest, parts, order = last or '', {}, {}
  if not last then call('ZADD', BASE .. 'I', 0, '') end
  for _, id in ipairs(ids) do
    local start = id >= newest and newest or chunk_of(id)
    local part = parts[start]
    if not part then
      part = {}
      parts[start] = part
      order[#order + 1] = start
    end
    part[#part + 1] = id
  end
  for _, start in ipairs(order) do
    local part = parts[start]
    local length = call('APPEND', BASE .. 'I:' .. start, table.concat(part))
    if length > CHUNK_BYTES then
      table.sort(part)
      local made = split_chunk(start, part[#part])
      if made > newest then newest = made end
    end
  end
  if newest ~= last then call('HSET', S, '.I', newest) end
end

local function index_remove(ids)
  local gone, chunks = {}, {}
  for _, id in ipairs(ids) do
    gone[id] = true
    chunks[chunk_of(id)] = true
  end
  for start in pairs(chunks) do
    local key, kept = BASE .. 'I:' .. start, {}
    local text = call('GET', key) or ''
    for at = 1, #text, 13 do
      local id = sub(text, at, at + 12)
      if not gone[id] then kept[#kept + 1] = id end
    end
    if #kept > 0 then
      call('SET', key, table.concat(kept))
    elseif start ~= '' and start ~= call('HGET', S, '.I') then
      call('DEL', key)
      call('ZREM', BASE .. 'I', start)
    else
      call('SET', key, '')
    end
  end
end
