import { textAt } from '../../core';
import { invoiceBody } from './body';
import { comparedFields, compareWithSent } from './compare';
import type { Decision } from './decide';
import { idOf, isDraft, statusOf } from './existing';
import { heldBack } from './held';
import { resultOf, resultWithoutInvoice } from './result';
import type { ImportResult } from './types';
import type { Work } from './work';

/**
 * An invoice that carries our mark, with another total than was delivered. A draft is AP's to compare; what has left the draft state
 * must not count as this delivery, which would be archived without ever being paid as it is.
 */
export async function otherTotal(work: Work, { invoice, problem }: Decision & { kind: 'otherTotal' }): Promise<ImportResult> {
	const { instance } = work.run.client;
	if (await isSameButForTaxes(work, idOf(invoice))) {
		const reason = `It is already in Coupa: invoice ${idOf(invoice)}, ${statusOf(invoice) || 'status unknown'}.`;
		return resultOf(instance, work.input, 'alreadyImported', reason, invoice, []);
	}
	if (!isDraft(invoice)) return resultWithoutInvoice(instance, work.input, 'refused', `Not imported: ${problem.message}`, [problem]);
	const reason = `Invoice ${idOf(invoice)} is in Coupa and stays a draft: ${problem.message}`;
	return resultOf(instance, work.input, 'heldAsDraft', reason, invoice, [heldBack(problem)]);
}

/** Where the file states no total, Coupa may have computed other taxes; its lines and charges are those of the file then. */
async function isSameButForTaxes(work: Work, id: number): Promise<boolean> {
	if ((textAt(work.invoice, 'supplier-total') ?? '').trim() !== '') return false;
	const sent = invoiceBody(work.invoice, work.key, work.run.references, work.run.settings, []);
	const { differences, notShown } = compareWithSent(sent, await work.read(id, comparedFields(sent)));
	const paths = [...differences.map(({ path = '' }) => path), ...notShown];
	return !paths.some((path) => /(?:^currency|price|quantity|total|amount|invoice-lines|invoice-charges)(?:\.code)?$/.test(path));
}
