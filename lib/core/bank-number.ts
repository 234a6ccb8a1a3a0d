import { lookUpKey } from './look-up-key';

/** Characters of a bank number that count; the longest IBAN has 34. */
const MOST_COUNTED = 200;

/**
 * A bank number as it is compared: IBAN, account or BIC without blanks, dashes, dots and the word before it (`IBAN: DE89 3704…`), in capitals.
 * Empty for a text without letter or digit.
 */
export function bankKey(value: string): string {
	const plain = lookUpKey(value.slice(0, 4 * MOST_COUNTED))
		.replace(/[^\p{L}\p{N}]/gu, '')
		.toUpperCase()
		.slice(0, MOST_COUNTED);
	return plain.replace(/^IBAN(?=[A-Z]{2}\d{2})/, '').replace(/^(?:BIC|SWIFT)(?=(?:[A-Z]{6}[A-Z0-9]{2})(?:[A-Z0-9]{3})?$)/, '');
}

/** Whether a bank number is an IBAN whose check digits are right (ISO 13616: the number by 97 leaves 1). Takes the form of `bankKey`. */
export function isValidIban(key: string): boolean {
	if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(key)) return false;
	let rest = 0;
	for (const character of key.slice(4) + key.slice(0, 4))
		for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
	return rest === 1;
}

/**
 * What may be shown of a bank number: the country of an IBAN or BIC and the last four characters at most, fewer of a short one. `DE…3000`,
 * `…4021`, `…`.
 */
export function maskedBankNumber(value: string): string {
	const key = bankKey(value);
	if (/^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(key)) return `${key.slice(4, 6)}…`;
	const country = /^[A-Z]{2}\d{2}[A-Z0-9]{8,}$/.test(key) ? key.slice(0, 2) : '';
	const shown = key.length >= 10 ? 4 : key.length >= 7 ? 2 : 0;
	return `${country}…${key.slice(key.length - shown)}`;
}

const BANK_NAME =
	/\b(?:iban|bic|swift|iban-?number|kontonummer|konto|blz|rib|clabe|bsb|ifsc|aba)\b|bank.{0,20}(?:account|number|no|code|details|konto)|(?:sort|routing|transit).{0,2}(?:code|number|no)|(?:^|\b)account.{0,2}(?:number|no)\b|(?:payee|beneficiary|supplier|vendor|remit.?to).{0,3}account/i;

/** Whether a column or field of that name most likely holds a bank number, whose value no message repeats. */
export function isBankName(name: string): boolean {
	return BANK_NAME.test(
		name
			.slice(0, 200)
			.replace(/([a-z\d])([A-Z])/g, '$1 $2')
			.replace(/[_-]/g, ' '),
	);
}
