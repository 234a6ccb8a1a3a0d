import { isDeepStrictEqual } from 'node:util';

import { isRecord, type Json } from '../../../lib/core';
import type { Ending } from './pool';
import type { CrashWorld } from './world';

type State = Record<string, Json>;
type Shown = Record<string, Json>;

const isDraft = ({ status }: Shown): boolean => status === 'draft';
const isDead = ({ status }: Shown): boolean => status === 'voided' || status === 'abandoned';

/**
 * What must hold however runs sleep and clocks jump (design §4): each invoice stands as an undisturbed run leaves it, submitted
 * at most once; a second draft is voided, or told by its id; attachments are there once, or told; the files in the lock-box
 * are those of the undisturbed run. Gives what does not hold; empty when all does.
 *
 * @param blocksItself a second draft can neither be voided nor is the first one submitted beside it (Coupa's rule counts drafts): then both may
 * stay, told by id, for a person to decide
 */
export function breaches(world: CrashWorld, clean: State, endings: Ending[], blocksItself: boolean): string[] {
	const state = world.endState();
	const told = JSON.stringify(endings);
	const found: string[] = [];
	const all = rowsOf(state);
	const ids = idsIn(world);
	for (const proper of rowsOf(clean)) {
		const copies = all.filter(({ number }) => number === proper.number);
		const live = copies.filter((copy) => !isDead(copy));
		const submitted = live.filter((copy) => !isDraft(copy));
		if (copies.filter((copy) => !isDead(copy) && !isDraft(copy)).length > 1) found.push(`${String(proper.number)} was submitted twice`);
		const [kept, ...second] = [...submitted, ...live.filter(isDraft)];
		if (kept === undefined) found.push(`${String(proper.number)} is missing`);
		else found.push(...differences(kept, blocksItself && second.length > 0 ? { ...proper, status: kept.status ?? null } : proper, told));
		if (second.length > 0 || copies.length > live.length) found.push(...untold(proper, ids, told));
	}
	// What waits for the buyer may be tried once more meanwhile: its package is archived then, and put there anew.
	state.archive = (state.archive as string[]).filter((name) => !name.includes('-waiting-'));
	for (const part of ['incoming', 'archive', 'rejected', 'waiting'])
		if (!isDeepStrictEqual(state[part], clean[part]))
			found.push(`${part}: ${JSON.stringify(state[part])} instead of ${JSON.stringify(clean[part])}`);
	const claims = (state.processing as string[]).filter((name) => !/\.lease /.test(name));
	if (claims.length > 0) found.push(`claims are left: ${claims.join(', ')}`);
	found.push(...wronglyHeld(all, endings));
	return found;
}

function rowsOf(state: State): Shown[] {
	return (state.invoices as Json[]).filter(isRecord);
}

interface Copy {
	id: number;
	number: string;
	status: string;
}

function idsIn({ coupa }: CrashWorld): Copy[] {
	return coupa.rows('invoices').map(({ id, status, 'invoice-number': number }) => ({
		id: Number(id),
		number: String(number),
		status: String(status),
	}));
}

function differences(kept: Shown, proper: Shown, told: string): string[] {
	const found: string[] = [];
	for (const part of ['supplier', 'status', 'note', 'lines', 'image'])
		if (!isDeepStrictEqual(kept[part], proper[part]))
			found.push(`${String(proper.number)}: ${part} is ${JSON.stringify(kept[part])} instead of ${JSON.stringify(proper[part])}`);
	const attachments = kept.attachments as string[];
	const wanted = proper.attachments as string[];
	const lacking = wanted.filter((each) => !attachments.includes(each));
	if (lacking.length > 0) found.push(`${String(proper.number)} lacks ${lacking.join(', ')}`);
	const twice = attachments.filter((each, index) => attachments.indexOf(each) !== index);
	if (twice.length > 0 && !/is on invoice \d+ twice \(attachments \d+ and \d+\)/.test(told))
		found.push(`${String(proper.number)} has ${twice.join(', ')} twice, and nobody was told`);
	return found;
}

/** Of several drafts of one invoice, all but the one that counts have to be named. */
function untold({ number }: Shown, copies: Copy[], told: string): string[] {
	const same = copies.filter((copy) => copy.number === number);
	const kept = same.find(({ status }) => !['draft', 'voided'].includes(status)) ?? same.find(({ status }) => status === 'draft');
	return same
		.filter((copy) => copy !== kept && !new RegExp(`(draft|of this invoice,|invoice|"invoiceId":) ?${copy.id}\\b`, 'i').test(told))
		.map(({ id, status }) => `second draft ${id} of ${String(number)} (${status}) was not told`);
}

/** A draft that another run has submitted must not be told as held. */
function wronglyHeld(all: Shown[], endings: Ending[]): string[] {
	return endings
		.flatMap((ending) => (ending.kind === 'done' ? ending.result.outcomes : []))
		.filter(({ outcome }) => outcome === 'heldAsDraft')
		.filter(({ number }) => all.some((copy) => copy.number === number && !isDraft(copy) && !isDead(copy)))
		.map(({ number, reason }) => `${String(number)} was told as held, but is submitted: ${String(reason)}`);
}
