import type { SyntaxTable } from '../table';
import { ciiDate } from './dates';
import { documentGroups, documentTerms, passedOver } from './header';
import { D16B } from './names';

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
	ignored: passedOver(D16B),
};
