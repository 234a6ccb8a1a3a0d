import type { TermId } from '../terms';

/** What EN 16931 says of a VAT category (UNTDID 5305): the rules BR-S-…, BR-Z-… and so on, which differ in this only. */
export interface Category {
	code: string;
	/** Middle of the rules' names. */
	rules: string;
	name: string;
	/** Rate of lines, allowances and charges. */
	rate: 'positive' | 'zero' | 'none' | 'notNegative';
	/** Whether the breakdown has VAT. */
	isTaxed: boolean;
	/** Reason of exemption in the breakdown (BT-120, BT-121). */
	reason: 'required' | 'forbidden';
	/** Whether the breakdown has it once. */
	isOnce: boolean;
	/** Numbers of the seller of which one is required, and of the buyer. */
	seller: readonly TermId[];
	buyer: readonly TermId[];
}

const SELLER: readonly TermId[] = ['BT-31', 'BT-32', 'BT-63'];
const SELLER_VAT: readonly TermId[] = ['BT-31', 'BT-63'];

const UNTAXED = { rate: 'zero', isTaxed: false, reason: 'required', isOnce: true, buyer: [] } as const;
const ISLANDS = { rate: 'notNegative', isTaxed: true, reason: 'forbidden', isOnce: false, seller: SELLER, buyer: [] } as const;

export const CATEGORIES: readonly Category[] = [
	{
		code: 'S',
		rules: 'S',
		name: 'standard rate',
		rate: 'positive',
		isTaxed: true,
		reason: 'forbidden',
		isOnce: false,
		seller: SELLER,
		buyer: [],
	},
	{ ...UNTAXED, code: 'Z', rules: 'Z', name: 'zero rated', reason: 'forbidden', seller: SELLER },
	{ ...UNTAXED, code: 'E', rules: 'E', name: 'exempt', seller: SELLER },
	{ ...UNTAXED, code: 'AE', rules: 'AE', name: 'reverse charge', seller: SELLER, buyer: ['BT-48', 'BT-47'] },
	{ ...UNTAXED, code: 'K', rules: 'IC', name: 'intra-community supply', seller: SELLER_VAT, buyer: ['BT-48'] },
	{ ...UNTAXED, code: 'G', rules: 'G', name: 'export', seller: SELLER_VAT },
	{ ...UNTAXED, code: 'O', rules: 'O', name: 'not subject to VAT', rate: 'none', seller: [] },
	{ ...ISLANDS, code: 'L', rules: 'AF', name: 'IGIC' },
	{ ...ISLANDS, code: 'M', rules: 'AG', name: 'IPSI' },
];
