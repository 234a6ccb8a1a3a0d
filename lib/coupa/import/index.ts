export { importInvoices } from './import-invoices';
export { CHECKS } from './checks';
export { CHECK_LABELS } from './master-data';
export { isCalendarDate } from './checks/values';
export { invoiceKey } from './invoice-key';
export { undecidedResult } from './result';
export { DEFAULT_IMPORT_SETTINGS, type CheckLevel, type CheckName, type ImportSettings } from './settings';
export type { ImportAttachment, ImportClient, ImportControl, ImportInput, ImportResult } from './types';
