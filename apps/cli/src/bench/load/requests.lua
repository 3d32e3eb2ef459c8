-- What wrk sends, another request each time; the same as requests.ts makes for steady load. Arguments: what kind, a file
-- with a path or an account on each line, a seed, and for transfers how many a request carries, the currency, and the
-- account that all are from (or none).
-- Every request is put together by hand: wrk.format() would go through all headers again for each.

local MIX = 4294967295

local function linesOf(file)
  local all = {}
  for line in io.lines(file) do all[#all + 1] = line end
  return all
end

local function post(path, headers, body)
  return 'POST ' .. path .. ' HTTP/1.1\r\nHost: ' .. wrk.headers['Host'] ..
    '\r\nContent-Type: application/json\r\n' .. headers .. 'Content-Length: ' .. #body .. '\r\n\r\n' .. body
end

-- Random, as callers make them: an index takes keys in order more kindly.
local function key()
  local random = math.random
  return string.format('%08x%08x%08x%08x', random(0, MIX), random(0, MIX), random(0, MIX), random(0, MIX))
end

-- One cent each, every account as often as any other. The step from one account to the next rises when all had their
-- turn, so that every pair comes once before any comes again.
local function pairsAmong(accounts, hot)
  local others = {}
  for _, account in ipairs(accounts) do
    if account ~= hot then others[#others + 1] = account end
  end
  local nth, count = -1, #others
  return function()
    nth = nth + 1
    local step = 1 + math.floor(nth / count) % (count - 1)
    return hot or others[nth % count + 1], others[(nth + step) % count + 1]
  end
end

local function transfers(accounts, size, currency, hot)
  local nextPair = pairsAmong(accounts, hot)
  local function transfer(rest)
    local from, to = nextPair()
    return '{' .. rest .. '"from":"' .. from .. '","to":"' .. to .. '","amount":"0.01","currency":"' .. currency .. '"}'
  end
  if size == 1 then
    return function() return post('/v1/transfers', 'Idempotency-Key: ' .. key() .. '\r\n', transfer('')) end
  end
  return function()
    local items = {}
    for i = 1, size do items[i] = transfer('"idempotencyKey":"' .. key() .. '",') end
    return post('/v1/transfers/batch', '', '{"transfers":[' .. table.concat(items, ',') .. ']}')
  end
end

local function questions(paths)
  local nth = -1
  return function()
    nth = nth + 1
    return 'GET ' .. paths[nth % #paths + 1] .. ' HTTP/1.1\r\nHost: ' .. wrk.headers['Host'] .. '\r\n\r\n'
  end
end

function init(args)
  local kind, lines, seed = args[1], linesOf(args[2]), tonumber(args[3])
  math.randomseed(seed)
  request = kind == 'get' and questions(lines) or transfers(lines, tonumber(args[4]), args[5], args[6])
end

-- Latencies come in microseconds.
function done(summary, latency)
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.timeout
  io.stderr:write(string.format(
    '{"requests":%d,"seconds":%.6f,"p50":%.3f,"p95":%.3f,"p99":%.3f,"max":%.3f,"refused":%d,"errors":%d}\n',
    summary.requests - errors.status, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3, errors.status, lost))
end
