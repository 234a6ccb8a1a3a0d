import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { lastLines, runToEnd } from '../host/process';
import { freePort } from '../host/server';
import { Service } from './service';

/** Owner of the database `postgres`, which a fresh cluster has. */
const USER = 'n8n';
const DATABASE = 'postgres';

/** A PostgreSQL of one's own on loopback, with an empty database. */
export class Postgresql {
	private constructor(
		readonly service: Service,
		private readonly bin: string,
		private readonly port: number,
		private readonly password: string,
	) {}

	/**
	 * @param bin folder with its programs
	 * @param folder an empty folder that whoever PostgreSQL runs as can get to; root's own would be closed to them
	 */
	static async start(bin: string, folder: string): Promise<Postgresql> {
		const user = await unprivileged();
		const [data, passwordFile] = [join(folder, 'data'), join(folder, 'password')];
		const password = randomBytes(16).toString('hex');
		mkdirSync(data);
		writeFileSync(passwordFile, password, { mode: 0o600 });
		if (user) for (const path of [folder, data, passwordFile]) chownSync(path, user.uid, user.gid);
		const init = new Service({
			name: 'initdb',
			command: join(bin, 'initdb'),
			args: ['-D', data, '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C', '--no-sync'],
			folder,
			...(user && { user }),
			ready: /Success\./,
			stopSignal: 'SIGTERM',
		});
		await init.start();
		await init.ended();
		const port = await freePort();
		const service = new Service({
			name: 'PostgreSQL',
			command: join(bin, 'postgres'),
			args: ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder],
			folder,
			...(user && { user }),
			ready: /database system is ready to accept connections/,
			// "Fast": whoever is connected is cut off.
			stopSignal: 'SIGINT',
		});
		await service.start();
		return new Postgresql(service, bin, port, password);
	}

	/** What n8n is told to reach it. */
	get environment(): Record<string, string> {
		return {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(this.port),
			DB_POSTGRESDB_DATABASE: DATABASE,
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: this.password,
		};
	}

	/** The rows that a query gives, each as text with its columns apart by tabs. */
	async query(sql: string): Promise<string[]> {
		const { code, stdout, stderr } = await runToEnd(
			join(this.bin, 'psql'),
			['-h', '127.0.0.1', '-p', String(this.port), '-U', USER, '-d', DATABASE, '-X', '-A', '-t', '-F', '\t', '-c', sql],
			{ cwd: '/', env: { ...process.env, PGPASSWORD: this.password } },
		);
		if (code !== 0) throw new Error(`PostgreSQL refused a query:\n${lastLines(stderr, 5)}`);
		return stdout.split('\n').filter((row) => row !== '');
	}
}

/** PostgreSQL refuses to run as root: then it is the user that its package has made. */
async function unprivileged(): Promise<{ uid: number; gid: number } | null> {
	if (process.getuid?.() !== 0) return null;
	const [uid, gid] = await Promise.all(['-u', '-g'].map(async (which) => (await runToEnd('id', [which, 'postgres'], { cwd: '/' })).stdout));
	if (!uid?.trim() || !gid?.trim()) throw new Error('There is no user "postgres" to run PostgreSQL as');
	return { uid: Number(uid), gid: Number(gid) };
}
