import { lookUpKey, ordinarySpelling } from '../../../core';

/** An invoice number in the forms by which two papers are found to be one (docs/import.md#near-duplicates). */
export interface NumberForms {
	/** As delivered. */
	shown: string;
	/** What the rule for exact duplicates goes by. */
	exact: string;
	/** Runs of digits, without leading zeros, and of letters. */
	tokens: string[];
	/** Digits that tell it from others. */
	digits: number;
	/** Keys that another spelling of the number shares: those it is kept under, and those it is looked for by. */
	kept: string[];
	asked: string[];
	/** Keys without a prefix or suffix, and without a part number behind (`471-2`). */
	reduced: string[];
	withoutPart: string[];
}

/** How two numbers compare; `part`: one has a part number of one or two digits more. */
export type NumberRelation = 'same' | 'spelling' | 'affix' | 'part' | 'other';

/** Longer numbers are compared by their beginning. */
const LONGEST = 200;
/** Digits that what is left without a prefix or suffix has at least. */
const FEWEST_DIGITS = 3;
/** Serial numbers that far apart are neighbours. */
const NEIGHBOURS = 9n;

const PREFIX =
	/^(?:credit ?note|credit ?memo|[i1l|]nv[o0][i1l|]ce|rechnung|facture|factura|fattura|factuur|faktura|gutschrift|document|beleg|bill|[i1l|]nv|fact|fac|number|nummer|numero|num|no|nr|n[°.]|cn|cr|re|rg|fa|ft|fv|#)(?![\p{L}])[\s.:#°/_-]*/iu;
const SUFFIX = /(?:[\s./_-]|(?<=\d))(?:copy|copie|kopie|copia|duplicate|duplikat|duplicata|dup|original)[\s.]*$/iu;
const MOST_PREFIXES = 3;

/** @param years of the invoice's date: a number may have it in front or behind */
export function numberForms(number: string, years: string[] = []): NumberForms {
	// The O of INVO471 is known for a zero before INV is known for a word, that of NO471 after.
	const text = withoutWords(folded(withoutWords(ordinarySpelling(number.slice(0, LONGEST)))));
	const raw = (text.match(/\d+|\p{L}+/gu) ?? []).map((token) => token.toUpperCase());
	const tokens = raw.map(withoutZeros);
	const exact = lookUpKey(number);
	const grouped = tokens.join('|') || exact;
	const joined = withoutZeros(raw.join('')) || exact;
	const isSolid = !/[^\p{L}\p{N}]/u.test(text);
	return {
		shown: number.trim(),
		exact,
		tokens,
		digits: digitsOf(tokens),
		kept: [`g${grouped}`, `j${joined}`, ...(isSolid ? [`s${joined}`] : [])],
		// A dash in another place makes another number: 1-23 is not 12-3, but 123 may be either.
		asked: [`g${grouped}`, isSolid ? `j${joined}` : `s${joined}`],
		reduced: reducedKeys(raw, years),
		withoutPart: partless(raw),
	};
}

/** Pure and symmetrical. */
export function numberRelation(a: NumberForms, b: NumberForms): NumberRelation {
	if (a.exact === b.exact) return 'same';
	if (shares(a.kept, b.asked) || shares(b.kept, a.asked)) return 'spelling';
	const [ofA = '', ofB = ''] = [a.kept[0], b.kept[0]];
	if (a.reduced.includes(ofB) || b.reduced.includes(ofA)) return 'affix';
	return a.withoutPart.includes(ofB) || b.withoutPart.includes(ofA) ? 'part' : 'other';
}

/** Whether two numbers follow each other in a supplier's own series: 1001 and 1002, 17/A and 17/B; not 1012 and 1021, which is a slip. */
export function areNeighbours(a: NumberForms, b: NumberForms): boolean {
	if (a.tokens.length !== b.tokens.length) return false;
	const places = a.tokens.flatMap((token, place) => (token === b.tokens[place] ? [] : [place]));
	const [place, ...others] = places;
	if (place === undefined || others.length > 0) return false;
	const [left = '', right = ''] = [a.tokens[place], b.tokens[place]];
	if (/^\p{L}$/u.test(left) && /^\p{L}$/u.test(right)) return true;
	if (!/^\d+$/.test(left) || !/^\d+$/.test(right) || isSwap(left, right)) return false;
	const difference = BigInt(left) - BigInt(right);
	return difference <= NEIGHBOURS && difference >= -NEIGHBOURS;
}

/** What numbers of one series have in common: their letters, and how many runs of digits there are. */
export function shapeOf({ tokens }: NumberForms): string {
	return tokens.map((token) => (/^\d/.test(token) ? '0' : token)).join('|');
}

function shares(some: string[], others: string[]): boolean {
	return some.some((one) => others.includes(one));
}

/** Two digits side by side in the other order. */
function isSwap(left: string, right: string): boolean {
	if (left.length !== right.length) return false;
	const first = Array.from(left).findIndex((digit, index) => digit !== right[index]);
	return left[first] === right[first + 1] && left[first + 1] === right[first] && left.slice(first + 2) === right.slice(first + 2);
}

function withoutWords(text: string): string {
	let rest = text;
	for (let count = 0; count < MOST_PREFIXES; count++) {
		const shorter = rest.replace(PREFIX, '');
		if (shorter === rest) break;
		rest = shorter;
	}
	const bare = rest.replace(SUFFIX, '').trim();
	return /\d/.test(bare) ? bare : text;
}

const LOOKS_LIKE = new Map(Object.entries({ O: '0', o: '0', I: '1', l: '1', '|': '1', S: '5', s: '5', B: '8', Z: '2', z: '2' }));

/** Letters that stand among digits and look like one: O and 0, I, l and 1 beside a digit; S and 5, B and 8, Z and 2 between two. */
function folded(text: string): string {
	const beside = text.replace(/[0-9OoIl|]+/g, (run, start: number) => {
		const isAlone = run.length === 1 && !/[\p{L}\p{N}]/u.test(`${text[start - 1] ?? ' '}${text[start + 1] ?? ' '}`);
		return isAlone || /\d/.test(run) ? run.replace(/./g, (letter) => LOOKS_LIKE.get(letter) ?? letter) : run;
	});
	return beside.replace(/(?<=\d)[SsBZz](?=\d)/g, (letter) => LOOKS_LIKE.get(letter) ?? letter);
}

/** Without letters and the year in front, behind, or both. */
function reducedKeys(raw: string[], years: string[]): string[] {
	const isAffix = (token: string | undefined): boolean => token !== undefined && (/^\p{L}/u.test(token) || isYear(token, years));
	const [front, back] = [leading(raw, isAffix), leading([...raw].reverse(), isAffix)];
	const keys = new Set<string>();
	for (let start = 0; start <= front; start++)
		for (let end = 0; end <= back; end++) {
			const rest = raw.slice(start, raw.length - end).map(withoutZeros);
			if (start + end > 0 && digitsOf(rest) >= FEWEST_DIGITS) keys.add(`g${rest.join('|')}`);
		}
	return [...keys];
}

const MOST_AFFIXES = 2;

function leading(tokens: string[], isAffix: (token: string | undefined) => boolean): number {
	let count = 0;
	while (count < MOST_AFFIXES && count < tokens.length - 1 && isAffix(tokens[count])) count++;
	return count;
}

function isYear(token: string, years: string[]): boolean {
	return years.some((year) => token === year || token === year.slice(2));
}

function partless(raw: string[]): string[] {
	const rest = raw.slice(0, -1).map(withoutZeros);
	return /^\d{1,2}$/.test(raw.at(-1) ?? '') && /\d$/.test(raw.at(-2) ?? '') && digitsOf(rest) >= FEWEST_DIGITS
		? [`g${rest.join('|')}`]
		: [];
}

function withoutZeros(token: string): string {
	return token.replace(/^0+(?=\d)/, '');
}

function digitsOf(tokens: string[]): number {
	return tokens.reduce((sum, token) => sum + (/^\d/.test(token) && token !== '0' ? token.length : 0), 0);
}
