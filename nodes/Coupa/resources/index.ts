import type { CoupaOperation } from '../operations/operation';
import { getCharts } from './account/getCharts';
import { apiOperations } from './api';
import { addFile } from './attachment/addFile';
import { create } from './invoice/create';
import { downloadOperations } from './invoice/downloadFile';
import { importInvoice } from './invoice/import';
import { confirmOkToPay, getOkToPay } from './invoice/okToPay';
import { recordPayment } from './invoice/recordPayment';
import { uploadImageScan } from './invoice/uploadImageScan';
import { getLoadResult } from './loadResult/get';
import { getUnexported } from './purchaseOrder/getUnexported';
import { markExported } from './purchaseOrder/markExported';

/** Operations that no table entry can say, by resource. */
export const special: Record<string, CoupaOperation[]> = {
	account: [getCharts],
	api: apiOperations,
	attachment: [addFile],
	invoice: [confirmOkToPay, create, ...downloadOperations, getOkToPay, importInvoice, recordPayment, uploadImageScan],
	loadResult: [getLoadResult],
	purchaseOrder: [getUnexported, markExported],
};
