-- What ended, by day: HD:<day number>, fields "<outcome><bucket> <class>" with a count and
-- "<outcome>m <class>" with the milliseconds they ran.
local BUCKETS = { 10, 30, 100, 300, 1000, 3000, 10000, 30000, 100000, 300000, 1000000, 3000000 }
local ended = {}

local function add_ended(field, amount)
  ended[field] = (ended[field] or 0) + amount
end

local function note_ended(class, outcome, ran)
  local bucket = 0
  while bucket < 12 and ran > BUCKETS[bucket + 1] do bucket = bucket + 1 end
  add_ended(outcome .. bucket .. ' ' .. class, 1)
  if ran > 0 then add_ended(outcome .. 'm ' .. class, ran) end
end

local function flush_history(known_day)
  if not next(ended) then return end
  local day = int(math.floor(now / 86400000))
  for field, amount in pairs(ended) do call('HINCRBY', BASE .. 'HD:' .. day, field, int(amount)) end
  ended = {}
  if day ~= known_day then
    call('SADD', BASE .. 'HD', day)
    put_s('.d', day)
  end
end
