/** A sandbox Coupa in a process of its own, told what to do over the channel to its parent. */
import { type CoupaSandbox, type CoupaSeed, startCoupaSandbox } from '../sandbox/coupa';
import { coupaSeed, scaledInvoices } from '../sandbox/dataset';
import { benchSuppliers, deepSuppliers } from './suppliers';
import { CLIENT, type CoupaCall, type CoupaCalls, type CoupaReply } from './coupa-calls';

async function main(): Promise<void> {
	let coupa: CoupaSandbox | null = null;
	const running = (): CoupaSandbox => {
		if (coupa === null) throw new Error('The sandbox Coupa has not been started');
		return coupa;
	};
	const calls: CoupaCalls = {
		async start(suppliers, invoices) {
			const seed = invoices > 0 ? seedFor(invoices) : { suppliers: benchSuppliers(suppliers) };
			coupa = await startCoupaSandbox({ seed, clients: [CLIENT] });
			return coupa.url;
		},
		async startDeep(suppliers) {
			coupa = await startCoupaSandbox({ generated: { suppliers: deepSuppliers(suppliers) }, clients: [CLIENT] });
			return coupa.url;
		},
		set: async (settings) => {
			Object.assign(running().settings, settings);
		},
		clear: async () => {
			running().clearRequests();
		},
		requests: async () =>
			running()
				.requests()
				.map(({ time, operation, status, rows = null }) => ({ time, operation, status, rows })),
		change: async (every) => {
			const changed = running()
				.rows('suppliers')
				.filter((_, index) => index % every === 0);
			for (const supplier of changed) running().put('suppliers', { ...supplier, 'po-email': 'changed@supplier.example' });
			return changed.length;
		},
	};
	process.on('message', ({ id, name, args }: CoupaCall) => {
		const call = calls[name] as (...values: unknown[]) => Promise<unknown>;
		call(...args).then(
			(result) => {
				reply({ id, result });
			},
			(error: unknown) => {
				reply({ id, error: String(error) });
			},
		);
	});
	process.on('disconnect', () => process.exit(0));
	reply({ id: 0, result: null });
}

/** The data set, and what these invoices refer to besides. */
function seedFor(invoices: number): CoupaSeed {
	const seed = coupaSeed();
	for (const [resource, records] of Object.entries(scaledInvoices(invoices).coupa))
		seed[resource] = [...(seed[resource] ?? []), ...records];
	return seed;
}

function reply(message: CoupaReply): void {
	process.send?.(message);
}

void main();
