import { batchA } from './sample-batch-a';
import { batchB } from './sample-batch-b';
import { batchC } from './sample-batch-c';
import type { InvoiceFacts } from './invoice';

/**
 * The sample delivery as bare facts: 25 invoices in three batches. 20 are imported (one of them stays a draft because its
 * file says so), one Coupa holds as a draft, one needs the buyer, three are refused.
 */
export function sampleInvoices(): { a: InvoiceFacts[]; b: InvoiceFacts[]; c: InvoiceFacts[] } {
	return { a: batchA(), b: batchB(), c: batchC() };
}
