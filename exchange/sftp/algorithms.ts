import type { Algorithms } from 'ssh2';
import { SftpFailure } from './failure';
import { serverName, type SftpSettings } from './settings';

const FIELDS = ['kex', 'cipher', 'serverHostKey', 'hmac'] as const;

/** ssh2's defaults with the algorithms of the settings behind them. */
export function algorithmsOf(settings: SftpSettings): Algorithms {
	const lists: Record<string, { append: string[] }> = {};
	for (const field of FIELDS) {
		const names = (settings.algorithms?.[field] ?? '').split(/[\s,]+/).filter((name) => name !== '');
		if (names.length > 0) lists[field] = { append: names };
	}
	return lists;
}

// ssh2's debug lines of the key exchange, the only place where it tells what the server offers.
const OFFER = /^Handshake: \(remote\) (KEX method|Host key format|C->S cipher|C->S MAC): (.*)$/;
const OFFER_FIELDS: Record<string, string> = { 'KEX method': 'Key exchange', 'Host key format': 'Host key', 'C->S cipher': 'Cipher', 'C->S MAC': 'MAC' };

/** Collects what the server offers from ssh2's debug lines. */
export class ServerOffers {
	private readonly offers = new Map<string, string>();

	readonly hear = (line: string): void => {
		const offer = OFFER.exec(line);
		if (offer?.[1] !== undefined && offer[2] !== undefined) this.offers.set(OFFER_FIELDS[offer[1]] ?? offer[1], realNames(offer[2]));
	};

	/** The failure when ssh2 found nothing in common. ssh2 stops at the first list without a match: the last one heard. */
	failure(settings: SftpSettings, cause: Error): SftpFailure {
		const [field, names] = [...this.offers].at(-1) ?? ['Algorithms', 'unknown'];
		return new SftpFailure(`${serverName(settings)} and this node have no algorithm in common (${cause.message.replace(/^Handshake failed: /, '')}). The server offers for ${field}: ${names}.`, 'algorithms', {
			hint: `This is usual for old servers. Enter one of the offered names under Algorithms → ${field} in the credential, or better, have the server updated.`,
			cause,
		});
	}
}

/** Without the markers that servers put among the key exchange names to announce other abilities. */
function realNames(list: string): string {
	const names = list.split(',').filter((name) => name !== 'ext-info-s' && !name.startsWith('kex-strict-'));
	return names.join(', ');
}

/** The failure for a name in the settings that ssh2 does not know. */
export function unknownAlgorithm(cause: Error): SftpFailure {
	return new SftpFailure(`The credential names an algorithm that cannot be used here (${cause.message}).`, 'algorithms', { hint: 'Correct or remove it under Algorithms in the credential.', cause });
}
