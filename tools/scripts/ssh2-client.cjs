/** What lib/sftp uses of ssh2, by files of the package: its index would take everything else along. */
module.exports = {
	Client: require('ssh2/lib/client.js'),
	utils: { parseKey: require('ssh2/lib/protocol/keyParser.js').parseKey },
};
