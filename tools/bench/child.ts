import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

import { killWithUs } from '../harness/host/process-end';

/** Starts a script of this folder in a process of its own. It ends with us. */
export function startChild(script: string, args: string[] = []): ChildProcess {
	// Numbers may be Infinity (a limit switched off), which JSON cannot say.
	const child = fork(join(__dirname, script), args, { serialization: 'advanced' });
	const undo = killWithUs(() => child.kill('SIGKILL'));
	child.once('exit', undo);
	return child;
}

/** Ends a child and waits for it. */
export async function endChild(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise((resolve) => child.once('exit', resolve));
	child.kill('SIGKILL');
	await ended;
}
