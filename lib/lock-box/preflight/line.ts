import { setTimeout as sleep } from 'node:timers/promises';

import { MB, reasonText, sizeText } from '../../core';
import { isFailure, throwIfLost, withSftp } from '../../sftp';
import { PACKAGES_AT_ONCE } from '../settings';
import { blocks, limits, ok, type Question } from './question';

const AREA = { area: 'Connection', needsFiles: false } as const;
const TRIPS = 9;
const SLOW_MS = 250;
/** Answers that one package is waited for, from the claim to the archive, where nothing of it is refused. */
const ANSWERS_PER_PACKAGE = 30;

/** How long one answer takes. */
export const latency: Question = {
	...AREA,
	id: 'line.latency',
	asked: 'How long does one answer take, and what does that mean for packages?',
	otherwise: 'limits',
	async ask({ bare }) {
		const tripMs: number[] = [];
		for (let trip = 0; trip < TRIPS; trip++) {
			const since = performance.now();
			await bare.stat('.');
			tripMs.push(performance.now() - since);
		}
		const median = tripMs.sort((a, b) => a - b)[Math.floor(TRIPS / 2)] ?? 0;
		const perMinute = Math.floor((60_000 * PACKAGES_AT_ONCE) / (ANSWERS_PER_PACKAGE * Math.max(median, 1)));
		const seen = `${median < 1 ? 'Less than 1' : Math.round(median)} ms (median of ${TRIPS}).`;
		if (median <= SLOW_MS)
			return ok(`${seen} A small package takes about ${Math.max(0.1, (ANSWERS_PER_PACKAGE * median) / 1000).toFixed(1)} s.`);
		return limits(
			`${seen} A package takes about ${Math.round((ANSWERS_PER_PACKAGE * median) / 1000)} s; with ${PACKAGES_AT_ONCE} at a time, some ${perMinute} packages a minute.`,
			'The line is slow or the server busy. Take fewer packages in one run, so that it ends within its timeout, and keep folders small.',
			{ setting: 'Scan One → Invoice → Get Many → Options → Packages per Run', choose: String(Math.max(20, perMinute)) },
		);
	},
};

/** Whether the server keeps a connection that is quiet for a while. */
export const idle: Question = {
	...AREA,
	id: 'line.idle',
	asked: 'Does the server keep a connection on which nothing is asked for a while, as while deliveries settle?',
	otherwise: 'limits',
	async ask({ bare, options, signal }) {
		const seconds = options.idleMs / 1000;
		await sleep(options.idleMs, undefined, { signal });
		try {
			await bare.stat('.');
			return ok(`It was still there after ${seconds} s.`);
		} catch (error) {
			if (!isFailure(error, 'connectionLost', 'timeout')) throw error;
			return blocks(
				`After ${seconds} s without a request the connection was lost.`,
				'Between two looks at a delivery the connection is quiet for the settling time. Ask the admin of the server for a longer idle limit, or make that time shorter.',
				{
					setting: 'Scan One Trigger, and Scan One → Invoice → Get Many → Options → Settling Time (Seconds)',
					choose: `less than ${seconds}`,
				},
			);
		}
	},
};

/** Connections of one account that runs may have open at the same time. */
const CONNECTIONS = 4;
/** How much longer than a connection may take to come about one waits for other runs of this n8n to end theirs. */
const QUEUE_MS = 2_000;

/** How many connections the account may have open. */
export const connections: Question = {
	...AREA,
	id: 'line.connections',
	asked: `Can this account have ${CONNECTIONS} connections open at the same time, as runs that overlap have?`,
	otherwise: 'limits',
	async ask({ settings }) {
		let open = 1;
		let reason = '';
		let close: () => void = () => undefined;
		const closed = new Promise<void>((resolve) => (close = resolve));
		const ended: Array<Promise<void>> = [];
		const settled = Array.from({ length: CONNECTIONS - 1 }, async () => {
			await new Promise<void>((resolve) => {
				const end = withSftp(
					settings,
					async () => {
						open += 1;
						resolve();
						await closed;
					},
					AbortSignal.timeout(settings.connectTimeoutMs + QUEUE_MS),
				);
				ended.push(
					end.catch((error: unknown) => {
						// One that waited for other runs of this n8n says nothing about the server.
						if (!isFailure(error, 'cancelled')) reason = reasonText(error);
						resolve();
					}),
				);
			});
		});
		await Promise.all(settled);
		close();
		await Promise.all(ended);
		if (open === CONNECTIONS) return ok(`${CONNECTIONS} were open at the same time.`);
		if (reason === '') return ok(`${open} were open at the same time; other runs of this n8n had the rest.`);
		return limits(
			`Only ${open} could be open at the same time. ${reason}`,
			'Runs that overlap (a poll of the trigger, an import, an upload) get in the way of each other: the later one fails and nothing is lost, its packages are taken by the next. Ask the admin of the server for more connections, or give the workflows different minutes.',
		);
	},
};

/** Whether the server says how much room is left. */
export const space: Question = {
	...AREA,
	id: 'line.space',
	asked: 'How much room is left on the server?',
	otherwise: 'limits',
	async ask({ bare, access }) {
		const free = await bare.freeBytes(access.folders.incoming).catch((error: unknown) => {
			throwIfLost(error);
			return NaN;
		});
		if (Number.isNaN(free))
			return ok(
				'The server does not say. A full disk or quota shows when a write is refused; nothing is lost then, and the message names it.',
			);
		const seen = `${sizeText(free)} are free.`;
		if (free < MB) return blocks(seen, 'Ask the admin of the server to free space or to raise the quota of this account.');
		return free < 100 * MB
			? limits(seen, 'That is little: ask the admin of the server for more room.')
			: ok(`${seen} A quota may be less.`);
	},
};
