import type { MasterDataName, MasterDataTable } from '../table';
import { accountImport } from './account-import';
import { lookupValuesExport } from './lookup-values-export';
import { purchaseOrderLines } from './purchase-order-lines';
import { purchaseOrdersExport } from './purchase-orders-export';
import { remitToExport, remitToImport } from './remit-to';
import { supplierExport } from './supplier-export';
import { suppliersImport } from './suppliers-import';

export { openAmount, openQuantity } from './order-amounts';
export {
	accountImport,
	lookupValuesExport,
	purchaseOrderLines,
	purchaseOrdersExport,
	remitToExport,
	remitToImport,
	supplierExport,
	suppliersImport,
};

/** Every master data table by its stable name. */
export const masterDataTables: Readonly<Record<MasterDataName, MasterDataTable>> = {
	accountImport,
	supplierExport,
	suppliersImport,
	remitToExport,
	remitToImport,
	purchaseOrdersExport,
	purchaseOrderLines,
	lookupValuesExport,
};
