import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import Big from 'big.js';

import { isRecord, type CoupaRecord, type EInvoiceParty, type Json } from '../../../lib/core';
import type { EInvoiceSettings, MappedInvoice } from '../../../lib/e-invoice';

const FOLDER = join(__dirname, '..', 'samples', 'same');

/** Syntaxes that say the same invoice, by the name of their file; ZUGFeRD 1.0 is made of the CII file, which has its names (golden.ts). */
export const SYNTAXES = ['ubl', 'cii', 'zugferd1', 'fa3', 'fatturapa', 'cxml', 'csv'] as const;
export type Syntax = (typeof SYNTAXES)[number];

/** Why a syntax says less, more or otherwise of the same invoice. */
export interface Difference {
	why: string;
	/** Golden records it is about; all of the feature by default. */
	forms?: string[];
	/** Lines of the note that only this syntax has, and those that it has not. */
	noteHas?: string[];
	noteLacks?: string[];
	/** Values of the golden record and facts by path (`record.invoice-lines.0.price`); null for what is not there. */
	values?: Record<string, Json>;
	/** Findings instead of the golden ones. */
	problems?: string[];
}

type Differences = Partial<Record<Syntax, Difference[]>>;

/** `feature.json` beside the samples. */
export interface Feature {
	about: string;
	/** Syntaxes that cannot say it, and why. */
	without: Partial<Record<Syntax, string>>;
	differences?: Differences;
}

/** `record.json`, or `record.<form>.json` where the settings give the feature several forms. */
export interface Golden {
	settings?: Partial<EInvoiceSettings>;
	record: CoupaRecord;
	problems: string[];
	facts: Json;
}

/** What holds for a syntax whatever the feature (`syntaxes.json`). */
interface Common {
	/** What it calls the types of documents (BT-3); null where it has none. */
	types: Partial<Record<Syntax, Record<string, string> | null>>;
	differences: Differences;
}

const json = <Content>(...path: string[]): Content => JSON.parse(readFileSync(join(FOLDER, ...path), 'utf8')) as Content;

export const FEATURES: readonly string[] = readdirSync(FOLDER, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name);

export const featureOf = (name: string): Feature => json(name, 'feature.json');

/** Names of the golden records of a feature: `record`, `record.spread` … */
export const formsOf = (name: string): string[] =>
	readdirSync(join(FOLDER, name))
		.filter((file) => /^record.*\.json$/.test(file))
		.map((file) => file.slice(0, -'.json'.length));

export const goldenOf = (feature: string, form: string): Golden => json(feature, `${form}.json`);

/** The sample of a syntax; null where there is none. */
export function sampleOf(feature: string, form: string, syntax: Syntax): string | null {
	const file = syntax === 'csv' ? `${form}.csv` : `${syntax === 'zugferd1' ? 'cii' : syntax}.xml`;
	const path = join(FOLDER, feature, file);
	return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** What an invoice came to, in the form of a golden record. */
export function resultOf({ record, problems, facts, embedded, links }: MappedInvoice): Golden {
	const party = (found: EInvoiceParty | null): Json =>
		found && { name: found.name, country: found.country, identifiers: found.identifiers.map(({ kind, value }) => `${kind} ${value}`) };
	return {
		record,
		problems: problems.map(({ severity, code, column = '', message }) => `${severity} ${code} ${column}: ${message}`),
		facts: {
			seller: party(facts.seller),
			buyer: party(facts.buyer),
			payee: party(facts.payee),
			accounts: facts.accounts.map(({ account, bic }) => `${account} ${bic ?? ''}`),
			taxes: facts.taxes.map(
				({ path, category, rate, country }) => `${path} ${category} ${rate === null ? '' : Number(rate)} ${country ?? ''}`,
			),
			files: embedded.map(
				({ fileName, mimeType, bytes, description }) => `${fileName} ${mimeType} ${bytes.toString()} ${description ?? ''}`,
			),
			links,
		},
	};
}

/** The golden record as a syntax is to give it: with what is said of the syntax in general, and of the feature in it. */
export function expectedOf(golden: Golden, form: string, feature: Feature, syntax: Syntax): Golden {
	const common = json<Common>('syntaxes.json');
	const expected = JSON.parse(JSON.stringify({ ...golden, settings: undefined })) as Golden;
	const type = String(golden.record['type-of-receipt']);
	const types = common.types[syntax];
	if (types === null) delete expected.record['type-of-receipt'];
	else if (types !== undefined) expected.record['type-of-receipt'] = types[type] ?? `no type for ${type}`;
	for (const { values = {}, problems, noteHas = [], noteLacks = [], forms } of differencesOf(feature, syntax)) {
		if (forms?.includes(form) === false) continue;
		for (const [path, value] of Object.entries(values)) put(expected, path, value);
		if (problems !== undefined) expected.problems = problems;
		const lines = noteOf(expected);
		for (const line of noteLacks) if (!lines.includes(line)) throw new Error(`The golden note has no line “${line}”`);
		setNote(expected, [...lines.filter((line) => !noteLacks.includes(line)), ...noteHas]);
	}
	return comparable(expected, hasNoteOfItsOwn(feature, syntax));
}

/** The differences of a syntax, and of a feature in it. */
function differencesOf(feature: Feature, syntax: Syntax): Difference[] {
	return [...(json<Common>('syntaxes.json').differences[syntax] ?? []), ...(feature.differences?.[syntax] ?? [])];
}

export const hasNoteOfItsOwn = (feature: Feature, syntax: Syntax): boolean =>
	differencesOf(feature, syntax).some(({ noteHas, noteLacks }) => noteHas !== undefined || noteLacks !== undefined);

/** With decimals by their value, because some formats want two digits after every point, and the lines of the note by the alphabet if asked. */
export function comparable(golden: Golden, isNoteSorted: boolean): Golden {
	const plain = byValue(golden as unknown as Json) as unknown as Golden;
	if (isNoteSorted) setNote(plain, noteOf(plain).sort());
	return plain;
}

function byValue(value: Json): Json {
	if (typeof value === 'string') return /^-?\d+\.\d+$/.test(value) ? new Big(value).toFixed() : value;
	if (Array.isArray(value)) return value.map(byValue);
	return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, below]) => [key, byValue(below)])) : value;
}

const noteOf = ({ record }: Golden): string[] => (typeof record['supplier-note'] === 'string' ? record['supplier-note'].split('\n') : []);

function setNote({ record }: Golden, lines: string[]): void {
	if (lines.length > 0) record['supplier-note'] = lines.join('\n');
}

function put(owner: unknown, path: string, value: Json): void {
	const keys = path.split('.');
	const last = keys.pop() ?? '';
	const holder = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], owner) as Record<string, unknown> | undefined;
	if (holder === undefined) throw new Error(`The golden record has no ${path}`);
	if (value === null) Reflect.deleteProperty(holder, last);
	else holder[last] = value;
}
