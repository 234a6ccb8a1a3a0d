import type { CoupaOperation } from '../operations/operation';
import { getCharts } from './account/getCharts';
import { apiOperations } from './api';
import { addFile } from './attachment/addFile';
import { type FindOperation, preflight } from './integration/preflight';
import { create } from './invoice/create';
import { decide } from './invoice/decide';
import { downloadOperations } from './invoice/downloadFile';
import { getHeld } from './invoice/getHeld';
import { importInvoice } from './invoice/import';
import { reconcile } from './invoice/reconcile';
import { importPayments } from './invoice/importPayments';
import { confirmOkToPay, getOkToPay } from './invoice/okToPay';
import { recordPayment } from './invoice/recordPayment';
import { uploadImageScan } from './invoice/uploadImageScan';
import { getLoadResult } from './loadResult/get';
import { getUnexported } from './purchaseOrder/getUnexported';
import { markExported } from './purchaseOrder/markExported';

/** Operations that no table entry can say, by resource. `find` gives any operation of the node once all are there. */
export const specialOperations = (find: FindOperation): Record<string, CoupaOperation[]> => ({
	account: [getCharts],
	api: apiOperations,
	attachment: [addFile],
	integration: [preflight(find)],
	invoice: [
		confirmOkToPay,
		create,
		decide,
		...downloadOperations,
		getHeld,
		getOkToPay,
		importInvoice,
		importPayments,
		reconcile,
		recordPayment,
		uploadImageScan,
	],
	loadResult: [getLoadResult],
	purchaseOrder: [getUnexported, markExported],
});
