import { freePort } from '../host/server';
import { Service } from './service';

/** A Redis of one's own on loopback. */
export interface Redis {
	port: number;
	service: Service;
}

/** Starts Redis without persistence: whatever it holds is gone after a restart, as where nobody has set that up. */
export async function startRedis(command: string, folder: string): Promise<Redis> {
	const port = await freePort();
	const service = new Service({
		name: 'Redis',
		command,
		args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no'],
		folder,
		ready: /Ready to accept connections/,
		stopSignal: 'SIGTERM',
	});
	await service.start();
	return { port, service };
}
