"""An SFTP server that shows one folder as "/": PORT ROOT HOST_KEY USER PASSWORD."""

import asyncio
import sys

import asyncssh

PORT, ROOT, HOST_KEY, USER, PASSWORD = sys.argv[1:]


class Account(asyncssh.SSHServer):
    def begin_auth(self, username):
        return True

    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return (username, password) == (USER, PASSWORD)


async def serve():
    await asyncssh.create_server(
        Account,
        "127.0.0.1",
        int(PORT),
        server_host_keys=[HOST_KEY],
        sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=ROOT),
    )
    await asyncio.Event().wait()


asyncio.run(serve())
