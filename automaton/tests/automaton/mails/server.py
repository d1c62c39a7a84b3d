"""A mail server for tests: aiosmtpd on loopback, with a script of what it answers.

The one argument is the plan, as JSON. The first line of standard output is the port. It ends when standard input ends,
so that none outlives its test. Each mail whose content arrived is a file in `spool`, there before its answer is sent.
"""

import asyncio
import email
import email.policy
import json
import os
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

plan = json.loads(sys.argv[1])
spooled = 0


class Handler:
    """Each MAIL takes the next answer of the script; when it is at its end, everything is taken."""

    async def handle_MAIL(self, server, session, envelope, address, options):
        session.script = plan["answers"].pop(0) if plan["answers"] else {}
        if session.script.get("at") == "mail":
            return self.say(server, session.script["say"])
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if plan["poison"] and plan["poison"]["recipient"] == address:
            session.script = plan["poison"]["script"]
        if session.script.get("at") == "recipient":
            if session.script["say"] == "cut":
                server.transport.abort()
                return "451 nobody hears this"
            return self.say(server, session.script["say"])
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        script = session.script
        self.spool(session, envelope, script.get("say", "250 OK"))
        if script.get("say") == "cut":
            server.transport.abort()
            return None
        if script.get("say") == "hang":
            await asyncio.Event().wait()
        return self.say(server, script.get("say", "250 OK"))

    @staticmethod
    def say(server, answer):
        # RFC 5321, 3.8: who says 421 hangs up.
        if answer.startswith("421"):
            asyncio.get_running_loop().call_soon(server.transport.close)
        return answer

    @staticmethod
    def spool(session, envelope, answer):
        global spooled
        spooled += 1
        login = session.auth_data.login.decode() if session.auth_data else None
        read = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        mail = {
            "subject": read["subject"],
            "author": read["from"],
            "text": read.get_content().replace("\r\n", "\n"),
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "content": envelope.original_content.hex(),
            "answer": answer,
            "encrypted": session.ssl is not None or plan["security"] == "tls",
            "login": login,
            "connection": session.peer[1],
        }
        path = os.path.join(plan["spool"], f"{spooled:06}.json")
        with open(path + ".part", "w", encoding="utf-8") as file:
            json.dump(mail, file)
        os.rename(path + ".part", path)


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and [data.login.decode(), data.password.decode()] == plan["login"]
    return AuthResult(success=right, handled=False, auth_data=data if right else None)


def tls_context():
    if plan["security"] == "none":
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(plan["certificate"], plan["key"])
    return context


class Talk(SMTP):
    async def push(self, status):
        # Somebody in between adds a line in the clear, before the handshake.
        if plan["injected"] and "Ready to start TLS" in str(status):
            status = f"{status}\r\n{plan['injected']}"
        await super().push(status)


def smtp():
    return Talk(
        Handler(),
        hostname="mail.test",
        tls_context=tls_context() if plan["security"] == "starttls" else None,
        require_starttls=plan["security"] == "starttls",
        authenticator=authenticate if plan["login"] else None,
        auth_required=plan["login"] is not None,
        auth_require_tls=plan["security"] == "starttls",
    )


class OnlyGreets(asyncio.Protocol):
    """Says one line, or nothing at all, and answers nothing."""

    def connection_made(self, transport):
        if plan["greeting"]:
            transport.write(plan["greeting"].encode() + b"\r\n")


def factory():
    return smtp() if plan["greeting"] is None else OnlyGreets()


def end_with_standard_input():
    sys.stdin.buffer.read()
    os._exit(0)


async def main():
    context = tls_context() if plan["security"] == "tls" else None
    server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", plan["port"], ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


threading.Thread(target=end_with_standard_input, daemon=True).start()
asyncio.run(main())
