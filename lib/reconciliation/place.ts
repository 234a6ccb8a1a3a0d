import { lookUpKey } from '../core';
import type { CoupaState } from './coupa-state';
import type { DeliveredRow } from './delivered';
import type { Known } from './found';
import type { ReconcileSettings } from './settings';
import { type Standing, standingInCoupa } from './standing';

/** Where one delivered invoice stands, and by what. */
export interface Placed {
	standing: Standing;
	state: CoupaState | null;
	reason: string | null;
	/** Its internal note is not shown: it was recognised by supplier and number. */
	byNumberOnly?: true;
}

/** What the places of all rows depend on. */
export interface PlaceContext {
	known: Known;
	settings: ReconcileSettings;
	/** Why numbers could not be looked up, by `lookUpKey`. */
	notLookedUp: ReadonlyMap<string, string>;
}

/**
 * Where a delivered invoice stands (docs/reconciliation.md): Coupa's word first, then what the lock-box shows. `earlier`: the delivery of the
 * same content before it, which is the one that counts.
 */
export function placeOf(row: DeliveredRow, earlier: DeliveredRow | null, context: PlaceContext): Placed {
	const { known } = context;
	if (earlier !== null) return inLockBox('deliveredAgain', `It came before, in ${earlier.package}.`);
	const [state] = known.madeFrom(row);
	if (state !== undefined) return { standing: standingInCoupa(state), state, reason: state.note };
	const replacing = known.replacing(row);
	if (replacing !== null)
		return { standing: 'replaced', state: replacing, reason: `Invoice ${replacing.id} was corrected by a later delivery.` };
	const [hidden] = known.sameNumberHidden(row);
	if (hidden !== undefined) return { standing: standingInCoupa(hidden), state: hidden, reason: hidden.note, byNumberOnly: true };
	return withoutInvoice(row, context);
}

function withoutInvoice(row: DeliveredRow, { known, settings, notLookedUp }: PlaceContext): Placed {
	const failure = notLookedUp.get(lookUpKey(row.number ?? ''));
	if (failure !== undefined) return inLockBox('unknown', failure);
	const rows = known.sameContent(row);
	const at = (place: DeliveredRow['place']) => rows.find((other) => other.place === place);
	const moving = at('processing') ?? at('incoming');
	if (moving !== undefined)
		return inLockBox('underway', moving.isCopy ? 'It is tried again after waiting for the buyer.' : movingReason(moving));
	if (at('waiting') !== undefined) return inLockBox('waiting', 'The buyer has to act first, see the import.');
	const back = known.sentBack(row);
	if (back !== null) return inLockBox('refused', back.reason ?? 'It was sent back; no report says why.');
	const correction = known.onItsWay(row).find((other) => other.key !== row.key && other.receivedAt > row.receivedAt);
	if (correction !== undefined) return inLockBox('replaced', `The same number came again with other content, in ${correction.package}.`);
	if (settings.rejectedAreTaken) return inLockBox('presumedRefused', 'Scan One takes rejected packages away; ask Scan One for its reason.');
	return inLockBox(
		'missing',
		'It is neither in Coupa, nor sent back, nor waiting. Have it delivered again, or import its package from the archive.',
	);
}

function movingReason({ place }: DeliveredRow): string {
	return place === 'incoming' ? 'No run has taken its package yet.' : 'A run has taken its package and has not settled it yet.';
}

function inLockBox(standing: Standing, reason: string): Placed {
	return { standing, state: null, reason };
}
