import type { ChildProcess } from 'node:child_process';

import type { CoupaSettings } from '../sandbox/coupa';
import { endChild, startChild } from './child';
import type { CoupaCalls, CoupaReply, SeenRequest } from './coupa-calls';

/** The limit of a real instance (rules.md §4) at the distance of an ocean. */
export const REAL: Partial<CoupaSettings> = { latencyMs: 200, requestsPerSecond: 25, burst: 20, overLimit: '429' };
/** As measured at real tenants (rules.md §4): 1.2 s for a page of wide records, and 0.41 µs for each row that an offset skips. */
export const AS_MEASURED: Partial<CoupaSettings> = { ...REAL, latencyMs: 1_200, skippedRowMicros: 0.41 };
/** For filling and for what is not about speed. */
export const UNLIMITED: Partial<CoupaSettings> = { latencyMs: 0, requestsPerSecond: Infinity };

/** A sandbox Coupa with suppliers, in a process of its own: its work does not hold up what is measured. */
export class BenchCoupa {
	private nextId = 1;
	private readonly waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();

	private constructor(
		private readonly child: ChildProcess,
		readonly suppliers: number,
		private address: string,
	) {
		child.on('message', (reply) => {
			this.take(reply as CoupaReply);
		});
		child.once('exit', () => {
			this.giveUp();
		});
	}

	/** With so many suppliers; or with the data set and what so many `scaledDelivery` invoices refer to. */
	static async start(suppliers: number, invoices = 0): Promise<BenchCoupa> {
		return await BenchCoupa.startedBy(suppliers, async (coupa) => await coupa.call('start', suppliers, invoices));
	}

	/** With suppliers that are made up when they are asked for (`deepSuppliers`). */
	static async startDeep(suppliers: number): Promise<BenchCoupa> {
		return await BenchCoupa.startedBy(suppliers, async (coupa) => await coupa.call('startDeep', suppliers));
	}

	private static async startedBy(suppliers: number, start: (coupa: BenchCoupa) => Promise<string>): Promise<BenchCoupa> {
		const child = startChild('coupa-process.ts');
		await new Promise((resolve, reject) => {
			child.once('message', resolve);
			child.once('exit', (code) => {
				reject(new Error(`The sandbox Coupa did not start (exit code ${String(code)})`));
			});
		});
		const coupa = new BenchCoupa(child, suppliers, '');
		coupa.address = await start(coupa);
		return coupa;
	}

	/** `http://127.0.0.1:PORT` */
	get url(): string {
		return this.address;
	}

	async set(settings: Partial<CoupaSettings>): Promise<void> {
		await this.call('set', settings);
	}

	async clear(): Promise<void> {
		await this.call('clear');
	}

	/** Every request since the last clearing, in the order of arrival. */
	async requests(): Promise<SeenRequest[]> {
		return await this.call('requests');
	}

	/** Changes one supplier of every so many, now; gives how many. */
	async change(every: number): Promise<number> {
		return await this.call('change', every);
	}

	async stop(): Promise<void> {
		await endChild(this.child);
	}

	private async call<Name extends keyof CoupaCalls>(
		name: Name,
		...args: Parameters<CoupaCalls[Name]>
	): Promise<Awaited<ReturnType<CoupaCalls[Name]>>> {
		const id = this.nextId++;
		const result = await new Promise((resolve, reject) => {
			this.waiting.set(id, { resolve, reject });
			this.child.send({ id, name, args });
		});
		return result as Awaited<ReturnType<CoupaCalls[Name]>>;
	}

	private take({ id, result, error }: CoupaReply): void {
		const caller = this.waiting.get(id);
		this.waiting.delete(id);
		if (error === undefined) caller?.resolve(result);
		else caller?.reject(new Error(error));
	}

	private giveUp(): void {
		for (const { reject } of this.waiting.values()) reject(new Error('The sandbox Coupa has ended'));
		this.waiting.clear();
	}
}
