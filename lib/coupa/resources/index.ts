// Written by the build from the files beside it: edit those.
import { account } from './account';
import { chartOfAccounts } from './chart-of-accounts';
import { invoice } from './invoice';
import { loadResult } from './load-result';
import { lookupValue } from './lookup-value';
import { paymentTerm } from './payment-term';
import { purchaseOrder } from './purchase-order';
import { purchaseOrderLine } from './purchase-order-line';
import { supplier } from './supplier';
import type { Entry } from './entry';

export const ENTRIES: readonly Entry[] = [
	account,
	chartOfAccounts,
	invoice,
	loadResult,
	lookupValue,
	paymentTerm,
	purchaseOrder,
	purchaseOrderLine,
	supplier,
];
