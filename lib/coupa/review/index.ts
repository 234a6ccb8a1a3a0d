export { decide } from './decide';
export { heldInvoices, type HeldInvoice, type HeldQuery } from './held';
export { DECISIONS, HELD_STATUSES } from './offers';
export type { DecisionName, DecisionOutcome, DecisionRequest, DecisionResult } from './types';
