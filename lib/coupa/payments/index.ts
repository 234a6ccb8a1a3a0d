export { importPayments } from './import-payments';
export { PAYABLE_STATUSES } from './judge';
export { amountText } from './read-payment';
export { DEFAULT_PAYMENT_SETTINGS, type PaymentSettings } from './settings';
export type { PaymentInput, PaymentOutcome, PaymentResult } from './types';
export { writePayment } from './write-payment';
