export { STATE_FIELDS, stateOf, type CoupaState } from './coupa-state';
export type { DeliveredRow, LockBoxAccount, LockBoxPlace } from './delivered';
export { deltaState, readDelta } from './delta';
export { headline, reportHtml, type ReportTexts } from './html/report';
export { amountsOf } from './money';
export { reconcile, type Reconciliation } from './reconcile';
export { LATE_AFTER, type LateAfter } from './settings';
export { isInCoupa, type Standing, STANDING_LABELS } from './standing';
