export { importInvoices } from './import-invoices';
export { CHECKS, type Check } from './checks';
export { isCalendarDate } from './checks/values';
export { undecidedResult } from './result';
export { DEFAULT_IMPORT_SETTINGS, type CheckLevel, type CheckName, type ExistingChoice, type ImportSettings } from './settings';
export type { ImageScan, ImportAttachment, ImportClient, ImportControl, ImportFile, ImportInput, ImportResult } from './types';
