import type { FileHandle } from 'node:fs/promises';
import type { Used } from './vanishing';

/** What a handle of a client stands for. */
export interface OpenFile {
	kind: 'file';
	path: string;
	file: FileHandle;
	moved: number;
	used: Used;
}

export interface OpenFolder {
	kind: 'folder';
	path: string;
	names: string[];
	/** How many answers its listing has had. */
	answers: number;
}
