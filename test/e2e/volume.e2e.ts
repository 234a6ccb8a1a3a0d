/*
 * A thousand invoices in ten packages through n8n's engine, in one run of the template, against a sandbox Coupa without
 * request limit: all of them imported and submitted with their images, and no more calls than the budget of design §4.
 * Run it with tsx after a build: `tsx test/e2e/volume.e2e.ts`, with `--invoices 200` for fewer. It ends with
 * `N passed, N failed`.
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';

import { textAt, valueAt } from '../../lib/core';
import { coupaSeed } from '../../tools/sandbox/dataset';
import { type DeliveredPackage, scaledDelivery } from '../../tools/sandbox/scan-one';
import { sha256 } from '../../tools/harness/crash/end-state';
import { RunnerPool } from '../../tools/harness/crash/pool';
import { CrashWorld } from '../../tools/harness/crash/world';
import { check, conclude } from './checks';

const CALLS_PER_INVOICE = 3.1;
const PER_PACKAGE = 100;

const { values: options } = parseArgs({ options: { invoices: { type: 'string', default: '1000' } } });

async function checkEndState(
	{ coupa, endState }: { coupa: CrashWorld['coupa']; endState: ReturnType<CrashWorld['endState']> },
	packages: DeliveredPackage[],
): Promise<void> {
	const delivered = packages.flatMap(({ invoices }) => invoices);
	const inCoupa = coupa.rows('invoices');
	await check(`Coupa holds each of the ${delivered.length} invoices once`, () => {
		assert.deepEqual(inCoupa.map((invoice) => textAt(invoice, 'invoice-number')).sort(), delivered.map(({ number }) => number).sort());
	});
	await check('all of them are submitted', () => {
		assert.deepEqual([...new Set(inCoupa.map((invoice) => textAt(invoice, 'status')))], ['pending_approval']);
	});
	await check('all page images are identical', () => {
		const images = new Map(delivered.map(({ number, image }) => [number, image?.sha256]));
		const different = inCoupa.filter(
			(invoice) =>
				images.get(textAt(invoice, 'invoice-number') ?? '') !== sha256(coupa.imageScan(Number(valueAt(invoice, 'id')))?.bytes ?? ''),
		);
		assert.deepEqual(
			different.map((invoice) => textAt(invoice, 'invoice-number')),
			[],
		);
	});
	await check('the archive holds the originals, and nothing is left over', () => {
		const { incoming, processing, archive, rejected, waiting } = endState;
		assert.deepEqual({ incoming, processing, rejected, waiting }, { incoming: [], processing: [], rejected: [], waiting: [] });
		assert.deepEqual(archive, packages.map(({ fileName, content }) => `${fileName} ${sha256(content)}`).sort());
	});
}

async function main(): Promise<void> {
	const count = Number(options.invoices);
	const { coupa: more, packages } = await scaledDelivery(count, PER_PACKAGE);
	const seed = coupaSeed();
	for (const [resource, records] of Object.entries(more)) seed[resource] = [...(seed[resource] ?? []), ...records];
	const bytes = packages.reduce((sum, { content }) => sum + content.length, 0);
	console.log(`${count} invoices in ${packages.length} packages, ${(bytes / 1024 / 1024).toFixed(1)} MB`);

	const pool = await RunnerPool.start(1);
	const world = await CrashWorld.start(packages, { seed, flow: { lockBox: { settlingTime: 0.1 } }, requestsPerSecond: 10_000 });
	try {
		await pool.with(async (runner) => {
			const startedAt = Date.now();
			const ending = await runner.run(world.order);
			const seconds = (Date.now() - startedAt) / 1000;
			assert(ending.kind === 'done');
			const { error, outcomes, settled } = ending.result;
			await check('the run came to its end', () => {
				assert.equal(error, null);
				assert.deepEqual([...new Set(outcomes.map(({ outcome }) => outcome))], ['imported']);
				assert.deepEqual(
					settled.map((each) => each.settled),
					packages.map(() => true),
				);
			});
			await checkEndState({ coupa: world.coupa, endState: world.endState() }, packages);
			const requests = world.coupa.requests();
			const submitted = world.coupa.rows('invoices').filter((invoice) => textAt(invoice, 'status') === 'pending_approval').length;
			const counted = requests.filter(({ operation }) => operation !== 'attachment' && operation !== 'attachments').length;
			await check(
				`Coupa calls per submitted invoice, attachments apart, token included: ${(counted / submitted).toFixed(3)} (at most ${CALLS_PER_INVOICE})`,
				() => {
					assert(counted / submitted <= CALLS_PER_INVOICE);
				},
			);
			console.log(
				`${requests.length} HTTP requests, ${world.lockBox.requests().length} SFTP requests, ${seconds.toFixed(1)} s (${(count / seconds).toFixed(0)} invoices/s), peak memory of the process ${ending.peakMegabytes} MB`,
			);
		});
	} finally {
		await Promise.all([world.stop(), pool.stop()]);
	}
	conclude();
}

void main();
