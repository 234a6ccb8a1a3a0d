import * as coupaSftp from '../../lib/coupa-sftp';
import * as sftp from '../../lib/sftp';
import * as xml from '../../lib/xml';

const answerColumns = { key: 'key', result: 'result', number: '', reason: '' };

/** What names and reads files on the way: SFTP, drop folders, XML; see CALLS. */
export const WIRE_CALLS: Readonly<Record<string, (text: string) => unknown>> = {
	'coupa-sftp.isCutOff': (text) => coupaSftp.isCutOff(Buffer.from(text)),
	'sftp.fileIn': (text) => sftp.fileIn(text, 'a'),
	'sftp.isFileName': sftp.isFileName,
	'sftp.isUnfinishedName': sftp.isUnfinishedName,
	'sftp.pathFailure': (text) => sftp.pathFailure('other', text, text),
	'coupa-sftp.objectOf': coupaSftp.objectOf,
	'coupa-sftp.readErpAnswers': (text) => coupaSftp.readErpAnswers(Buffer.from(text), answerColumns, { accepted: ['ok'], refused: [] }),
	'xml.parseCoupaXml': xml.parseCoupaXml,
	'xml.recordXml': (text) => xml.recordXml({ [text]: text }, 'a', new Map()),
	'xml.xmlHead': xml.xmlHead,
	'xml.xmlTail': xml.xmlTail,
};
