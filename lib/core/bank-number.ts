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

/** Lengths of IBANs by country (ISO 13616 registry); one that is not here is taken at any length. */
const LENGTHS = new Map(
	[
		'AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28',
		'HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25',
		'QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30',
	]
		.join('')
		.match(/.{4}/g)
		?.map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Whether a bank number is an IBAN: of its country's length, with right check digits (ISO 13616: by 97 it leaves 1). Takes the form of `bankKey`. */
export function isValidIban(key: string): boolean {
	if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(key)) return false;
	if ((LENGTHS.get(key.slice(0, 2)) ?? key.length) !== key.length) return false;
	let rest = 0;
	for (const character of key.slice(4) + key.slice(0, 4))
		for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
	return rest === 1;
}

/** A text with every IBAN in it masked, for what repeats texts whose meaning nobody knows, such as a whole row. */
export function withoutIbans(text: string): string {
	return text.replace(/(?<![a-z0-9])[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30}/gi, (found) => {
		const length = LENGTHS.get(found.slice(0, 2).toUpperCase());
		if (length === undefined) return found;
		let end = 0;
		for (let counted = 0; end < found.length && counted < length; end += 1) if (/[a-z0-9]/i.test(found[end] ?? '')) counted += 1;
		const iban = found.slice(0, end);
		return isValidIban(bankKey(iban)) ? `${maskedBankNumber(iban)}${found.slice(end)}` : found;
	});
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
