// Written by the build from the files beside it: edit those.
import { account } from './account';
import { approval } from './approval';
import { asn } from './asn';
import { attachment } from './attachment';
import { chartOfAccounts } from './chart-of-accounts';
import { comment } from './comment';
import { coupaPayPayment } from './coupa-pay-payment';
import { inventoryTransaction } from './inventory-transaction';
import { invoice } from './invoice';
import { invoiceEmail } from './invoice-email';
import { loadResult } from './load-result';
import { lookupValue } from './lookup-value';
import { matchingAllocation } from './matching-allocation';
import { orderConfirmation } from './order-confirmation';
import { payable } from './payable';
import { paymentTerm } from './payment-term';
import { purchaseOrder } from './purchase-order';
import { purchaseOrderChange } from './purchase-order-change';
import { purchaseOrderLine } from './purchase-order-line';
import { purchaseOrderRevision } from './purchase-order-revision';
import { reasonInsight } from './reason-insight';
import { receipt } from './receipt';
import { receiptRequest } from './receipt-request';
import { requisition } from './requisition';
import { returnRequest } from './return-request';
import { returnToSupplier } from './return-to-supplier';
import { supplier } from './supplier';
import type { Entry } from './entry';

export const ENTRIES: readonly Entry[] = [
	account,
	approval,
	asn,
	attachment,
	chartOfAccounts,
	comment,
	coupaPayPayment,
	inventoryTransaction,
	invoice,
	invoiceEmail,
	loadResult,
	lookupValue,
	matchingAllocation,
	orderConfirmation,
	payable,
	paymentTerm,
	purchaseOrder,
	purchaseOrderChange,
	purchaseOrderLine,
	purchaseOrderRevision,
	reasonInsight,
	receipt,
	receiptRequest,
	requisition,
	returnRequest,
	returnToSupplier,
	supplier,
];
