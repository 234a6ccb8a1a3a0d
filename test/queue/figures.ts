import { line } from '../../tools/harness/print';
import { processUse } from '../../tools/harness/queue/process-use';
import type { QueueN8n } from '../../tools/harness/queue/n8n';
import type { Postgresql } from '../../tools/harness/queue/postgresql';
import type { QueueWorld } from './world';

/** Processor time of each process since its start, s, by name; those that ended are missing. */
export function processorTimes(n8n: QueueN8n): Map<string, number> {
	return new Map(
		n8n.members.flatMap(({ name, server }) => {
			const use = server.pid === undefined ? null : processUse(server.pid);
			return use ? [[name, use.cpuSeconds] as const] : [];
		}),
	);
}

/** What the run has cost: what docs/queue-mode.md and the simulation go by. */
export async function printFigures({
	world,
	n8n,
	postgresql,
	seconds,
	before,
}: {
	world: QueueWorld;
	n8n: QueueN8n;
	postgresql: Postgresql;
	seconds: number;
	/** Processor times when it began. */
	before: Map<string, number>;
}): Promise<void> {
	const invoices = world.coupa.rows('invoices').length;
	const requests = world.coupa.requests();
	const refused = requests.filter(({ status }) => status === 429).length;
	line(`  ${invoices} invoices in ${seconds.toFixed(0)} s; ${requests.length} Coupa requests, ${refused} of them refused for the rate`);
	line(`  ${world.lockBox.requests().length} SFTP requests for ${world.packages.length} packages`);
	for (const { name, server } of n8n.members) {
		const use = server.pid === undefined ? null : processUse(server.pid);
		if (!use) continue;
		const spent = use.cpuSeconds - (n8n.ended.includes(name) ? 0 : (before.get(name) ?? 0));
		line(`  ${name}: ${spent.toFixed(1)} s of processor time, at most ${use.peakMb} MB`);
	}
	if (n8n.ended.length > 0) line(`  started again: ${n8n.ended.join(', ')}`);
	const [connections] = await postgresql.query("select count(*) from pg_stat_activity where backend_type = 'client backend'");
	line(`  PostgreSQL: ${connections ?? '?'} connections`);
	const tables = await postgresql.query(
		'select relname, n_live_tup, pg_total_relation_size(relid) from pg_stat_user_tables order by 3 desc limit 6',
	);
	for (const table of tables) line(`  table ${table.replaceAll('\t', '  ')} bytes`);
	const statuses = await postgresql.query('select status, count(*) from execution_entity group by 1 order by 1');
	line(`  executions kept: ${statuses.map((row) => row.replace('\t', ' ')).join(', ') || 'none'}`);
}
