import { join } from 'node:path';

import { startRealServer, versionOf, type RealServer } from './real-server';

/** Debian's Python and its package python3-asyncssh. */
const PYTHON = '/usr/bin/python3';

export const asyncsshVersion = (): string | null =>
	versionOf(PYTHON, ['-c', 'import asyncssh, sys; print("AsyncSSH", asyncssh.__version__, "on Python", sys.version.split()[0])']);

/** The SFTP server of AsyncSSH, a Python library. */
export async function startAsyncssh(): Promise<RealServer> {
	return await startRealServer('password', ({ root, port, hostKeyFile, username, password }) =>
		Promise.resolve({
			command: PYTHON,
			args: [join(__dirname, 'asyncssh_server.py'), String(port), root, hostKeyFile, username, password],
		}),
	);
}
