/**
 * What becomes of a document in Coupa by its type code (BT-3, UNTDID 1001): `invoice` has the sign of its total, `credit` is negative,
 * `correction` has the sign of its total and stays a draft, because it may stand for the whole invoice or for the difference; `noInvoice`
 * asks for no payment.
 */
export type DocumentKind = 'invoice' | 'credit' | 'correction' | 'noInvoice';

export interface TypeCode {
	name: string;
	kind: DocumentKind;
	/** Made out by the buyer. */
	isSelfBilled?: true;
}

const invoice = (name: string): TypeCode => ({ name, kind: 'invoice' });
const credit = (name: string): TypeCode => ({ name, kind: 'credit' });
const noInvoice = (name: string): TypeCode => ({ name, kind: 'noInvoice' });

/** Type codes of EN 16931 (code list of the CEF, UNTDID 1001) and the others that e-invoices have. */
export const TYPE_CODES: Readonly<Record<string, TypeCode>> = {
	'71': invoice('Request for payment'),
	'80': invoice('Debit note related to goods or services'),
	'81': credit('Credit note related to goods or services'),
	'82': invoice('Metered services invoice'),
	'83': credit('Credit note related to financial adjustments'),
	'84': invoice('Debit note related to financial adjustments'),
	'102': noInvoice('Tax notification'),
	'130': noInvoice('Invoicing data sheet'),
	'202': invoice('Direct payment valuation'),
	'203': invoice('Provisional payment valuation'),
	'204': invoice('Payment valuation'),
	'211': invoice('Interim application for payment'),
	'218': invoice('Final payment request based on completion of work'),
	'219': invoice('Payment request for completed units'),
	'261': { ...credit('Self-billed credit note'), isSelfBilled: true },
	'262': credit('Consolidated credit note - goods and services'),
	'295': invoice('Price variation invoice'),
	'296': credit('Credit note for price variation'),
	'308': credit('Delcredere credit note'),
	'325': noInvoice('Proforma invoice'),
	'326': invoice('Partial invoice'),
	'331': invoice('Commercial invoice which includes a packing list'),
	'380': invoice('Commercial invoice'),
	'381': credit('Credit note'),
	'382': invoice('Commission note'),
	'383': invoice('Debit note'),
	'384': { name: 'Corrected invoice', kind: 'correction' },
	'385': invoice('Consolidated invoice'),
	'386': invoice('Prepayment invoice'),
	'387': invoice('Hire invoice'),
	'388': invoice('Tax invoice'),
	'389': { ...invoice('Self-billed invoice'), isSelfBilled: true },
	'390': invoice('Delcredere invoice'),
	'393': invoice('Factored invoice'),
	'394': invoice('Lease invoice'),
	'395': invoice('Consignment invoice'),
	'396': credit('Factored credit note'),
	'420': credit('Optical Character Reading (OCR) payment credit note'),
	'456': invoice('Debit advice'),
	'457': credit('Reversal of debit'),
	'458': invoice('Reversal of credit'),
	'527': { ...invoice('Self-billed debit note'), isSelfBilled: true },
	'532': credit('Forwarder’s credit note'),
	'553': invoice('Forwarder’s invoice discrepancy report'),
	'575': invoice('Insurer’s invoice'),
	'623': invoice('Forwarder’s invoice'),
	'633': invoice('Port charges documents'),
	'751': noInvoice('Invoice information for accounting purposes'),
	'780': invoice('Freight invoice'),
	'817': invoice('Claim notification'),
	'870': invoice('Consular invoice'),
	'875': invoice('Partial construction invoice'),
	'876': invoice('Partial final construction invoice'),
	'877': invoice('Final construction invoice'),
	'935': invoice('Customs invoice'),
};
