type Undo = () => void;

const SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const kills = new Set<() => void>();

/**
 * Has `kill` called when this process ends in whatever way it can notice: by itself, or by Ctrl-C and the like where
 * nobody else handles the signal. n8n runs in a process group of its own, so the terminal's Ctrl-C does not reach it.
 *
 * @returns a function that takes it back
 */
export function killWithUs(kill: () => void): Undo {
	if (kills.size === 0) listen();
	kills.add(kill);
	return () => {
		kills.delete(kill);
		if (kills.size === 0) unlisten();
	};
}

function killAll(): void {
	for (const kill of kills) kill();
}

function onSignal(signal: NodeJS.Signals): void {
	// Whoever else listens decides how to end; if it is process.exit, "exit" still comes by.
	if (process.listenerCount(signal) > 1) return;
	killAll();
	unlisten();
	process.kill(process.pid, signal);
}

function listen(): void {
	process.on('exit', killAll);
	for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unlisten(): void {
	process.removeListener('exit', killAll);
	for (const signal of SIGNALS) process.removeListener(signal, onSignal);
}
