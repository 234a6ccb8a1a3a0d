import { isValidIban } from '../../../core';
import {
	accountsInFields,
	accountsInInformation,
	areOfOneAccount,
	givenDetails,
	INFORMATION_FIELDS,
	remitToOf,
	verdictOn,
	type GivenDetail,
	type KnownAccount,
} from '../bank-details';
import { BANK_CHECK_LABEL, BANK_WORDS, isInInformation, type BankSource } from '../bank-source';
import { FILE_LEVELS, type Check, type Facts, type Finding } from './check';

/** Who wants to be paid elsewhere than before may not be the supplier: nobody is to ask under the number on the invoice. */
const ASK = 'Ask the supplier under a number that you know from elsewhere than the invoice before anything is paid there.';

export const bankDetails: Check = {
	name: 'bankDetails',
	label: BANK_CHECK_LABEL,
	description:
		'IBAN, account number and BIC in the file are those that Coupa has for the remit-to address of the invoice, or for the supplier where it names none. Needs the option Bank Details; those of an e-invoice are always compared. Only country and last characters are ever shown.',
	default: 'draft',
	levels: FILE_LEVELS,
	find: (facts) => compared(facts).flatMap(({ details, accounts }) => differing(details, accounts ?? [])),
};

export const ibanValid: Check = {
	name: 'ibanValid',
	label: 'Check digits of the IBAN',
	description: 'An IBAN in the file has the right check digits. Needs the option Bank Details, or an e-invoice.',
	default: 'draft',
	levels: FILE_LEVELS,
	find: ({ input, settings }) =>
		givenDetails(input, settings.bankDetails)
			.filter(({ source, key }) => source.kind === 'iban' && !isValidIban(key))
			.map((detail) => ({
				...placeOf(detail),
				message: `The IBAN ${detail.shown} in the file is none: its check digits are wrong. Compare it with the page image.`,
			})),
};

export const bankDetailsCompared: Check = {
	name: 'bankDetailsCompared',
	label: 'Bank details could be compared',
	description:
		'Coupa shows what the bank details in the file are compared with. What is not shown is named. Needs the option Bank Details or an e-invoice, and the check of them.',
	default: 'warning',
	levels: FILE_LEVELS,
	find: (facts) =>
		(facts.settings.checks.bankDetails === 'off' ? [] : compared(facts)).flatMap(({ details, accounts }) =>
			details
				.filter((detail) => accounts === null || verdictOn(detail, accounts).kind === 'notShown')
				.map((detail) => ({ ...placeOf(detail), message: notComparedText(detail, accounts === null) })),
		),
};

/** The details of an invoice with the accounts that each is compared with; null where Coupa could not be asked. */
function compared({ invoice, input, settings, references }: Facts): Array<{ details: GivenDetail[]; accounts: KnownAccount[] | null }> {
	const match = references.suppliers.match(invoice);
	if (match.kind !== 'found' || settings.bankDetails.length === 0) return [];
	const { supplier } = match;
	const remitTo = remitToOf(supplier, invoice);
	const inFields = settings.bankDetails.filter((source) => !isInInformation(source));
	const records = references.information.of(supplier);
	const of = (sources: BankSource[], accounts: () => KnownAccount[] | null) => {
		const details = givenDetails(input, sources);
		return details.length === 0 ? [] : [{ details, accounts: accounts() }];
	};
	return [
		...of(inFields, () => accountsInFields(supplier, remitTo, inFields)),
		...of(settings.bankDetails.filter(isInInformation), () => records && accountsInInformation(records, remitTo)),
	];
}

function differing(details: GivenDetail[], accounts: KnownAccount[]): Finding[] {
	const verdicts = details.map((detail) => ({ detail, verdict: verdictOn(detail, accounts) }));
	const wrong = verdicts.flatMap(({ detail, verdict }): Finding[] => {
		if (verdict.kind !== 'differs') return [];
		const word = BANK_WORDS[detail.source.kind];
		const message = `The ${word} ${detail.shown} in the file is not one that Coupa has for ${ownerText(accounts)} (${verdict.shown.join(', ')}). ${ASK}`;
		return [{ ...placeOf(detail), message }];
	});
	const [first] = details;
	if (wrong.length > 0 || first === undefined || details.length < 2 || accounts.length < 2 || areOfOneAccount(details, accounts))
		return wrong;
	const words = [...new Set(details.map(({ source }) => BANK_WORDS[source.kind]))].join(', ');
	const message = `The bank details in the file (${words}) are those of different accounts of the supplier in Coupa, not of one. ${ASK}`;
	return [{ ...placeOf(first), message }];
}

function ownerText(accounts: KnownAccount[]): string {
	const [only, ...others] = accounts;
	return only === undefined || only.name === '' || others.length > 0 ? 'the supplier' : `the remit-to address ${only.name}`;
}

function notComparedText({ source, shown }: GivenDetail, isClosed: boolean): string {
	const word = BANK_WORDS[source.kind];
	const where = isInInformation(source)
		? `the supplier information of the supplier (${INFORMATION_FIELDS[source.kind].join(', ')})`
		: `the custom field ${source.coupaField} of the remit-to address or supplier`;
	const why = isClosed ? `Coupa did not open ${where}` : `Coupa shows nothing to compare with in ${where}`;
	return `The ${word} ${shown} in the file could not be compared: ${why}. Compare it by hand, and have the field filled or shown to the API user.`;
}

function placeOf({ column, path, shown, row }: GivenDetail): Omit<Finding, 'message'> {
	return {
		...(column === undefined ? {} : { column }),
		...(path === undefined ? {} : { path }),
		value: shown,
		...(row === undefined ? {} : { row }),
	};
}
