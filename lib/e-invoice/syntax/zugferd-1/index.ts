import { ciiDate } from '../cii/dates';
import { documentGroups, documentTerms, passedOver } from '../cii/header';
import { D13B } from '../cii/names';
import { group, term, type SyntaxTable } from '../table';

const TRANSACTION = D13B.transaction;
const LINE = `${TRANSACTION}/ram:IncludedSupplyChainTradeLineItem`;

/** ZUGFeRD 1.0 (FeRD, 2014: UN/CEFACT D13B), the profiles BASIC, COMFORT and EXTENDED: most has the names that it has in CII. */
export const zugferd1: SyntaxTable = {
	syntax: 'ZUGFeRD 1.0',
	title: 'ZUGFeRD 1.0',
	namespaces: {
		rsm: ['urn:ferd:CrossIndustryDocument:invoice:1p0'],
		ram: ['urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12'],
		udt: ['urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15'],
		qdt: ['urn:un:unece:uncefact:data:standard:QualifiedDataType:12'],
	},
	roots: ['rsm:CrossIndustryDocument'],
	dateOf: ciiDate,
	terms: documentTerms(D13B),
	groups: [
		...documentGroups(D13B).map((row) =>
			row.group === 'BG-25' ? { ...row, path: `${LINE}[${D13B.lineSettlement}/${D13B.lineSums}]` } : row,
		),
		// A line without an amount is a text between the lines.
		group('BG-1', `${LINE}[not(${D13B.lineSettlement}/${D13B.lineSums})]/ram:AssociatedDocumentLineDocument/ram:IncludedNote`, [
			term('BT-21', 'ram:SubjectCode'),
			term('BT-22', 'ram:Content'),
		]),
	],
	ignored: passedOver(D13B),
};
