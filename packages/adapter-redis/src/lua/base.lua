-- Every script starts with this. KEYS[1] is the control hash; all other keys share its hash tag.
-- ARGV[1] is the time to use, or '' for the server's own.
local S = KEYS[1]
local BASE = string.sub(S, 1, -2)
local J = BASE .. 'J'
local call, find, sub, match = redis.call, string.find, string.sub, string.match
local now = tonumber(ARGV[1])
if not now then
  local time = call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Lua prints large numbers as 1e+14; the store must not.
local function int(number)
  return string.format('%.17g', number)
end

-- A write that may have too many parts for one call of unpack.
local function bulk(command, key, parts)
  local count = #parts
  for from = 1, count, 4000 do
    call(command, key, unpack(parts, from, math.min(from + 3999, count)))
  end
end

-- Fields of a hash, in the order asked for.
local function fields(key, names)
  if #names == 0 then return {} end
  if #names <= 4000 then return call('HMGET', key, unpack(names)) end
  local values = {}
  for from = 1, #names, 4000 do
    local upto = math.min(from + 3999, #names)
    local part = call('HMGET', key, unpack(names, from, upto))
    for index = 1, upto - from + 1 do values[from + index - 1] = part[index] end
  end
  return values
end

-- Times in records are short: base 36.
local function base36(number)
  local digits = ''
  repeat
    local digit = number % 36
    digits = sub('0123456789abcdefghijklmnopqrstuvwxyz', digit + 1, digit + 1) .. digits
    number = (number - digit) / 36
  until number <= 0
  return digits
end

-- Head starts are mostly whole minutes, and written as such: "20m".
local function head_ms(text)
  if sub(text, -1) == 'm' then return tonumber(sub(text, 1, -2)) * 60000 end
  return tonumber(text)
end

local function queue_of(lane_or_class)
  return match(lane_or_class, '^[^\t]*')
end
