import { ApiHeader } from '@nestjs/swagger';
import { CORRELATION_ID, ID_PATTERN } from '@trine/contracts';

/** Of every route. */
export const correlationHeader = ApiHeader({
  name: CORRELATION_ID,
  required: false,
  description:
    'Names the request in logs, and in the events that come of it. The answer tells it; it is one of ours when absent',
  schema: { type: 'string', pattern: ID_PATTERN, examples: ['checkout-4711'] },
});
