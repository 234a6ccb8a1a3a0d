import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeliveryFile } from './package';

/** Where Scan One puts its packages, below the lock-box's root. */
export const INCOMING = 'Incoming/Invoices';

/** Makes the folders that exist before the first delivery. */
export async function prepareLockBox(root: string): Promise<void> {
	await mkdir(join(root, INCOMING), { recursive: true });
}

/** Puts a file into the lock-box as Scan One does: under a `.part` name first, then renamed. Returns its path on disk. */
export async function deliver(root: string, { fileName, content }: DeliveryFile): Promise<string> {
	const growing = await deliverSlowly(root, fileName);
	await growing.add(content);
	return await growing.finish();
}

/** A file that is still being written; with `visible` it grows under its final name, as senders without a `.part` habit do. */
export async function deliverSlowly(
	root: string,
	fileName: string,
	visible = false,
): Promise<{ add(bytes: Buffer): Promise<void>; finish(): Promise<string> }> {
	await prepareLockBox(root);
	const path = join(root, INCOMING, fileName);
	const partial = visible ? path : `${path}.part`;
	await writeFile(partial, '');
	return {
		add: async (bytes) => await appendFile(partial, bytes),
		finish: async () => {
			if (partial !== path) await rename(partial, path);
			return path;
		},
	};
}
