import { lookUpKey, textAt, type CoupaRecord } from '../../core';
import type { ImportInput } from './types';

/** What stands for one number of one supplier in one package. */
export function numberInPackage({ delivery }: ImportInput, supplier: string, invoice: CoupaRecord): string {
	const { package: name, claim, sha256 } = delivery;
	return JSON.stringify([lookUpKey(textAt(invoice, 'invoice-number') ?? ''), lookUpKey(supplier), name, claim, sha256]);
}
