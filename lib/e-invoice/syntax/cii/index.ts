import type { SyntaxTable } from '../table';
import { ciiDate } from './dates';
import { documentGroups, documentTerms } from './header';
import { D16B } from './names';

const TRANSACTION = D16B.transaction;
const AGREEMENT = `${TRANSACTION}/${D16B.agreement}`;
const SETTLEMENT = `${TRANSACTION}/${D16B.settlement}`;
const PRICES = `${TRANSACTION}/ram:IncludedSupplyChainTradeLineItem/${D16B.lineAgreement}`;

/** CII D16B and later as EN 16931 binds it (CEN/TS 16931-3-3), with what the profile EXTENDED of Factur-X adds for what Coupa knows. */
export const cii: SyntaxTable = {
	syntax: 'CII',
	title: 'UN/CEFACT Cross Industry Invoice (XRechnung, ZUGFeRD 2, Factur-X)',
	namespaces: {
		rsm: ['urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100'],
		ram: ['urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100'],
		udt: ['urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100'],
		qdt: ['urn:un:unece:uncefact:data:standard:QualifiedDataType:100'],
	},
	roots: ['rsm:CrossIndustryInvoice'],
	dateOf: ciiDate,
	terms: documentTerms(D16B),
	groups: documentGroups(D16B),
	ignored: [
		// The document type in words.
		`${D16B.document}/ram:Name`,
		// The schema requires a name of a project, which says nothing where its number is given.
		`${AGREEMENT}/ram:SpecifiedProcuringProject[ram:ID]/ram:Name`,
		`${AGREEMENT}/ram:AdditionalReferencedDocument/ram:TypeCode`,
		// The base quantity is that of the net price.
		`${PRICES}[ram:NetPriceProductTradePrice/ram:BasisQuantity]/ram:GrossPriceProductTradePrice/ram:BasisQuantity`,
		// They stand in each rate.
		`${SETTLEMENT}/ram:ApplicableTradeTax/ram:TaxPointDate`,
		`${SETTLEMENT}/ram:ApplicableTradeTax/ram:DueDateTypeCode`,
		// Parts of the taxable amount.
		`${SETTLEMENT}/ram:ApplicableTradeTax/ram:LineTotalBasisAmount`,
		`${SETTLEMENT}/ram:ApplicableTradeTax/ram:AllowanceChargeBasisAmount`,
	],
};
