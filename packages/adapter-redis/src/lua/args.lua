-- Arguments in order, after the time.
local arg_at = 1

local function next_arg()
  arg_at = arg_at + 1
  return ARGV[arg_at]
end

local function next_args(count)
  local values = {}
  for index = 1, count do values[index] = next_arg() end
  return values
end
