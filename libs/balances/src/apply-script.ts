/**
 * Applies one partition's accounts and its position in one step.
 *
 * KEYS: the position, the list of ids, what is parked, then one hash per account. ARGV: the first and the last sequence
 * of the batch, how many events it parks, their sequences and texts in turns, how many accounts it opens, their ids,
 * then per account its version, how many field texts follow, and these. An account that is newer already stays as it
 * is, so a batch may be repeated from any earlier point. A store that stands before the batch has lost something:
 * nothing is applied.
 */
export const APPLY_SCRIPT = `
local position = tonumber(redis.call('GET', KEYS[1]) or '0')
if position < tonumber(ARGV[1]) - 1 then
  return redis.error_reply('BEHIND the view stands at ' .. position .. ', the batch begins at ' .. ARGV[1])
end
local parked = tonumber(ARGV[3])
local at = 4 + 2 * parked
for i = 4, at - 1, 2 do
  redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
end
local opened = tonumber(ARGV[at])
for i = at + 1, at + opened do
  redis.call('ZADD', KEYS[2], 0, ARGV[i])
end
at = at + 1 + opened
for i = 4, #KEYS do
  local version = tonumber(ARGV[at])
  local count = tonumber(ARGV[at + 1])
  if version > tonumber(redis.call('HGET', KEYS[i], 'version') or '0') then
    redis.call('HSET', KEYS[i], unpack(ARGV, at + 2, at + 1 + count))
  end
  at = at + 2 + count
end
if tonumber(ARGV[2]) > position then
  redis.call('SET', KEYS[1], ARGV[2])
end
return 1
`;
