-- Events of this script go into one entry of the stream, numbered by its first event.
local EVENT_WINDOW = 300000
local observed_until, sequence = 0, 0
local happened = {}

local function watch(observed, last)
  observed_until, sequence = tonumber(observed or 0), tonumber(last or 0)
end

local function event(kind, id, suffix, class, tenant, data)
  if observed_until <= now then return end
  happened[#happened + 1] = cjson.encode({
    t = kind, i = id and (id .. suffix), c = class, n = tenant, d = data,
  })
end

-- Trims what is out of the window, looking at so many entries; says whether all of them were. What
-- one entry holds happened at once.
local function forget_events(look_at)
  local oldest, stale = call('XRANGE', BASE .. 'ev', '-', '+', 'COUNT', look_at), 0
  while oldest[stale + 1] and tonumber(oldest[stale + 1][2][4]) <= now - EVENT_WINDOW do
    stale = stale + 1
  end
  if stale == 0 then return false end
  local last, events = match(oldest[stale][1], '^%d+'), oldest[stale][2][2]
  call('XTRIM', BASE .. 'ev', 'MINID', int(last + events))
  return stale == look_at
end

local function flush_events()
  if #happened == 0 then return end
  local first = sequence + 1
  sequence = sequence + #happened
  call('XADD', BASE .. 'ev', 'MAXLEN', '~', 100000, int(first) .. '-1',
    'n', #happened, 'a', int(now), 'e', table.concat(happened, '\n'))
  call('HSET', S, '.n', int(sequence))
  call('PUBLISH', BASE .. 'hint', 'events')
  happened = {}
  forget_events(10)
end
