"""A mail server on loopback for the tests: writes what it takes into a folder, and fails as it is told.

Usage: smtp_server.py FOLDER [CERTIFICATE KEY implicit|starttls]. Prints its port. FOLDER/mode says what happens from
then on: "take" (or no file), "later" (451 to the recipient), "refuse" (550 to the recipient), "lose" (the mail is taken
and the connection cut before that is said), "silent" (the mail is taken and nothing is said), "slow" (it is said after a
while), "cut" (the connection is cut at the recipient). Every mail that is taken becomes a file, with
its envelope in front.
"""

import asyncio
import itertools
import os
import ssl
import sys
import time

from aiosmtpd.smtp import SMTP, AuthResult

FOLDER = sys.argv[1]
COUNT = itertools.count(1)


def mode():
    try:
        with open(os.path.join(FOLDER, "mode"), encoding="utf-8") as file:
            return file.read().strip()
    except FileNotFoundError:
        return "take"


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        now = mode()
        if now == "later":
            return "451 4.3.0 Try again later"
        if now == "refuse":
            return "550 5.1.1 No such mailbox"
        if now == "cut":
            server.transport.abort()
            return "250 OK"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        now = mode()
        name = f"{time.time_ns():020d}-{next(COUNT):06d}"
        secured = "tls" if server.transport.get_extra_info("ssl_object") else "plain"
        user = session.auth_data.login.decode() if session.auth_data else "-"
        head = f"{secured} {user} {envelope.mail_from} {' '.join(envelope.rcpt_tos)}\n"
        aside = os.path.join(FOLDER, f".{name}")
        with open(aside, "wb") as file:
            file.write(head.encode() + envelope.content)
        os.rename(aside, os.path.join(FOLDER, f"{name}.eml"))
        if now == "lose":
            server.transport.abort()
        if now == "slow":
            await asyncio.sleep(0.3)
        if now == "silent":
            await asyncio.sleep(3600)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    known = (data.login, data.password) == (b"review", b"secret")
    return AuthResult(success=known, handled=False, auth_data=data)


async def main():
    context, how = None, None
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        how = sys.argv[4]

    def factory():
        starttls = context if how == "starttls" else None
        return SMTP(
            Handler(),
            hostname="localhost",
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=authenticate if context else None,
            auth_required=context is not None,
            auth_require_tls=how == "starttls",
            enable_SMTPUTF8=True,
        )

    over = context if how == "implicit" else None
    server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", 0, ssl=over)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Ends with whoever started it: its input is then closed.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
