import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { chunksOf, type Outcome } from '../../../../lib/core';
import {
	ClaimLostError,
	type LockBox,
	nameBeforeWaiting,
	PACKAGES_AT_ONCE,
	type Settled,
	type SettleJob,
	type Settlement,
} from '../../../../lib/lock-box';
import { buildRejectedPackage, buildWaitingPackage, type PackageContent, readInvoicePackage } from '../../../../lib/package';
import { throwIfLost } from '../../../../lib/sftp';
import { shownFor } from '../../../common/description';
import { reasonOf } from '../../../common/errors';
import { countsInWords, importDetails, isOutcome, isValidated } from '../../../common/imported';
import type { Group, GroupOperation } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import type { LockBoxSession } from '../../lockBox';
import { packagesOf, type SettlingPackage } from './settling';
import { listed } from './lookHints';
import { settlingItems, type Wanted } from './settlingItems';

const properties: INodeProperties[] = [
	{
		displayName: 'Invoices That Need the Buyer',
		name: 'needsBuyer',
		type: 'options',
		options: [
			{ name: 'Retry Later', value: 'retry', description: 'Keep them in the Waiting folder and try them again automatically' },
			{ name: 'Send Back', value: 'refuse', description: 'Send them back to Scan One like refused invoices' },
		],
		default: 'retry',
		description: 'What happens to invoices whose supplier is unknown or inactive',
	},
];

const ofImport: Wanted = {
	node: 'Coupa, Invoice, Import',
	fields: '"outcome" and "details"',
	fits: (json) => importDetails(json) !== null && (isOutcome(json.outcome) || isValidated(json.outcome)),
};

/**
 * Settles the packages of imported invoices: refused ones go back as a package with a report, the original goes to the
 * archive. A package whose invoices did not all come through, or that holds undecided ones, stays claimed.
 */
export const acknowledge: GroupOperation<LockBoxSession> = {
	description: shownFor('invoice', 'acknowledge', properties),
	groups: { one: 'package', many: 'packages' },
	async *executeGroups(context, session) {
		const lockBox = session.lockBox('Invoices');
		const sendBack = new ItemParameters(context, 0, properties).choice('needsBuyer') === 'refuse';
		const { items, failures } = settlingItems(context, ofImport);
		yield* failures;
		const ends: End[] = [];
		for (const packages of chunksOf(packagesOf(items), PACKAGES_AT_ONCE)) {
			context.getExecutionCancelSignal()?.throwIfAborted();
			for (const { end, group } of await settledTogether(lockBox, packages, sendBack)) {
				ends.push(end);
				yield group;
			}
		}
		hintAtEnds(context, ends);
	},
};

/** How the work on one package ended. */
interface End {
	of: SettlingPackage;
	settled: boolean;
}

/** One package with its output. */
interface Done {
	end: End;
	group: Group;
}

/** Counts what was settled, and names what was not. */
function hintAtEnds(context: IExecuteFunctions, ends: End[]): void {
	if (ends.length === 0) return;
	const done = ends.filter(({ settled: isSettled }) => isSettled);
	const left = ends.filter(({ settled: isSettled }) => !isSettled).map(({ of }) => of.delivery.package);
	const counts = countsInWords(done.flatMap(({ of }) => of.items.map(({ outcome }) => outcome)));
	const message = `${done.length} of ${ends.length} ${ends.length === 1 ? 'package' : 'packages'} settled${counts && `: ${counts}`}.`;
	const named = left.length === 0 ? '' : ` Not settled, see "reason": ${listed(left)}.`;
	context.addExecutionHints({ message: message + named, location: 'outputPane', type: left.length === 0 ? 'info' : 'warning' });
}

/** Settles these packages at the same time; what was done of one that could not be settled is found again. */
async function settledTogether(lockBox: LockBox, packages: SettlingPackage[], sendBack: boolean): Promise<Done[]> {
	const results = new Map<SettlingPackage, Done>();
	const jobs: Array<{ one: SettlingPackage; job: SettleJob }> = [];
	for (const one of packages) {
		try {
			const prepared = await preparedJob(lockBox, one, sendBack);
			if ('job' in prepared) jobs.push({ one, job: prepared.job });
			else results.set(one, doneWith(one, prepared.left));
		} catch (error) {
			results.set(one, failed(one, error));
		}
	}
	const settled = await lockBox.settleAll(jobs.map(({ job }) => job)).catch((error: unknown) => jobs.map(() => ({ error })));
	for (const [index, { one }] of jobs.entries()) {
		const result = settled[index];
		if (result)
			results.set(one, 'error' in result ? await postponed(lockBox, one, result.error) : doneWith(one, settledJson(result.settled)));
	}
	return packages.flatMap((one) => results.get(one) ?? []);
}

/** What is to be done for a package, or the result where it is not to be settled. Throws LockBoxBoundError or SftpFailure. */
async function preparedJob(
	lockBox: LockBox,
	group: SettlingPackage,
	sendBack: boolean,
): Promise<{ job: SettleJob } | { left: IDataObject }> {
	const { delivery } = group;
	const { claim } = delivery;
	if (claim === null) return { left: notSettled('It was only read, not claimed: there is nothing to settle.') };
	if (group.validatedOnly) return { left: await givenBack(lockBox, claim) };
	if (group.decided < delivery.items)
		return {
			left: notSettled(
				`Only ${group.decided} of its ${delivery.items} items have an outcome. It stays claimed and is tried again. Pass all items of Import to Acknowledge.`,
			),
		};
	if (group.counts.undecided > 0)
		return { left: notSettled(`${group.counts.undecided} of its invoices are undecided. It stays claimed and is tried again.`) };
	if (group.instance !== null) await lockBox.bindInstance(group.instance);
	const leaves = group.counts.refused + group.counts.needsBuyer > 0;
	const source = { encoding: 'auto' as const, receivedAt: '', boundTo: null, claimedUntil: null, ...delivery };
	const settlement = async (bytes: Buffer) =>
		await settlementOf(await readInvoicePackage(bytes, delivery.package, { delivery: source }), group, sendBack);
	return { job: { claim, sha256: delivery.sha256, settlement: leaves ? settlement : null } };
}

function doneWith(of: SettlingPackage, result: IDataObject): Done {
	const json = { package: of.delivery.package, claim: of.delivery.claim, ...of.counts, ...result };
	return { end: { of, settled: result.settled === true }, group: { outputs: [{ json, from: of.indexes }] } };
}

/** A package that cannot be settled is tried again after growing pauses; a connection that was lost is not the package's fault. */
async function postponed(lockBox: LockBox, of: SettlingPackage, error: unknown): Promise<Done> {
	if (error instanceof ClaimLostError || of.delivery.claim === null) return failed(of, error);
	try {
		throwIfLost(error);
		const until = await lockBox.postpone(of.delivery.claim);
		return failed(of, error, ` from ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC on`);
	} catch {
		return failed(of, error);
	}
}

function failed(of: SettlingPackage, error: unknown, when = ''): Done {
	// Another run holds the package now and settles it.
	if (error instanceof ClaimLostError) return doneWith(of, notSettled(error.text));
	const left = doneWith(of, notSettled(`It stays claimed and is tried again${when}. ${reasonOf(error)}`));
	return { ...left, group: { ...left.group, failure: { error, from: of.indexes } } };
}

function settledJson({ archived, rejected, waiting }: Settled): IDataObject {
	return {
		settled: true,
		reason: '',
		archivedAs: archived,
		rejectedAs: rejected?.fileName ?? null,
		report: rejected?.reportName ?? null,
		waitingAs: waiting,
	};
}

/** Validated invoices are not in Coupa, and the refused ones are not to be bounced: the package waits in Incoming for a real import. */
async function givenBack(lockBox: LockBox, claim: string): Promise<IDataObject> {
	if (await lockBox.isOurs(claim)) await lockBox.release(claim);
	return notSettled('Its invoices were only validated, so it was not settled. The package was returned to the folder it came from.');
}

function notSettled(reason: string): IDataObject {
	return { settled: false, reason, archivedAs: null, rejectedAs: null, report: null, waitingAs: null };
}

async function settlementOf(content: PackageContent, { delivery, items }: SettlingPackage, sendBack: boolean): Promise<Settlement> {
	const pick = (outcomes: Outcome[]) =>
		items.filter(({ outcome }) => outcomes.includes(outcome)).map(({ position, problems }) => ({ position, problems }));
	const refused = pick(sendBack ? ['refused', 'needsBuyer'] : ['refused']);
	const waiting = pick(sendBack ? [] : ['needsBuyer']);
	const originalName = nameBeforeWaiting(delivery.package);
	return {
		...(refused.length > 0 && { rejected: await buildRejectedPackage({ content, originalName, items: refused }) }),
		...(waiting.length > 0 && {
			waiting: await buildWaitingPackage({ content, originalName, positions: waiting.map(({ position }) => position) }),
		}),
	};
}
