import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MODULE = JSON.stringify(join(__dirname, '../../../tools/harness/host/process-end'));

/** Starts a process of its own group from a process that promised to kill it, and says how both ended. */
async function endWith(how: string, signal?: NodeJS.Signals): Promise<{ signal: string | null; code: number | null; outlived: boolean }> {
	const script = `
		const { spawn } = require('node:child_process');
		const { killWithUs } = require(${MODULE});
		const guest = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] });
		const undo = killWithUs(() => process.kill(-guest.pid, 'SIGKILL'));
		setInterval(() => {}, 1000);
		${how}
		console.log(guest.pid);`;
	const host = spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
	const guest = Number(await new Promise<Buffer>((resolve) => host.stdout.once('data', resolve)));
	// The guest holds our end of the pipe: the pipe ends when the guest does, even where nobody buries the dead.
	const bothEnded = once(host, 'close').then(() => false);
	if (signal) host.kill(signal);
	const ended = await new Promise<{ signal: string | null; code: number | null }>((resolve) => {
		host.once('exit', (code, by) => {
			resolve({ code, signal: by });
		});
	});
	const outlived = await Promise.race([bothEnded, sleep(1_000, true)]);
	if (outlived) process.kill(-guest, 'SIGKILL');
	return { ...ended, outlived };
}

describe('what runs for us ends with us', () => {
	it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('on %s, which still ends us', async (signal) => {
		expect(await endWith('', signal)).toEqual({ code: null, signal, outlived: false });
	});

	it('when we end by ourselves', async () => {
		expect(await endWith('setTimeout(() => process.exit(4), 300);')).toEqual({ code: 4, signal: null, outlived: false });
	});

	it('when another listener decides to end us', async () => {
		expect(await endWith('process.on("SIGINT", () => process.exit(5));', 'SIGINT')).toEqual({ code: 5, signal: null, outlived: false });
	});

	it('unless it was taken back', async () => {
		expect(await endWith('undo();', 'SIGINT')).toEqual({ code: null, signal: 'SIGINT', outlived: true });
	});
});
