import type { Stock, StockedFile } from '../../../../../lib/lock-box';
import type { Period } from './period';

/** An invoice that was imported within the period comes from a package claimed at most so long before: a run takes no longer. */
const CLAIM_LEAD_MS = 3_600_000;

/** A file to read, and whether it arrived within the period. */
export interface ChosenFile {
	file: StockedFile;
	inPeriod: boolean;
}

/**
 * What has to be read to account for a period, in the order in which it came: what arrived within it; what was claimed within it, so that its
 * invoices in Coupa are recognised; whatever is still on its way or waits; and what was sent back since.
 */
export function chosenFiles({ files }: Stock, { from, to }: Period): ChosenFile[] {
	const inPeriod = ({ receivedAt }: StockedFile) => receivedAt >= from && receivedAt < to;
	const isWanted = (file: StockedFile): boolean => {
		if (file.receivedAt >= to && !file.isCopy) return false;
		switch (file.place) {
			case 'archive':
				return inPeriod(file) || (file.claimedAt !== null && file.claimedAt >= from - CLAIM_LEAD_MS);
			case 'rejected':
				return file.receivedAt >= from;
			default:
				return true;
		}
	};
	return files
		.filter(isWanted)
		.map((file) => ({ file, inPeriod: inPeriod(file) && !file.isCopy }))
		.sort((left, right) => left.file.receivedAt - right.file.receivedAt || (left.file.name < right.file.name ? -1 : 1));
}

/** The time of the oldest package in the archive; null where there is none. */
export function oldestArchived({ files }: Stock): number | null {
	const times = files.filter(({ place, isCopy }) => place === 'archive' && !isCopy).map(({ receivedAt }) => receivedAt);
	return times.length === 0 ? null : times.reduce((oldest, time) => Math.min(oldest, time));
}
