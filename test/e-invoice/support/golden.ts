import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Plain } from './plain';

const sample = (name: string): string => readFileSync(join(__dirname, '..', 'samples', name), 'utf8');

/** One invoice with as many terms of EN 16931 as fit together, in the syntaxes; `GOLDEN` is what it says in terms. */
export const GOLDEN_UBL = sample('golden.ubl.xml');
export const GOLDEN_CII = sample('golden.cii.xml');
export const GOLDEN = JSON.parse(sample('golden.terms.json')) as Plain;

/** A text with something in it replaced everywhere. @throws Error where it has none of it */
export function changed(text: string, ...changes: ReadonlyArray<readonly [from: string | RegExp, to: string]>): string {
	return changes.reduce((before, [from, to]) => {
		const after = before.replaceAll(from, to);
		if (after === before) throw new Error(`The sample has no ${String(from)}`);
		return after;
	}, text);
}

/** Names of CII that ZUGFeRD 1.0 has otherwise. */
const ZUGFERD_1_NAMES: ReadonlyArray<readonly [from: string | RegExp, to: string]> = [
	['CrossIndustryInvoice:100', 'CrossIndustryInvoice'],
	['urn:un:unece:uncefact:data:standard:CrossIndustryInvoice', 'urn:ferd:CrossIndustryDocument:invoice:1p0'],
	['ReusableAggregateBusinessInformationEntity:100', 'ReusableAggregateBusinessInformationEntity:12'],
	['UnqualifiedDataType:100', 'UnqualifiedDataType:15'],
	['rsm:CrossIndustryInvoice', 'rsm:CrossIndustryDocument'],
	[/rsm:ExchangedDocumentContext/g, 'rsm:SpecifiedExchangedDocumentContext'],
	[/rsm:ExchangedDocument>/g, 'rsm:HeaderExchangedDocument>'],
	['rsm:SupplyChainTradeTransaction', 'rsm:SpecifiedSupplyChainTradeTransaction'],
	[/ram:ApplicableHeaderTrade/g, 'ram:ApplicableSupplyChainTrade'],
	[/ram:SpecifiedLineTrade/g, 'ram:SpecifiedSupplyChainTrade'],
	[/ram:SpecifiedTradeSettlement(?:Header|Line)MonetarySummation/g, 'ram:SpecifiedTradeSettlementMonetarySummation'],
	['ram:RateApplicablePercent', 'ram:ApplicablePercent'],
	['ram:IssuerAssignedID', 'ram:ID'],
	[
		/<ram:FormattedIssueDateTime><qdt:DateTimeString format="102">(\d{4})(\d{2})(\d{2})<\/qdt:DateTimeString><\/ram:FormattedIssueDateTime>/g,
		'<ram:IssueDateTime>$1-$2-$3T00:00:00</ram:IssueDateTime>',
	],
];

/** A CII invoice in the names of ZUGFeRD 1.0. */
export const inZugferd1 = (cii: string): string => ZUGFERD_1_NAMES.reduce((text, [from, to]) => text.replaceAll(from, to), cii);

/** The golden invoice in ZUGFeRD 1.0, which has neither electronic addresses nor legal registrations. */
export const GOLDEN_ZUGFERD_1 = inZugferd1(
	changed(
		GOLDEN_CII,
		[/<ram:URIUniversalCommunication>.*?<\/ram:URIUniversalCommunication>/g, ''],
		[/<ram:SpecifiedLegalOrganization>.*?<\/ram:SpecifiedLegalOrganization>/g, ''],
	),
);
