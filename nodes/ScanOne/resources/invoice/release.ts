import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { LockBox } from '../../../../lib/lock-box';
import { shownFor } from '../../../common/description';
import { reasonOf } from '../../../common/errors';
import { originOf } from '../../../common/imported';
import type { GroupOperation } from '../../../common/operation';
import type { LockBoxSession } from '../../lockBox';
import { packagesOf } from './settling';
import { settlingItems, type Wanted } from './settlingItems';

const properties: INodeProperties[] = [
	{
		displayName: 'Connect the items of Get Many. Each package they come from is given back once, and any run can claim it again.',
		name: 'aboutRelease',
		type: 'notice',
		default: '',
	},
];

const ofGetMany: Wanted = { node: 'Scan One, Invoice, Get Many', fields: '"delivery"', fits: (json) => originOf(json) !== null };

/** Gives claimed packages back to the folder they were taken from, so that a test does not keep them until the reclaim time. */
export const release: GroupOperation<LockBoxSession> = {
	description: shownFor('invoice', 'release', properties),
	groups: { one: 'package', many: 'packages' },
	async *executeGroups(context, session) {
		const lockBox = session.lockBox('Invoices');
		const { items, failures } = settlingItems(context, ofGetMany);
		yield* failures;
		for (const { delivery, indexes } of packagesOf(items)) {
			context.getExecutionCancelSignal()?.throwIfAborted();
			const { package: name, claim } = delivery;
			const outputs = (result: IDataObject) => [{ json: { package: name, claim, ...result }, from: indexes }];
			try {
				yield { outputs: outputs(await released(lockBox, claim)) };
			} catch (error) {
				yield { outputs: outputs({ released: false, reason: reasonOf(error) }), failure: { error, from: indexes } };
			}
		}
	},
};

async function released(lockBox: LockBox, claim: string | null): Promise<IDataObject> {
	if (claim === null) return { released: false, reason: 'It was only read, not claimed: there is nothing to give back.' };
	if (!(await lockBox.isOurs(claim)))
		return { released: false, reason: 'The claim does not exist any more: it was settled, given back or taken over by another run.' };
	await lockBox.release(claim);
	return { released: true, reason: '' };
}
