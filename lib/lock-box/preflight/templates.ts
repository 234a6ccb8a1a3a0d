/** Names of the templates, by what of the lock-box they use. */
export const IMPORT = 'Import invoices from Scan One into Coupa';
export const RECONCILIATION = 'Daily reconciliation of delivered invoices';
export const MASTER_DATA = 'Sync accounts and suppliers to Scan One';
export const ORDERS = 'Export purchase orders to Scan One';
export const STATUS = 'Invoice status to Scan One';
