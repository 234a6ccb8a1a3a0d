import type { FlatFileName, FlatFileTable } from '../table';
import { accountImport } from './account-import';
import { invoicePaymentImport } from './invoice-payment-import';
import { invoiceStatus } from './invoice-status';
import { invoicesImport } from './invoices';
import { invoicesExport } from './invoices-export';
import { lookupValuesExport } from './lookup-values-export';
import { purchaseOrderLines } from './purchase-order-lines';
import { purchaseOrdersExport } from './purchase-orders-export';
import { remitToExport, remitToImport } from './remit-to';
import { supplierExport } from './supplier-export';
import { suppliersImport } from './suppliers-import';

export {
	accountImport,
	invoicePaymentImport,
	invoicesExport,
	invoicesImport,
	invoiceStatus,
	lookupValuesExport,
	purchaseOrderLines,
	purchaseOrdersExport,
	remitToExport,
	remitToImport,
	supplierExport,
	suppliersImport,
};

/** Every table by its stable name. */
export const flatFileTables: Readonly<Record<FlatFileName, FlatFileTable>> = {
	accountImport,
	supplierExport,
	suppliersImport,
	remitToExport,
	remitToImport,
	purchaseOrdersExport,
	purchaseOrderLines,
	lookupValuesExport,
	invoicesExport,
	invoicesImport,
	invoiceStatus,
	invoicePaymentImport,
};
