/** The options of Coupa → Invoice → Import Payments. */
export interface PaymentSettings {
	/**
	 * Page 0213 and every other source say PUT, Coupa's playbook for partners (scenario 5.1) says POST ⚠. The playbook gives no path: POST, too,
	 * goes to that of the invoice.
	 */
	method: 'PUT' | 'POST';
	/** When the invoice itself is marked as paid: once its payments cover its total, when the ERP says so, or never. */
	markPaid: 'whenCovered' | 'asErpSays' | 'never';
	/** A payment that is larger than the open amount. */
	overpayment: 'refuse' | 'record';
	/** Looks everything up and checks it, writes nothing. */
	validateOnly: boolean;
	/** Invoices worked on at the same time. */
	parallelInvoices: number;
	/** Milliseconds since the epoch: which payments lie in the future. */
	now(): number;
}

export const DEFAULT_PAYMENT_SETTINGS: PaymentSettings = {
	method: 'PUT',
	markPaid: 'whenCovered',
	overpayment: 'refuse',
	validateOnly: false,
	parallelInvoices: 6,
	now: Date.now,
};
