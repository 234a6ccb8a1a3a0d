/** What ZUGFeRD 1.0 (UN/CEFACT D13B) and CII D16B call differently; the rest has the same names in both. */
export interface CiiNames {
	/** Steps from the root. */
	context: string;
	document: string;
	transaction: string;
	/** Steps below the transaction. */
	agreement: string;
	delivery: string;
	settlement: string;
	sums: string;
	/** Steps below a line. */
	lineAgreement: string;
	lineDelivery: string;
	lineSettlement: string;
	lineSums: string;
	/** Tax rate. */
	rate: string;
	/** Number and date of a document that is referred to. */
	reference: string;
	referenceDate: string;
}

export const D16B: CiiNames = {
	context: 'rsm:ExchangedDocumentContext',
	document: 'rsm:ExchangedDocument',
	transaction: 'rsm:SupplyChainTradeTransaction',
	agreement: 'ram:ApplicableHeaderTradeAgreement',
	delivery: 'ram:ApplicableHeaderTradeDelivery',
	settlement: 'ram:ApplicableHeaderTradeSettlement',
	sums: 'ram:SpecifiedTradeSettlementHeaderMonetarySummation',
	lineAgreement: 'ram:SpecifiedLineTradeAgreement',
	lineDelivery: 'ram:SpecifiedLineTradeDelivery',
	lineSettlement: 'ram:SpecifiedLineTradeSettlement',
	lineSums: 'ram:SpecifiedTradeSettlementLineMonetarySummation',
	rate: 'ram:RateApplicablePercent',
	reference: 'ram:IssuerAssignedID',
	referenceDate: 'ram:FormattedIssueDateTime/qdt:DateTimeString',
};

export const D13B: CiiNames = {
	context: 'rsm:SpecifiedExchangedDocumentContext',
	document: 'rsm:HeaderExchangedDocument',
	transaction: 'rsm:SpecifiedSupplyChainTradeTransaction',
	agreement: 'ram:ApplicableSupplyChainTradeAgreement',
	delivery: 'ram:ApplicableSupplyChainTradeDelivery',
	settlement: 'ram:ApplicableSupplyChainTradeSettlement',
	sums: 'ram:SpecifiedTradeSettlementMonetarySummation',
	lineAgreement: 'ram:SpecifiedSupplyChainTradeAgreement',
	lineDelivery: 'ram:SpecifiedSupplyChainTradeDelivery',
	lineSettlement: 'ram:SpecifiedSupplyChainTradeSettlement',
	lineSums: 'ram:SpecifiedTradeSettlementMonetarySummation',
	rate: 'ram:ApplicablePercent',
	reference: 'ram:ID',
	referenceDate: 'ram:IssueDateTime',
};
