import { group, term, type GroupRow } from '../table';

/** How it is paid, and what others have paid or let pay with the invoice. */
export const PAYMENT: readonly GroupRow[] = [
	group(
		'BG-16',
		'cac:PaymentMeans',
		[
			term('BT-81', 'cbc:PaymentMeansCode'),
			term('BT-82', 'cbc:PaymentMeansCode/@name'),
			term('BT-82', 'cbc:InstructionNote'),
			term('BT-83', 'cbc:PaymentID'),
		],
		[
			group('BG-17', 'cac:PayeeFinancialAccount', [
				term('BT-84', 'cbc:ID'),
				term('BT-85', 'cbc:Name'),
				term('BT-86', 'cac:FinancialInstitutionBranch/cbc:ID'),
				term('BT-86', 'cac:FinancialInstitutionBranch/cac:FinancialInstitution/cbc:ID'),
			]),
			group('BG-18', 'cac:CardAccount', [term('BT-87', 'cbc:PrimaryAccountNumberID'), term('BT-88', 'cbc:HolderName')]),
			group('BG-19', 'cac:PaymentMandate', [
				term('BT-89', 'cbc:ID'),
				term('BT-90', "/cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID[@schemeID='SEPA']"),
				term('BT-90', "/cac:PayeeParty/cac:PartyIdentification/cbc:ID[@schemeID='SEPA']"),
				term('BT-91', 'cac:PayerFinancialAccount/cbc:ID'),
			]),
		],
	),
	// XRechnung's extension: what the seller collects for others, on top of its own invoice.
	group('XG-third-party-payment', 'cac:PrepaidPayment', [
		term('XT-third-party-type', 'cbc:ID'),
		term('XT-third-party-amount', 'cbc:PaidAmount'),
		term('XT-third-party-description', 'cbc:InstructionID'),
	]),
];
