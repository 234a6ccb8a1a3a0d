import type { Sliced } from '../../core';
import type { Group, Term, TermId } from '../terms';
import {
	ADDRESS_SCHEMES,
	ALLOWANCE_REASONS,
	CHARGE_REASONS,
	COUNTRIES,
	CURRENCIES,
	EXEMPTIONS,
	IDENTIFIER_SCHEMES,
	INVOICE_TYPES,
	ITEM_CLASSES,
	MIME_TYPES,
	PAYMENT_MEANS,
	TAX_POINTS,
	UNITS,
	VAT_CATEGORIES,
} from './code-lists';
import { named, type Findings } from './findings';

/** Which list the code of a term is of. */
interface Coded {
	rule: string;
	ids: readonly TermId[];
	list: ReadonlySet<string>;
	name: string;
	/** The scheme of the identifier is the code, not its value. */
	isScheme?: true;
	/** New codes come every year: one that is not known here is told, and the invoice goes on. */
	isGrowing?: true;
}

const CODED: readonly Coded[] = [
	{ rule: 'BR-CL-01', ids: ['BT-3'], list: INVOICE_TYPES, name: 'UNTDID 1001' },
	{ rule: 'BR-CL-04', ids: ['BT-5'], list: CURRENCIES, name: 'ISO 4217' },
	{ rule: 'BR-CL-05', ids: ['BT-6'], list: CURRENCIES, name: 'ISO 4217' },
	{ rule: 'BR-CL-06', ids: ['BT-8'], list: TAX_POINTS, name: 'UNTDID 2005 or 2475' },
	{ rule: 'BR-CL-14', ids: ['BT-40', 'BT-55', 'BT-69', 'BT-80'], list: COUNTRIES, name: 'ISO 3166-1' },
	{ rule: 'BR-CL-15', ids: ['BT-159'], list: COUNTRIES, name: 'ISO 3166-1' },
	{ rule: 'BR-CL-16', ids: ['BT-81'], list: PAYMENT_MEANS, name: 'UNTDID 4461', isGrowing: true },
	{ rule: 'BR-CL-17', ids: ['BT-95', 'BT-102', 'BT-118'], list: VAT_CATEGORIES, name: 'UNTDID 5305' },
	{ rule: 'BR-CL-18', ids: ['BT-151'], list: VAT_CATEGORIES, name: 'UNTDID 5305' },
	{ rule: 'BR-CL-19', ids: ['BT-98', 'BT-140'], list: ALLOWANCE_REASONS, name: 'UNTDID 5189', isGrowing: true },
	{ rule: 'BR-CL-20', ids: ['BT-105', 'BT-145'], list: CHARGE_REASONS, name: 'UNTDID 7161', isGrowing: true },
	{ rule: 'BR-CL-22', ids: ['BT-121'], list: EXEMPTIONS, name: 'VATEX', isGrowing: true },
	{ rule: 'BR-CL-23', ids: ['BT-130', 'BT-150'], list: UNITS, name: 'UN/ECE Recommendation 20 and 21', isGrowing: true },
	{ rule: 'BR-CL-25', ids: ['BT-34', 'BT-49'], list: ADDRESS_SCHEMES, name: 'EAS', isScheme: true, isGrowing: true },
	{ rule: 'BR-CL-10', ids: ['BT-29', 'BT-46', 'BT-60'], list: IDENTIFIER_SCHEMES, name: 'ISO 6523', isScheme: true, isGrowing: true },
	{ rule: 'BR-CL-11', ids: ['BT-30', 'BT-47', 'BT-61'], list: IDENTIFIER_SCHEMES, name: 'ISO 6523', isScheme: true, isGrowing: true },
	{ rule: 'BR-CL-21', ids: ['BT-157'], list: IDENTIFIER_SCHEMES, name: 'ISO 6523', isScheme: true, isGrowing: true },
	{ rule: 'BR-CL-26', ids: ['BT-71'], list: IDENTIFIER_SCHEMES, name: 'ISO 6523', isScheme: true, isGrowing: true },
	{ rule: 'BR-CL-13', ids: ['BT-158'], list: ITEM_CLASSES, name: 'UNTDID 7143', isScheme: true, isGrowing: true },
];

const BY_TERM: ReadonlyMap<string, Coded> = new Map(CODED.flatMap((coded) => coded.ids.map((id) => [id, coded])));

/** Identifiers that mean nothing without their scheme. */
const NEEDS_SCHEME: ReadonlyMap<string, string> = new Map([
	['BT-34', 'BR-62'],
	['BT-49', 'BR-63'],
	['BT-157', 'BR-64'],
	['BT-158', 'BR-65'],
]);

/** VAT numbers: they begin with the code of their country. */
const VAT_NUMBERS: ReadonlySet<string> = new Set(['BT-31', 'BT-48', 'BT-63']);

/** Codes of the whole document against the lists that EN 16931 names, and the schemes and prefixes of identifiers. */
export function* checkCodes(document: Group, findings: Findings): Sliced<undefined> {
	const waiting = [document];
	for (let group = waiting.pop(); group; group = waiting.pop()) {
		const { terms, groups } = group.entries();
		waiting.push(...groups.flatMap(([, those]) => those));
		for (const [id, those] of terms) for (const term of those) checkTerm(id, term, findings);
		yield;
	}
	return undefined;
}

function checkTerm(id: TermId, term: Term, findings: Findings): void {
	const noScheme = term.scheme === undefined ? NEEDS_SCHEME.get(id) : undefined;
	if (noScheme !== undefined) findings.error(noScheme, id, term, `${named(id)} does not say of which scheme it is.`);
	if (VAT_NUMBERS.has(id) && !hasCountry(term.value))
		findings.error('BR-CO-09', id, term, `${named(id)} does not begin with the code of its country.`);
	if (term.mimeType !== undefined && !MIME_TYPES.has(term.mimeType.toLowerCase()))
		findings.warning(
			'BR-CL-24',
			id,
			{ path: term.path, value: term.mimeType },
			`${named(id)} is a file of the type “${term.mimeType.slice(0, 60)}”, which EN 16931 does not provide for.`,
		);
	const coded = BY_TERM.get(id);
	const code = coded?.isScheme ? term.scheme : term.value;
	if (!coded || code === undefined || coded.list.has(code.toUpperCase())) return;
	const says = `${coded.isScheme ? `The scheme of ${named(id)}` : named(id)} is “${code.slice(0, 60)}”, which is not a code of ${coded.name}.`;
	if (coded.isGrowing) findings.warning(coded.rule, id, term, says);
	else findings.error(coded.rule, id, term, says);
}

/** Greece has a prefix of its own. */
const hasCountry = (number: string): boolean => COUNTRIES.has(number.slice(0, 2)) || number.startsWith('EL');
