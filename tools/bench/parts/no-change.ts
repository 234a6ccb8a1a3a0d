import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSftpServer } from '../../sandbox/scan-one';
import { BenchCoupa, REAL, UNLIMITED } from '../coupa';
import { check, median, type PartResult } from '../figures';
import type { BenchN8n } from '../n8n';
import type { Scale } from '../scale';
import { coupa as coupaNode, edit, scanOne, webhookWorkflow } from '../workflows';

const COUPA = 'Coupa sync';
const LOCK_BOX = 'Lock-box sync';
const FAST = 'Coupa sync, unlimited';
/** One supplier of so many changes: one percent, then two. */
const CHANGES = [100, 50];
/** Pages that are on their way, when the end of the list is seen, at 25 requests/s and 200 ms. */
const UNDER_WAY = 10;

interface SyncRun {
	calls: number;
	seconds: number;
	files: number;
	records: number;
}

interface ChangedRun extends SyncRun {
	changes: number;
}

/** A sync to the lock-box with a cursor: Export to File, then Upload. First nothing has changed, then one and two percent. */
export async function noChange(n8n: BenchN8n, scale: Scale): Promise<PartResult> {
	const root = await mkdtemp(join(tmpdir(), 'bench-lock-box-'));
	const lockBox = await startSftpServer({ root });
	const coupa = await BenchCoupa.start(scale.sync);
	try {
		await n8n.connectLockBox(LOCK_BOX, lockBox);
		const cursor = await firstCursor(n8n, coupa);
		await n8n.connectCoupa(COUPA, coupa, 25);
		const sync = await n8n.workflow(
			webhookWorkflow('sync', [exportStep(COUPA, '={{ $json.body.cursor }}'), upload], [edit('Outcome', OUTCOME)]),
		);
		const run = async (): Promise<SyncRun> => {
			const before = (await filesIn(root)).length;
			await coupa.set(REAL);
			await coupa.clear();
			const started = performance.now();
			const answer = await sync({ cursor });
			const seconds = (performance.now() - started) / 1000;
			return {
				calls: (await coupa.requests()).length,
				seconds,
				files: (await filesIn(root)).length - before,
				records: Number(answer.records),
			};
		};
		const first = await run();
		const unchanged: SyncRun[] = [];
		for (let index = 0; index < scale.syncRuns; index++) unchanged.push(await run());
		const changed: ChangedRun[] = [];
		for (const every of CHANGES) changed.push({ changes: await coupa.change(every), ...(await run()) });
		return result({ first, unchanged, changed, rows: coupa.suppliers });
	} finally {
		await Promise.all([coupa.stop(), lockBox.stop()]);
		await rm(root, { recursive: true, force: true });
	}
}

/** Expression of the last branch: it tells how many records the first one has uploaded. */
const OUTCOME = "{ records: $('Upload').isExecuted ? $('Upload').first().json.records : 0 }";

const upload = scanOne('Upload', LOCK_BOX, { operation: 'upload', source: 'file', options: { createFolder: true } });

const exportStep = (credential: string, cursor: string) =>
	coupaNode('Export', credential, { operation: 'exportToFile', file: 'supplierExport', records: 'changed', cursor });

/** The cursor of a whole snapshot, as the last delivery would have left it. */
async function firstCursor(n8n: BenchN8n, coupa: BenchCoupa): Promise<string> {
	await coupa.set(UNLIMITED);
	await n8n.connectCoupa(FAST, coupa, 1000);
	const snapshot = await n8n.workflow(
		webhookWorkflow('snapshot', [exportStep(FAST, ''), edit('Cursor', '{ cursor: $json._sync.cursor, records: $json.records }')]),
	);
	const { cursor, records } = await snapshot();
	if (Number(records) !== coupa.suppliers) throw new Error(`The snapshot holds ${String(records)} of ${coupa.suppliers} suppliers`);
	return String(cursor);
}

function result({
	first,
	unchanged,
	changed,
	rows,
}: {
	first: SyncRun;
	unchanged: SyncRun[];
	changed: ChangedRun[];
	rows: number;
}): PartResult {
	const files = [first, ...unchanged].reduce((sum, run) => sum + run.files, 0);
	return {
		figures: {
			noChangeCalls: Math.max(...unchanged.map(({ calls }) => calls)),
			noChangeSeconds: median(unchanged.map(({ seconds }) => seconds)),
		},
		checks: [
			check('Nothing changed: no file', files === 0, `${files} files after ${unchanged.length + 1} runs`),
			...changed.map((run) =>
				check(
					`${percent(run.changes, rows)} changed: delivered in as many calls`,
					run.records === run.changes && run.files === 1 && run.calls <= Math.ceil(run.changes / 49) + UNDER_WAY + 2,
					`${run.records} of ${run.changes} in ${run.files} file, ${run.calls} calls, ${run.seconds.toFixed(1)} s`,
				),
			),
		],
		detail: { rows, first, unchanged, changed },
	};
}

function percent(part: number, whole: number): string {
	return `${((100 * part) / whole).toFixed(0)} %`;
}

async function filesIn(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
