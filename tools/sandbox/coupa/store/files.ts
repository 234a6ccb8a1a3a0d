import type { InvoiceDocument, StoredFile } from '../types';
import type { Database } from './database';

type FileKind = 'image' | 'attachment' | InvoiceDocument;

/** Bytes kept beside the records: page images and documents by invoice id, attachments by attachment id. */
export class FileStore {
	constructor(private readonly database: Database) {}

	get(kind: FileKind, id: number): StoredFile | null {
		const row = this.database.first('SELECT file_name, mime_type, bytes FROM files WHERE kind = ? AND id = ?', kind, id);
		if (row === undefined) return null;
		return { fileName: String(row.file_name), mimeType: String(row.mime_type), bytes: Buffer.from(row.bytes as Uint8Array) };
	}

	save(kind: FileKind, id: number, file: StoredFile): void {
		this.database.run(
			'INSERT OR REPLACE INTO files (kind, id, file_name, mime_type, bytes) VALUES (?, ?, ?, ?, ?)',
			kind,
			id,
			file.fileName,
			file.mimeType,
			file.bytes,
		);
	}

	remove(kind: FileKind, id: number): void {
		this.database.run('DELETE FROM files WHERE kind = ? AND id = ?', kind, id);
	}
}
