import type { InvoiceFacts } from './checks/near-duplicate-rules';
import { sameAmount } from './checks/near-duplicate-rules';
import { numberRelation } from './checks/near-duplicate-number';
import type { ImportInput } from './types';

/** An invoice of the run with its page image. */
interface Imaged {
	input: ImportInput;
	facts: InvoiceFacts;
}

/** As many invoices with one image are compared: beyond them it is a placeholder that the lock-box sends for want of one. */
const MOST_COMPARED = 4;

/** The page images of a run by their sha-256. */
export class NearImages<Invoice extends Imaged> {
	private readonly byHash = new Map<string, Invoice[]>();

	/** Keeps an invoice by its image; the others with the same image that it is no other page of. */
	meet(hash: string, own: Invoice): Invoice[] {
		const others = (this.byHash.get(hash) ?? []).filter((other) => other !== own);
		this.byHash.set(hash, [...others, own]);
		return others.length > MOST_COMPARED ? [] : others.filter((other) => isOnePaper(own, other));
	}
}

/** The same of an invoice of an earlier run, whose package nobody knows any more: it may be another page of one scan of several invoices. */
export function isLikelyOnePaper(own: InvoiceFacts, earlier: InvoiceFacts): boolean {
	const number = numberRelation(own.number, earlier.number);
	if (own.isCreditNote !== earlier.isCreditNote || (number === 'same' && own.supplier.id === earlier.supplier.id)) return false;
	return number !== 'other' || sameAmount(own, earlier);
}

/** One file that several rows of one package name is a scan of several invoices, unless number or amount are the same, too. */
function isOnePaper(a: Imaged, b: Imaged): boolean {
	const number = numberRelation(a.facts.number, b.facts.number);
	if (number === 'same' && a.facts.supplier.id === b.facts.supplier.id) return false;
	if (a.facts.isCreditNote !== b.facts.isCreditNote) return false;
	const isOneFile = a.input.delivery.sha256 === b.input.delivery.sha256 && nameOf(a.input) === nameOf(b.input);
	return !isOneFile || number !== 'other' || sameAmount(a.facts, b.facts);
}

function nameOf({ imageScan }: ImportInput): string {
	return imageScan !== null && 'fileName' in imageScan ? imageScan.fileName : '';
}
