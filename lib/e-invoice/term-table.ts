import type { GroupId, TermId, TermKind } from './terms';

/** What is known of a term whatever the syntax. */
export interface TermFact {
	/** Name in EN 16931-1; of an extension term our own. */
	name: string;
	kind: TermKind;
	/** May occur more than once in its group. */
	many?: true;
}

const fact = (name: string, kind: TermKind = 'text'): TermFact => ({ name, kind });
const many = (name: string, kind: TermKind = 'text'): TermFact => ({ name, kind, many: true });

/** Business terms of EN 16931-1:2017 (semantic model), by group. */
export const TERMS: Readonly<Partial<Record<TermId, TermFact>>> = {
	'BT-1': fact('Invoice number', 'identifier'),
	'BT-2': fact('Invoice issue date', 'date'),
	'BT-3': fact('Invoice type code', 'code'),
	'BT-5': fact('Invoice currency code', 'code'),
	'BT-6': fact('VAT accounting currency code', 'code'),
	'BT-7': fact('Value added tax point date', 'date'),
	'BT-8': fact('Value added tax point date code', 'code'),
	'BT-9': fact('Payment due date', 'date'),
	'BT-10': fact('Buyer reference'),
	'BT-11': fact('Project reference', 'identifier'),
	'BT-12': fact('Contract reference', 'identifier'),
	'BT-13': fact('Purchase order reference', 'identifier'),
	'BT-14': fact('Sales order reference', 'identifier'),
	'BT-15': fact('Receiving advice reference', 'identifier'),
	'BT-16': fact('Despatch advice reference', 'identifier'),
	'BT-17': fact('Tender or lot reference', 'identifier'),
	'BT-18': fact('Invoiced object identifier', 'identifier'),
	'BT-19': fact('Buyer accounting reference'),
	'BT-20': many('Payment terms'),
	// BG-1 Invoice note
	'BT-21': fact('Invoice note subject code', 'code'),
	'BT-22': fact('Invoice note'),
	// BG-2 Process control
	'BT-23': fact('Business process type'),
	'BT-24': fact('Specification identifier', 'identifier'),
	// BG-3 Preceding invoice reference
	'BT-25': fact('Preceding invoice reference', 'identifier'),
	'BT-26': fact('Preceding invoice issue date', 'date'),
	// BG-4 Seller
	'BT-27': fact('Seller name'),
	'BT-28': fact('Seller trading name'),
	'BT-29': many('Seller identifier', 'identifier'),
	'BT-30': fact('Seller legal registration identifier', 'identifier'),
	'BT-31': fact('Seller VAT identifier', 'identifier'),
	'BT-32': fact('Seller tax registration identifier', 'identifier'),
	'BT-33': fact('Seller additional legal information'),
	'BT-34': fact('Seller electronic address', 'identifier'),
	// BG-5 Seller postal address
	'BT-35': fact('Seller address line 1'),
	'BT-36': fact('Seller address line 2'),
	'BT-162': fact('Seller address line 3'),
	'BT-37': fact('Seller city'),
	'BT-38': fact('Seller post code'),
	'BT-39': fact('Seller country subdivision'),
	'BT-40': fact('Seller country code', 'code'),
	// BG-6 Seller contact
	'BT-41': fact('Seller contact point'),
	'BT-42': fact('Seller contact telephone number'),
	'BT-43': fact('Seller contact email address'),
	// BG-7 Buyer
	'BT-44': fact('Buyer name'),
	'BT-45': fact('Buyer trading name'),
	'BT-46': many('Buyer identifier', 'identifier'),
	'BT-47': fact('Buyer legal registration identifier', 'identifier'),
	'BT-48': fact('Buyer VAT identifier', 'identifier'),
	'BT-49': fact('Buyer electronic address', 'identifier'),
	// BG-8 Buyer postal address
	'BT-50': fact('Buyer address line 1'),
	'BT-51': fact('Buyer address line 2'),
	'BT-163': fact('Buyer address line 3'),
	'BT-52': fact('Buyer city'),
	'BT-53': fact('Buyer post code'),
	'BT-54': fact('Buyer country subdivision'),
	'BT-55': fact('Buyer country code', 'code'),
	// BG-9 Buyer contact
	'BT-56': fact('Buyer contact point'),
	'BT-57': fact('Buyer contact telephone number'),
	'BT-58': fact('Buyer contact email address'),
	// BG-10 Payee
	'BT-59': fact('Payee name'),
	'BT-60': fact('Payee identifier', 'identifier'),
	'BT-61': fact('Payee legal registration identifier', 'identifier'),
	// BG-11 Seller tax representative party
	'BT-62': fact('Seller tax representative name'),
	'BT-63': fact('Seller tax representative VAT identifier', 'identifier'),
	// BG-12 Seller tax representative postal address
	'BT-64': fact('Tax representative address line 1'),
	'BT-65': fact('Tax representative address line 2'),
	'BT-164': fact('Tax representative address line 3'),
	'BT-66': fact('Tax representative city'),
	'BT-67': fact('Tax representative post code'),
	'BT-68': fact('Tax representative country subdivision'),
	'BT-69': fact('Tax representative country code', 'code'),
	// BG-13 Delivery information
	'BT-70': fact('Deliver to party name'),
	'BT-71': fact('Deliver to location identifier', 'identifier'),
	'BT-72': fact('Actual delivery date', 'date'),
	// BG-14 Invoicing period
	'BT-73': fact('Invoicing period start date', 'date'),
	'BT-74': fact('Invoicing period end date', 'date'),
	// BG-15 Deliver to address
	'BT-75': fact('Deliver to address line 1'),
	'BT-76': fact('Deliver to address line 2'),
	'BT-165': fact('Deliver to address line 3'),
	'BT-77': fact('Deliver to city'),
	'BT-78': fact('Deliver to post code'),
	'BT-79': fact('Deliver to country subdivision'),
	'BT-80': fact('Deliver to country code', 'code'),
	// BG-16 Payment instructions
	'BT-81': fact('Payment means type code', 'code'),
	'BT-82': fact('Payment means text'),
	'BT-83': fact('Remittance information'),
	// BG-17 Credit transfer
	'BT-84': fact('Payment account identifier', 'identifier'),
	'BT-85': fact('Payment account name'),
	'BT-86': fact('Payment service provider identifier', 'identifier'),
	// BG-18 Payment card information
	'BT-87': fact('Payment card primary account number'),
	'BT-88': fact('Payment card holder name'),
	// BG-19 Direct debit
	'BT-89': fact('Mandate reference identifier', 'identifier'),
	'BT-90': fact('Bank assigned creditor identifier', 'identifier'),
	'BT-91': fact('Debited account identifier', 'identifier'),
	// BG-20 Document level allowances
	'BT-92': fact('Document level allowance amount', 'amount'),
	'BT-93': fact('Document level allowance base amount', 'amount'),
	'BT-94': fact('Document level allowance percentage', 'percent'),
	'BT-95': fact('Document level allowance VAT category code', 'code'),
	'BT-96': fact('Document level allowance VAT rate', 'percent'),
	'BT-97': fact('Document level allowance reason'),
	'BT-98': fact('Document level allowance reason code', 'code'),
	// BG-21 Document level charges
	'BT-99': fact('Document level charge amount', 'amount'),
	'BT-100': fact('Document level charge base amount', 'amount'),
	'BT-101': fact('Document level charge percentage', 'percent'),
	'BT-102': fact('Document level charge VAT category code', 'code'),
	'BT-103': fact('Document level charge VAT rate', 'percent'),
	'BT-104': fact('Document level charge reason'),
	'BT-105': fact('Document level charge reason code', 'code'),
	// BG-22 Document totals
	'BT-106': fact('Sum of invoice line net amount', 'amount'),
	'BT-107': fact('Sum of allowances on document level', 'amount'),
	'BT-108': fact('Sum of charges on document level', 'amount'),
	'BT-109': fact('Invoice total amount without VAT', 'amount'),
	'BT-110': fact('Invoice total VAT amount', 'amount'),
	'BT-111': fact('Invoice total VAT amount in accounting currency', 'amount'),
	'BT-112': fact('Invoice total amount with VAT', 'amount'),
	'BT-113': fact('Paid amount', 'amount'),
	'BT-114': fact('Rounding amount', 'amount'),
	'BT-115': fact('Amount due for payment', 'amount'),
	// BG-23 VAT breakdown
	'BT-116': fact('VAT category taxable amount', 'amount'),
	'BT-117': fact('VAT category tax amount', 'amount'),
	'BT-118': fact('VAT category code', 'code'),
	'BT-119': fact('VAT category rate', 'percent'),
	'BT-120': fact('VAT exemption reason text'),
	'BT-121': fact('VAT exemption reason code', 'code'),
	// BG-24 Additional supporting documents
	'BT-122': fact('Supporting document reference', 'identifier'),
	'BT-123': fact('Supporting document description'),
	'BT-124': fact('External document location'),
	'BT-125': fact('Attached document', 'binary'),
	// BG-25 Invoice line
	'BT-126': fact('Invoice line identifier', 'identifier'),
	'BT-127': fact('Invoice line note'),
	'BT-128': fact('Invoice line object identifier', 'identifier'),
	'BT-129': fact('Invoiced quantity', 'quantity'),
	'BT-130': fact('Invoiced quantity unit of measure code', 'code'),
	'BT-131': fact('Invoice line net amount', 'amount'),
	'BT-132': fact('Referenced purchase order line reference', 'identifier'),
	'BT-133': fact('Invoice line buyer accounting reference'),
	// BG-26 Invoice line period
	'BT-134': fact('Invoice line period start date', 'date'),
	'BT-135': fact('Invoice line period end date', 'date'),
	// BG-27 Invoice line allowances
	'BT-136': fact('Invoice line allowance amount', 'amount'),
	'BT-137': fact('Invoice line allowance base amount', 'amount'),
	'BT-138': fact('Invoice line allowance percentage', 'percent'),
	'BT-139': fact('Invoice line allowance reason'),
	'BT-140': fact('Invoice line allowance reason code', 'code'),
	// BG-28 Invoice line charges
	'BT-141': fact('Invoice line charge amount', 'amount'),
	'BT-142': fact('Invoice line charge base amount', 'amount'),
	'BT-143': fact('Invoice line charge percentage', 'percent'),
	'BT-144': fact('Invoice line charge reason'),
	'BT-145': fact('Invoice line charge reason code', 'code'),
	// BG-29 Price details
	'BT-146': fact('Item net price', 'unitPrice'),
	'BT-147': fact('Item price discount', 'unitPrice'),
	'BT-148': fact('Item gross price', 'unitPrice'),
	'BT-149': fact('Item price base quantity', 'quantity'),
	'BT-150': fact('Item price base quantity unit of measure code', 'code'),
	// BG-30 Line VAT information
	'BT-151': fact('Invoiced item VAT category code', 'code'),
	'BT-152': fact('Invoiced item VAT rate', 'percent'),
	// BG-31 Item information
	'BT-153': fact('Item name'),
	'BT-154': fact('Item description'),
	'BT-155': fact('Item Seller’s identifier', 'identifier'),
	'BT-156': fact('Item Buyer’s identifier', 'identifier'),
	'BT-157': fact('Item standard identifier', 'identifier'),
	'BT-158': many('Item classification identifier', 'identifier'),
	'BT-159': fact('Item country of origin', 'code'),
	// BG-32 Item attributes
	'BT-160': fact('Item attribute name'),
	'BT-161': fact('Item attribute value'),
	// Beyond EN 16931
	'XT-buyer-tax-registration': fact('Buyer tax registration identifier', 'identifier'),
	'XT-order-date': fact('Purchase order date', 'date'),
	'XT-line-order': fact('Purchase order of the line', 'identifier'),
	'XT-line-contract': fact('Contract of the line', 'identifier'),
	'XT-line-despatch': many('Despatch advice of the line', 'identifier'),
	'XT-line-type': fact('Kind of line'),
	'XT-line-status': fact('Status of the line', 'code'),
	'XT-line-parent': fact('Line that the line belongs to', 'identifier'),
	'XT-line-gross': fact('Line amount with VAT', 'amount'),
	'XT-line-vat': fact('VAT amount of the line', 'amount'),
	'XT-allowance-vat': fact('VAT amount of the allowance or charge', 'amount'),
	'XT-exchange-rate': fact('Exchange rate', 'unitPrice'),
	'XT-transaction-id': fact('Number that the national platform gave the invoice', 'identifier'),
	'XT-split-payment': fact('Split payment', 'indicator'),
	'XT-cash-accounting': fact('Cash accounting scheme'),
	'XT-reverse-charge': fact('Reverse charge', 'indicator'),
	'XT-self-billed': fact('Self-billed', 'indicator'),
	'XT-margin-scheme': fact('Margin scheme'),
	'XT-tax-regime': fact('Tax regime of the seller', 'code'),
	'XT-document-type': fact('Type of document in the national format', 'code'),
	'XT-correction-reason': many('Reason of the correction'),
	'XT-advance-amount': fact('Advance payment', 'amount'),
	'XT-settled-beside': fact('Charged or deducted beside the invoice', 'amount'),
	'XT-stamp-duty': fact('Stamp duty', 'amount'),
	'XT-withholding-amount': fact('Withheld amount', 'amount'),
	'XT-withholding-rate': fact('Rate of what is withheld', 'percent'),
	'XT-withholding-type': fact('Kind of what is withheld', 'code'),
	'XT-discount-percent': fact('Discount for early payment', 'percent'),
	'XT-discount-days': fact('Days within which the discount is given', 'quantity'),
	'XT-issuance-place': fact('Place of issue'),
	'XT-issuance-time': fact('Time of issue'),
	'XT-test': fact('Test, not an invoice', 'indicator'),
	'XT-third-party-type': fact('Kind of the payment collected for others', 'identifier'),
	'XT-third-party-amount': fact('Amount collected for others', 'amount'),
	'XT-third-party-description': fact('Description of the payment collected for others'),
	'XT-prepayment-date': fact('Date of the prepayment', 'date'),
};

export const GROUPS: Readonly<Partial<Record<GroupId, string>>> = {
	'BG-1': 'Invoice note',
	'BG-2': 'Process control',
	'BG-3': 'Preceding invoice reference',
	'BG-4': 'Seller',
	'BG-5': 'Seller postal address',
	'BG-6': 'Seller contact',
	'BG-7': 'Buyer',
	'BG-8': 'Buyer postal address',
	'BG-9': 'Buyer contact',
	'BG-10': 'Payee',
	'BG-11': 'Seller tax representative party',
	'BG-12': 'Seller tax representative postal address',
	'BG-13': 'Delivery information',
	'BG-14': 'Invoicing period',
	'BG-15': 'Deliver to address',
	'BG-16': 'Payment instructions',
	'BG-17': 'Credit transfer',
	'BG-18': 'Payment card information',
	'BG-19': 'Direct debit',
	'BG-20': 'Document level allowances',
	'BG-21': 'Document level charges',
	'BG-22': 'Document totals',
	'BG-23': 'VAT breakdown',
	'BG-24': 'Additional supporting documents',
	'BG-25': 'Invoice line',
	'BG-26': 'Invoice line period',
	'BG-27': 'Invoice line allowances',
	'BG-28': 'Invoice line charges',
	'BG-29': 'Price details',
	'BG-30': 'Line VAT information',
	'BG-31': 'Item information',
	'BG-32': 'Item attributes',
	'XG-withholding': 'Withholding tax',
	'XG-sub-line': 'Line that a line is broken down into',
	'XG-third-party-payment': 'Payment collected for others',
	'XG-invoice-tax': 'Line tax of its own',
};

/** What is known of a term. @throws RangeError for one that is not listed: a table names it by mistake */
export function termFact(id: TermId): TermFact {
	const found = TERMS[id];
	if (!found) throw new RangeError(`Nothing is known of the term ${id}.`);
	return found;
}
