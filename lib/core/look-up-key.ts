import { withoutInvisible } from './invisible';
import { normalForm } from './normal-form';

/**
 * How numbers, codes and names are compared, an invoice's number above all: by what a person reads. Case and blanks do not count, as in
 * Coupa's own comparison of what stands around a number; full-width and other compatibility forms, the many dashes, digits of other
 * scripts, and the Cyrillic and Greek letters that look like Latin ones are taken for what they look like; what cannot be seen, and what a
 * spreadsheet puts around a number to keep its zeros (`="00123"`, `'00123`), is no part of it. Every place that guards a number's uniqueness
 * goes by this key (docs/import.md#one-number). It is for comparing, never for sending.
 */
export function lookUpKey(value: string): string {
	return folded(plain(value)).replace(/\s/gu, '').toLowerCase();
}

/**
 * The ordinary spelling of a number, code or name: what somebody types who reads it from paper. Case stays, blanks become single ones.
 * A word in Cyrillic or Greek stays as it is; single letters of those scripts that only look Latin become Latin.
 */
export function ordinarySpelling(value: string): string {
	const text = plain(value).replace(/\s+/gu, ' ').trim();
	const latin = folded(text);
	return /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(latin) ? text : latin;
}

/**
 * The spellings under which Coupa, which finds numbers as they are spelt, may have it: as given, and the ordinary one. A number or code
 * also without blanks and in capitals; in a name they belong to it.
 */
export function spellingsOf(value: string, isName = false): string[] {
	const ordinary = ordinarySpelling(value);
	const closed = ordinary.replaceAll(' ', '');
	return [...new Set([value.trim(), ordinary, ...(isName ? [] : [closed, closed.toUpperCase()])])].filter((spelling) => spelling !== '');
}

/** Names and addresses as people compare them: without case, accents, punctuation and blanks. */
export function lettersOf(name: string): string {
	return normalForm(name, 'NFKD')
		.replace(/[^\p{L}\p{N}]/gu, '')
		.toLowerCase();
}

/** Apostrophes as spreadsheets and fonts have them. */
const GUARDS = /^['\u2018\u2019\u02bc`\u00b4\u2032\uff07]+/u;
/** Dashes of every kind, and characters that look like one. */
const DASHES = /[\p{Pd}\u02d7\u06d4\u2043\u2212\u2500\u2796\u2cba]/gu;
const SLASHES = /[\u2044\u2215\u29f8]/gu;

function plain(value: string): string {
	const seen = unguarded(withoutInvisible(value).trim());
	return withoutInvisible(normalForm(seen, 'NFKC'))
		.replace(DASHES, '-')
		.replace(SLASHES, '/')
		.replace(/(?![0-9])\p{Nd}/gu, asciiDigit)
		.trim();
}

/** A text without a spreadsheet's guard around it. */
function unguarded(text: string): string {
	return /^="(.*)"$/su.exec(text)?.[1] ?? text.replace(GUARDS, '');
}

const KNOWN_DIGITS = new Map<string, string>();

function asciiDigit(digit: string): string {
	const known = KNOWN_DIGITS.get(digit) ?? valueOfDigit(digit);
	KNOWN_DIGITS.set(digit, known);
	return known;
}

/** Unicode has the ten digits of a script side by side. */
function valueOfDigit(digit: string): string {
	let before = 0;
	while (/\p{Nd}/u.test(String.fromCodePoint((digit.codePointAt(0) ?? 0) - before - 1))) before += 1;
	return String(before % 10);
}

/** Letters by what they look like as capitals or as small letters (Unicode's confusables). */
const LOOK_ALIKES = new Map(
	Object.entries({
		...{ а: 'a', в: 'b', е: 'e', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', с: 'c', т: 't', у: 'y', х: 'x', з: '3' },
		...{ і: 'i', ј: 'j', ѕ: 's', ԁ: 'd', ԛ: 'q', ԝ: 'w', һ: 'h', ү: 'y', ӏ: 'i' },
		...{ α: 'a', β: 'b', ε: 'e', ζ: 'z', η: 'h', ι: 'i', κ: 'k', μ: 'm', ν: 'n', ο: 'o', ρ: 'p', τ: 't', υ: 'y', χ: 'x', ϲ: 'c', ϳ: 'j' },
		...{ ı: 'i', ɑ: 'a', ɡ: 'g' },
	}).flatMap(([letter, latin]) => [
		[letter.toUpperCase(), latin.toUpperCase()],
		[letter, latin],
	]),
);

function folded(text: string): string {
	return text.replace(/[\p{Script=Cyrillic}\p{Script=Greek}ıɑɡ]/gu, (letter) => LOOK_ALIKES.get(letter) ?? letter);
}
