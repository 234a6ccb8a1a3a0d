import { ownValue, shownLine } from '../core';
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
const OFFER_FIELDS: Record<string, { label: string; name: (typeof FIELDS)[number] }> = {
	'KEX method': { label: 'key exchange', name: 'kex' },
	'Host key format': { label: 'host key', name: 'serverHostKey' },
	'C->S cipher': { label: 'cipher', name: 'cipher' },
	'C->S MAC': { label: 'MAC', name: 'hmac' },
};

/** Collects what the server offers from ssh2's debug lines. */
export class ServerOffers {
	private readonly offers = new Map<string, string[]>();

	readonly hear = (line: string): void => {
		const offer = OFFER.exec(line);
		if (offer?.[1] !== undefined && offer[2] !== undefined) this.offers.set(offer[1], realNames(offer[2]));
	};

	/** The failure when ssh2 found nothing in common. ssh2 stops at the first list without a match: the last one heard. */
	failure(settings: SftpSettings, cause: Error): SftpFailure {
		const [list = '', names = []] = [...this.offers].at(-1) ?? [];
		const { label, name } = ownValue(OFFER_FIELDS, list) ?? { label: 'algorithms', name: 'kex' };
		return new SftpFailure(
			`${serverName(settings)} and this node have no algorithm in common (${shownLine(cause.message.replace(/^Handshake failed: /, ''))}). The server offers for ${label}: ${shownLine(names.join(', ')) || 'unknown'}.`,
			'algorithms',
			{
				hint: `This is usual for old servers. Put one of the offered names into “Algorithms for Old Servers” of the credential, such as {"${name}": "${shownLine(names[0] ?? '')}"}, or better, have the server updated.`,
				cause,
			},
		);
	}
}

/** Without the markers that servers put among the key exchange names to announce other abilities. */
function realNames(list: string): string[] {
	return list.split(',').filter((name) => name !== 'ext-info-s' && !name.startsWith('kex-strict-'));
}

/** The failure for a name in the settings that ssh2 does not know. */
export function unknownAlgorithm(cause: Error): SftpFailure {
	return new SftpFailure(`The credential names an algorithm that cannot be used here (${cause.message}).`, 'algorithms', {
		hint: 'Correct or remove it under “Algorithms for Old Servers” in the credential.',
		cause,
	});
}
