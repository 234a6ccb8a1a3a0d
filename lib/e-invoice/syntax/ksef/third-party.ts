import type { XmlElement } from '../../markup/tree';

/** `Rola` of `Podmiot3` (structures FA, type TRolaPodmiotu3). The factor (1) is the payee (BG-10). */
const ROLES: Readonly<Record<string, string>> = {
	'2': 'recipient',
	'3': 'original taxpayer',
	'4': 'additional buyer',
	'5': 'issuer of the invoice',
	'6': 'payer',
	'7': 'issuer, unit of local government',
	'8': 'recipient, unit of local government',
	'9': 'issuer, member of a VAT group',
	'10': 'recipient, member of a VAT group',
	'11': 'employee',
};

/** All texts below an element, in document order. */
function texts({ text, children }: XmlElement): string[] {
	const own = text.trim();
	return [...(own === '' ? [] : [own]), ...children.flatMap(texts)];
}

/** A third party in words: its role, and all that the invoice says of it. */
export function thirdParty({ children }: XmlElement): string {
	const role = children.find(({ name }) => name === 'Rola')?.text.trim();
	const named = role === undefined ? undefined : (new Map(Object.entries(ROLES)).get(role) ?? role);
	const rest = children.filter(({ name }) => name !== 'Rola' && name !== 'RolaInna').flatMap(texts);
	return `Third party${named === undefined ? '' : ` (${named})`}: ${rest.join(', ')}`;
}
