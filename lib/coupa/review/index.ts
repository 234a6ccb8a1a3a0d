export { decide } from './decide';
export { heldInvoices } from './held';
export { decisionNamed, DECISIONS, HELD_STATUSES } from './offers';
export type { DecisionName, DecisionRequest } from './types';
