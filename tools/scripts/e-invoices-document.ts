import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYNTAXES, termPlaces, TYPE_CODES, UNIT_CODES, UNIT_TEXTS } from '../../lib/e-invoice';
import type { DocumentKind, GroupRow, SyntaxTable, TermId, TermRow } from '../../lib/e-invoice';
import { PROJECT } from '../harness/project';
import { code } from './operations-document';

const KINDS: Record<DocumentKind, string> = {
	invoice: 'invoice; with a negative total, credit note',
	credit: 'credit note',
	correction: 'by the sign of its total; stays a draft',
	noInvoice: 'refused: asks for no payment',
};

/** Files below lib/e-invoice/syntax whose code adds terms that no path alone gives, by the root element of their syntax. */
const WITH_CODE: ReadonlyMap<string, readonly string[]> = new Map([
	['fa:Faktura', ['ksef/complete', 'ksef/rates', 'ksef/balance', 'ksef/attachment']],
	['p:FatturaElettronica', ['complete', 'prices', 'discounts', 'stated-total', 'attachments'].map((name) => `fatturapa/${name}`)],
	['p:FatturaElettronicaSemplificata', ['fatturapa/simplified-lines', 'fatturapa/attachments']],
	['c:cXML', ['cxml/complete', 'cxml/taxes', 'cxml/total']],
]);

/** The tables of docs/e-invoices.md: every term and its place in Coupa, type codes, units, and the path of each term in each syntax. */
export function eInvoiceTables(): string {
	return [termTable(), leftList(), typeCodeTable(), unitTable(), ...SYNTAXES.map(syntaxTable)].join('\n\n');
}

function termTable(): string {
	const rows = termPlaces().flatMap(({ term, name, place }) => (place === null ? [] : [[term, name, place]]));
	return `### Terms and their place in Coupa\n\n${table(['Term', 'Name', 'Place in Coupa'], rows)}`;
}

function leftList(): string {
	const left = termPlaces().filter(({ place }) => place === null);
	return `### Terms without a place in Coupa

They are listed in the note or custom field that the settings name, together with everything of the file that no table reads:

${left.map(({ term, name }) => `${name} (${term})`).join(', ')}.`;
}

function typeCodeTable(): string {
	const rows = Object.entries(TYPE_CODES).map(([number, { name, kind, isSelfBilled }]) => [
		number,
		name,
		`${KINDS[kind]}${isSelfBilled === true ? '; self-billed' : ''}`,
	]);
	return `### Type codes (BT-3)\n\n${table(['Code', 'Name', 'In Coupa'], rows)}`;
}

function unitTable(): string {
	const coupa = [...new Set(UNIT_CODES.values())];
	const rows = coupa.map((unit) => {
		const codes = [...UNIT_CODES].filter(([, to]) => to === unit).map(([from]) => from);
		const words = [...UNIT_TEXTS].filter(([, to]) => codes.includes(to)).map(([word]) => word);
		return [code(unit), codes.join(', '), words.join(', ')];
	});
	return `### Units\n\n${table(["Coupa's code", 'UN/ECE code (Rec 20, 21)', 'Words in formats without a code list'], rows)}`;
}

function syntaxTable(syntax: SyntaxTable): string {
	const found = [...pathsOf(syntax.terms, ''), ...syntax.groups.flatMap((group) => groupPaths(group, ''))];
	const byTerm = new Map<TermId, string[]>();
	for (const { term, path } of found) byTerm.set(term, [...new Set([...(byTerm.get(term) ?? []), code(path)])]);
	for (const term of addedByCode(syntax)) byTerm.set(term, [...(byTerm.get(term) ?? []), 'worked out from other elements']);
	const order = termPlaces().map(({ term }) => term);
	const rows = [...byTerm]
		.sort(([left], [right]) => order.indexOf(left) - order.indexOf(right))
		.map(([term, paths]) => [term, paths.join('; ')]);
	return `### ${syntax.title}\n\n${table(['Term', 'Path'], rows)}`;
}

function groupPaths({ path, terms, groups = [] }: GroupRow, above: string): Array<{ term: TermId; path: string }> {
	const here = joined(above, path);
	return [...pathsOf(terms, here), ...groups.flatMap((group) => groupPaths(group, here))];
}

function pathsOf(rows: readonly TermRow[], above: string): Array<{ term: TermId; path: string }> {
	return rows.map(({ term, path }) => ({ term, path: joined(above, path) }));
}

function joined(above: string, path: string): string {
	if (path.startsWith('/') || above === '') return path;
	return path === '.' ? above : `${above}/${path}`;
}

function addedByCode({ roots }: SyntaxTable): TermId[] {
	const files = roots.flatMap((root) => WITH_CODE.get(root) ?? []);
	const source = files.map((file) => readFileSync(join(PROJECT, 'lib', 'e-invoice', 'syntax', `${file}.ts`), 'utf8')).join('\n');
	const known = new Set<string>(termPlaces().map(({ term }) => term));
	const named = [...source.matchAll(/'([BX]T-[a-z\d-]+)'/g)].map(([, term]) => term ?? '');
	return [...new Set(named)].filter((term): term is TermId => known.has(term));
}

function table(header: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(header), `|${header.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
