import type { Term, TermId } from '../terms';

/** Where a term goes whose text is taken as it is. Of several rows with one path the first that the document fills counts. */
export interface Place {
	term: TermId;
	/** Dotted, in the record of its part. */
	path: string;
	/** Longest text that Coupa takes, in characters (fields/*.json). A longer one is never cut: it is told, and listed with what is left. */
	max?: number;
	/** Without it there is no invoice: a text that is too long refuses it. */
	required?: true;
	/** Only where this holds; in words for docs/e-invoices.md. */
	when?: { holds(term: Term): boolean; says: string };
	/** `true` and `false` instead of the text. */
	isBoolean?: true;
}

const place = (term: TermId, path: string, max?: number, more: Omit<Place, 'term' | 'path' | 'max'> = {}): Place => ({
	term,
	path,
	...(max !== undefined && { max }),
	...more,
});

const isEmail = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text);
const email = { holds: ({ value }: Term) => isEmail(value), says: 'where it is an e-mail address' };
const noScheme = { holds: ({ scheme }: Term) => scheme === undefined, says: 'where it names no scheme' };
const withScheme = { holds: ({ scheme }: Term) => scheme !== undefined, says: 'where it names a scheme' };

/** Terms of the header. Keys that no list of Coupa's has are those that a connector in production sends (production.md). */
export const HEADER_PLACES: readonly Place[] = [
	place('BT-1', 'invoice-number', 40, { required: true }),
	place('BT-2', 'invoice-date'),
	place('BT-5', 'currency.code'),
	place('XT-document-type', 'type-of-receipt', 10),
	place('BT-3', 'type-of-receipt', 10),
	place('BT-10', 'requester-email', undefined, { when: email }),
	place('BT-58', 'requester-email', undefined, { when: email }),
	place('BT-12', 'contract.number', 50),
	place('BT-16', 'delivery-number', 255),
	place('BT-72', 'delivery-date'),
	place('BT-7', 'delivery-date'),
	place('BT-29', 'supplier-party-identifier', 255),
	place('BT-30', 'supplier-party-identifier', 255),
	place('BT-34', 'supplier-electronic-address', 255),
	place('BT-46', 'customer_account_number', 225, { when: noScheme }),
	place('BT-46', 'buyer-party-identifier', 255, { when: withScheme }),
	place('BT-47', 'buyer-party-identifier', 255),
	place('BT-49', 'buyer-electronic-address', 255),
	place('BT-70', 'ship-to-address.attention', 255),
	place('BT-71', 'ship-to-address.location-code', 255),
	place('BT-75', 'ship-to-address.street1', 255),
	place('BT-76', 'ship-to-address.street2', 255),
	place('BT-165', 'ship-to-address.street3', 255),
	place('BT-77', 'ship-to-address.city', 255),
	place('BT-78', 'ship-to-address.postal-code', 255),
	place('BT-79', 'ship-to-address.state', 255),
	place('BT-80', 'ship-to-address.country.code', 4),
	place('BT-81', 'means-of-payment', 255),
	place('BT-83', 'payment-order-reference', 255),
	place('XT-exchange-rate', 'exchange-rate'),
	place('XT-transaction-id', 'transaction-uuid', 50),
	place('XT-split-payment', 'split-payment-mechanism', undefined, { isBoolean: true }),
	place('XT-cash-accounting', 'cash-accounting-scheme-reference', 255),
	place('XT-margin-scheme', 'margin-scheme', 255),
	place('XT-issuance-place', 'place-of-issuance', 100),
	place('XT-issuance-time', 'invoice-issuance-time', 255),
	place('XT-prepayment-date', 'pre-payment-date'),
];

/** Terms of a line. */
export const LINE_PLACES: readonly Place[] = [
	place('BT-155', 'source-part-num', 255),
	place('BT-157', 'supp-aux-part-num'),
	place('BT-158', 'unspsc', 255, { when: { holds: ({ scheme }) => scheme === 'TST', says: 'where it is an UNSPSC code (TST)' } }),
	place('BT-134', 'start-date'),
	place('BT-135', 'end-date'),
	place('XT-line-contract', 'contract.number', 50),
	place('XT-line-despatch', 'delivery-note-number', 255),
];

/**
 * Terms that are worked into the record in another way, and how docs/e-invoices.md says it. What stands in none of the three tables is
 * listed in the note or custom field of the settings.
 */
export const WORKED_OUT: Readonly<Partial<Record<TermId, string>>> = {
	'BT-13': '`invoice-lines[].order-header-num`, of lines that name no order of their own',
	'BT-15': '`invoice-lines[].match-reference`',
	'BT-19': '`invoice-lines[].billing-note` or `account.code` by setting, of lines without their own (BT-133)',
	'BT-22': '`supplier-note`',
	'BT-21': 'in front of its note in `supplier-note`',
	'BT-23': 'not needed: says which rules the document follows',
	'BT-24': 'the profile of the item',
	'BT-25': '`original-invoice-number`, of credit notes and corrections',
	'BT-26': '`original-invoice-date`, of credit notes and corrections',
	'BT-27': 'the supplier is found by it',
	'BT-29': 'the supplier is found by it',
	'BT-30': 'the supplier is found by it',
	'BT-34': 'the supplier is found by it',
	'BT-46': 'the chart of accounts is found by it',
	'BT-47': 'the chart of accounts is found by it',
	'BT-49': 'the chart of accounts is found by it',
	'BT-63': '`override-tax-country`; it is listed as well',
	'BT-31': 'the supplier is found by it; `override-tax-country`',
	'BT-32': 'the supplier is found by it',
	'BT-40': '`override-tax-country`, where the VAT identifier names no country',
	'BT-44': 'the chart of accounts is found by it',
	'BT-48': 'the chart of accounts is found by it',
	'BT-55': 'the chart of accounts is found by it',
	'XT-buyer-tax-registration': 'the chart of accounts is found by it',
	'BT-59': 'the remit-to address is checked against it',
	'BT-60': 'the remit-to address is checked against it',
	'BT-61': 'the remit-to address is checked against it',
	'BT-73': '`invoice-lines[].start-date`, of lines without a period of their own',
	'BT-74': '`invoice-lines[].end-date`, of lines without a period of their own',
	'BT-84': 'the remit-to address is checked against it',
	'BT-86': 'the remit-to address is checked against it',
	'BT-106': 'Coupa adds it up',
	'BT-107': 'Coupa adds it up',
	'BT-108': 'Coupa adds it up',
	'BT-109': 'Coupa adds it up',
	'BT-110': 'Coupa adds it up',
	'BT-112': '`supplier-total`',
	'BT-113': '`advance-payment-received-amount`; a finding says that it differs from what is due',
	'BT-114': 'a finding says that it differs from what is due',
	'BT-115': 'a finding where it is not the total with VAT (BT-112)',
	'BT-116': 'Coupa adds it up',
	'BT-117': '`tax-lines` of lines and charges, in proportion to their amounts',
	'BT-118': '`tax-lines` of lines and charges',
	'BT-119': '`tax-lines[].rate`',
	'BT-120': '`tax-lines[].description`, `line-tax-description`, `reverse-charge-reference`',
	'BT-121': 'as BT-120, where that is missing',
	'BT-122': 'name of the attachment, where there is one',
	'BT-123': 'description of the attachment, where there is one',
	'BT-124': 'attachment (link)',
	'BT-125': 'attachment (file)',
	'BT-126': '`invoice-lines[].line-num`, where all are whole numbers',
	'BT-129': '`invoice-lines[].quantity`',
	'BT-130': '`invoice-lines[].uom.code`, by the table of units',
	'BT-131': '`price` of an amount line; price × quantity comes to it',
	'BT-132': '`invoice-lines[].order-line-num`',
	'BT-133': '`invoice-lines[].billing-note` or `account.code` by setting',
	'BT-146': '`invoice-lines[].price`, for one unit',
	'BT-149': '`price` is divided by it',
	'BT-150': '`price` is divided by the quantity it goes with',
	'BT-151': '`tax-lines`, `line-tax-exempt`, `line-tax-reverse-charge`, `line-tax-out-of-scope`',
	'BT-152': '`tax-lines[].rate`',
	'BT-153': '`invoice-lines[].description`',
	'BT-154': '`invoice-lines[].description`, after the name',
	'XT-line-order': '`invoice-lines[].order-header-num`',
	'XT-line-gross': 'the net amount follows from it, where that is missing',
	'XT-line-vat': '`tax-lines[].amount`, where the lines add up to the VAT breakdown',
	'XT-allowance-vat': '`tax-lines[].amount`, where the lines add up to the VAT breakdown',
	'XT-reverse-charge': '`reverse-charge-reference`',
	'XT-self-billed': '`self-billing-reference`',
	'XT-correction-reason': '`credit-reason`',
	'XT-settled-beside': 'a finding says that it differs from what is due; its reasons are in `supplier-note`',
	'XT-advance-amount': '`amount-of-advance-payment`',
	'XT-withholding-amount': '`withholding-tax-lines[].amount`',
	'XT-withholding-rate': '`withholding-tax-lines[].rate`',
	'XT-withholding-type': '`withholding-tax-lines[].description`',
	'XT-discount-percent': '`early-payment-provisions`',
	'XT-discount-days': '`early-payment-provisions`',
};

/** Terms of allowances and charges, which go by the form that the settings give them. */
export const ALLOWANCE_TERMS: Readonly<Partial<Record<TermId, string>>> = Object.fromEntries(
	[
		['BT-92', 'BT-95', 'BT-96', 'BT-97', 'BT-98', 'BT-93', 'BT-94'],
		['BT-99', 'BT-102', 'BT-103', 'BT-104', 'BT-105', 'BT-100', 'BT-101'],
		['BT-136', 'BT-139', 'BT-140', 'BT-137', 'BT-138'],
		['BT-141', 'BT-144', 'BT-145', 'BT-142', 'BT-143'],
	].flatMap((ids) => ids.map((id): [TermId, string] => [id as TermId, 'line, charge or part of the price, by setting'])),
);
