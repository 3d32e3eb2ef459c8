import {
  ManyLegsItem,
  ManyLegsRequest,
  OneLegItem,
  OneLegRequest,
  validatorOf,
  type BatchItem,
  type PostTransferRequest,
} from '@trine/contracts';
import { BEYOND, textsOf, type Leg, type PostTransfer } from '@trine/domain';
import { newId } from '@trine/platform';
import { FaultCollector, parseBody } from '../http/request-faults.js';

const oneLegRequest = validatorOf(OneLegRequest);
const manyLegsRequest = validatorOf(ManyLegsRequest);
const oneLegItem = validatorOf(OneLegItem);
const manyLegsItem = validatorOf(ManyLegsItem);

/** @throws ProblemError `invalid_request` */
export function parseTransfer(body: unknown): PostTransferRequest {
  return parseBody<PostTransferRequest>(hasLegs(body) ? manyLegsRequest : oneLegRequest, body);
}

/** @throws ProblemError `invalid_request` */
export function parseItem(item: unknown): BatchItem {
  return parseBody<BatchItem>(hasLegs(item) ? manyLegsItem : oneLegItem, item);
}

/** Judging by one field keeps the errors to those of the shape that was meant. */
function hasLegs(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'legs' in body;
}

/**
 * The domain's command. `now`: RFC 3339, when it occurred if the caller does not say.
 * @throws ProblemError `invalid_request`
 */
export function readTransfer(request: PostTransferRequest, now: string): PostTransfer {
  const { id = newId(), occurredAt, metadata } = request;
  const faults = new FaultCollector();
  const legs = readLegs(request, faults);
  const occurred = faults.time('/occurredAt', occurredAt, now);
  faults.metadata('/metadata', metadata);
  faults.throwIfAny();
  return { type: 'post-transfer', id, legs, texts: textsOf(request), occurredAt: occurred };
}

function readLegs(request: PostTransferRequest, faults: FaultCollector): Leg[] {
  if (!('legs' in request)) {
    const { from, to, amount, currency } = request;
    return [{ from, to, currency, amount: readMoney('', amount, currency, faults) }];
  }
  return request.legs.map(({ from, to, amount, currency = request.currency }, index) => {
    if (currency === undefined) faults.add(`/legs/${index}/currency`, 'is required, here or beside legs');
    const minor = currency === undefined ? 0n : readMoney(`/legs/${index}`, amount, currency, faults);
    return { from, to, currency: currency ?? '', amount: minor };
  });
}

function readMoney(at: string, amount: string, currency: string, faults: FaultCollector): bigint {
  return faults.currency(`${at}/currency`, currency)
    ? faults.positive(`${at}/amount`, amount, currency, BEYOND)
    : 0n;
}
