import type { CoupaOperation } from '../operations/operation';
import { getCharts } from './account/getCharts';

import { apiOperations } from './api';
import { create } from './invoice/create';
import { downloadImageScan } from './invoice/downloadImageScan';
import { importInvoice } from './invoice/import';
import { uploadImageScan } from './invoice/uploadImageScan';
import { getLoadResult } from './loadResult/get';
import { getUnexported } from './purchaseOrder/getUnexported';
import { markExported } from './purchaseOrder/markExported';

/** Operations that no table entry can say, by resource. */
export const special: Record<string, CoupaOperation[]> = {
	account: [getCharts],
	api: apiOperations,
	invoice: [create, downloadImageScan, importInvoice, uploadImageScan],
	loadResult: [getLoadResult],
	purchaseOrder: [getUnexported, markExported],
};
