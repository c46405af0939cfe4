"""Two slixmpp clients log in over STARTTLS with SCRAM, subscribe to each other and chat.

usage: chat.py HOST PORT DOMAIN USER1 PASSWORD1 USER2 PASSWORD2 [COUNT]
Prints one line per thing proved and ends with 0 only if all of them were.
"""

import asyncio
import ssl
import sys

import slixmpp

DEADLINE_SECONDS = 60


class Person(slixmpp.ClientXMPP):
    def __init__(self, jid, password):
        super().__init__(jid, password)
        self.ready = asyncio.Event()
        self.bodies = asyncio.Queue()
        self.receipts = asyncio.Queue()
        self.seen = asyncio.Queue()
        self.failed = None
        for plugin in ("xep_0030", "xep_0199", "xep_0198", "xep_0184", "xep_0092"):
            self.register_plugin(plugin)
        self["xep_0184"].auto_ack = True
        self["xep_0184"].auto_request = True
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.ssl_context = context
        self.get_ssl_context = lambda: context
        self.add_event_handler("session_start", self.on_start)
        self.add_event_handler("message", self.on_message)
        self.add_event_handler("receipt_received", lambda m: self.receipts.put_nowait(m["receipt"]))
        self.add_event_handler("presence_available", lambda p: self.seen.put_nowait(p["from"].bare))
        self.add_event_handler("failed_all_auth", self.on_failure)

    async def on_start(self, _):
        self.roster.auto_authorize = True
        self.roster.auto_subscribe = True
        await self.get_roster()
        self.send_presence()
        self.ready.set()

    def on_message(self, message):
        if message["type"] in ("chat", "normal") and message["body"]:
            self.bodies.put_nowait(message["body"])

    def on_failure(self, event):
        self.failed = str(event)
        self.ready.set()


async def main(host, port, domain, user1, password1, user2, password2, count=20):
    juliet = Person(f"{user1}@{domain}/balcony", password1)
    romeo = Person(f"{user2}@{domain}/orchard", password2)
    for person in (juliet, romeo):
        person.connect((host, port))
    await asyncio.gather(juliet.ready.wait(), romeo.ready.wait())
    for person in (juliet, romeo):
        if person.failed:
            raise SystemExit(f"{person.boundjid}: {person.failed}")
    print("both are logged in:", juliet.boundjid, romeo.boundjid, flush=True)

    juliet.send_presence_subscription(pto=romeo.boundjid.bare)
    while True:
        if await juliet.seen.get() == romeo.boundjid.bare:
            break
    print("juliet sees romeo", flush=True)

    for number in range(count):
        juliet.send_message(mto=romeo.boundjid.bare, mbody=f"message {number}", mtype="chat")
        romeo.send_message(mto=juliet.boundjid.full, mbody=f"answer {number}", mtype="chat")
    for number in range(count):
        got = await romeo.bodies.get()
        assert got == f"message {number}", got
        got = await juliet.bodies.get()
        assert got == f"answer {number}", got
    print(f"{2 * count} messages came, in order", flush=True)
    for _ in range(count):
        await juliet.receipts.get()
    print(f"{count} receipts came", flush=True)

    await juliet["xep_0199"].send_ping(domain)
    info = await juliet["xep_0030"].get_info(jid=domain)
    assert ("server", "im") in [(i[0], i[1]) for i in info["disco_info"]["identities"]], info
    print("the server answers ping and disco", flush=True)
    juliet.disconnect()
    romeo.disconnect()
    await asyncio.sleep(0.5)


if __name__ == "__main__":
    a = sys.argv
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    arguments = (a[1], int(a[2]), *a[3:8]) + ((int(a[8]),) if len(a) > 8 else ())
    loop.run_until_complete(asyncio.wait_for(main(*arguments), DEADLINE_SECONDS))
    print("slixmpp: ok", flush=True)
