import type { IBinaryData } from 'n8n-workflow';

import { storedName } from '../../lib/core';

/** RFC 6838; a parameter such as the character set may follow. What an email calls its attachment's type can be anything, and ends up in a header. */
const MIME_TYPE = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(;[ -~]*)?$/;

/** Name and type of a binary property as they can be sent and stored, with a plain stand-in where n8n does not know the name. */
export function binaryName({ fileName = '', mimeType }: IBinaryData, fallback: string): { fileName: string; mimeType: string } {
	return { fileName: storedName(fileName, fallback), mimeType: MIME_TYPE.test(mimeType) ? mimeType : 'application/octet-stream' };
}
