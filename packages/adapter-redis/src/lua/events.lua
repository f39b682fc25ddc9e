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

local function flush_events()
  if #happened == 0 then return end
  local first = sequence + 1
  sequence = sequence + #happened
  call('XADD', BASE .. 'ev', 'MAXLEN', '~', 100000, int(first) .. '-1',
    'n', #happened, 'a', int(now), 'e', table.concat(happened, '\n'))
  call('HSET', S, '.n', int(sequence))
  call('PUBLISH', BASE .. 'hint', 'events')
  happened = {}
  local oldest = call('XRANGE', BASE .. 'ev', '-', '+', 'COUNT', 10)
  for index = #oldest, 2, -1 do
    -- An entry is old when the one after it is: what it holds came before.
    if tonumber(oldest[index][2][4]) < now - EVENT_WINDOW then
      call('XTRIM', BASE .. 'ev', 'MINID', oldest[index][1])
      break
    end
  end
end
