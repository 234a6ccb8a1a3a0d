import { heartbeat, lastLines, runToEnd, withoutPrefixes } from '../../../tools/harness/host/process';

describe('running a command', () => {
	it('keeps its output and its exit code', async () => {
		const ended = await runToEnd(process.execPath, ['-e', 'console.log("Prüfung"); console.error("no"); process.exit(3)'], {
			cwd: process.cwd(),
		});
		expect(ended).toEqual({ code: 3, stdout: 'Prüfung\n', stderr: 'no\n' });
	});

	it('fails when there is no such command', async () => {
		await expect(runToEnd('no-such-command', [], { cwd: process.cwd() })).rejects.toThrow('ENOENT');
	});

	it('is told on a long step what goes on and for how long, until it ends', () => {
		jest.useFakeTimers();
		const lines: string[] = [];
		const silence = heartbeat('Installing n8n', (line) => lines.push(line));
		jest.advanceTimersByTime(20_000);
		silence();
		jest.advanceTimersByTime(20_000);
		jest.useRealTimers();
		expect(lines).toEqual(['Installing n8n: 10 s so far', 'Installing n8n: 20 s so far']);
	});
});

it('keeps the last lines of an output', () => {
	expect(lastLines('a\nb\nc\n\n', 2)).toBe('b\nc');
	expect(lastLines('', 2)).toBe('');
});

it('drops variables by prefix in any letter case', () => {
	expect(withoutPrefixes({ N8N_A: '1', n8n_b: '2', MY_N8N_C: '3' }, ['N8N_'])).toEqual({ MY_N8N_C: '3' });
});
