"""Two slixmpp clients meet in a room: they enter, talk, change the subject, and one puts the other out.

usage: rooms.py HOST PORT DOMAIN USER1 PASSWORD1 USER2 PASSWORD2
Prints one line per thing proved and ends with 0 only if all of them were.
"""

import asyncio
import ssl
import sys

import slixmpp

DEADLINE_SECONDS = 60


class Person(slixmpp.ClientXMPP):
    def __init__(self, jid, password, room):
        super().__init__(jid, password)
        self.room = room
        self.ready = asyncio.Event()
        self.said = asyncio.Queue()
        self.subjects = asyncio.Queue()
        self.presences = asyncio.Queue()
        for plugin in ("xep_0030", "xep_0045", "xep_0199"):
            self.register_plugin(plugin)
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.ssl_context = context
        self.get_ssl_context = lambda: context
        self.add_event_handler("session_start", lambda _: self.ready.set())
        self.add_event_handler("groupchat_message", lambda m: self.said.put_nowait((m["mucnick"], m["body"])))
        self.add_event_handler("groupchat_subject", lambda m: self.subjects.put_nowait(m["subject"]))
        self.add_event_handler(f"muc::{room}::presence", self.presences.put_nowait)

    def enter(self, nick):
        self.send_presence()
        self["xep_0045"].join_muc(self.room, nick)

    async def sees(self, nick, kind):
        while True:
            presence = await self.presences.get()
            if presence["from"].resource == nick and presence["type"] == kind:
                return presence


async def main(host, port, domain, user1, password1, user2, password2):
    room = f"garden@conference.{domain}"
    juliet = Person(f"{user1}@{domain}/balcony", password1, room)
    romeo = Person(f"{user2}@{domain}/orchard", password2, room)
    for person in (juliet, romeo):
        person.connect((host, port))
    await asyncio.gather(juliet.ready.wait(), romeo.ready.wait())

    juliet.enter("juliet")
    await juliet.sees("juliet", "available")
    form = await juliet["xep_0045"].get_room_config(room)
    form["type"] = "submit"
    await juliet["xep_0045"].set_room_config(room, form)
    print("juliet made a room", flush=True)

    romeo.enter("romeo")
    await juliet.sees("romeo", "available")
    await romeo.sees("romeo", "available")
    assert set(romeo["xep_0045"].get_roster(room)) == {"juliet", "romeo"}
    print("both are in it", flush=True)

    for number in range(10):
        juliet.send_message(mto=room, mbody=f"message {number}", mtype="groupchat")
        romeo.send_message(mto=room, mbody=f"answer {number}", mtype="groupchat")
    heard = [await juliet.said.get() for _ in range(20)]
    assert [await romeo.said.get() for _ in range(20)] == heard, heard
    for nick, word in (("juliet", "message"), ("romeo", "answer")):
        assert [body for by, body in heard if by == nick] == [f"{word} {n}" for n in range(10)], heard
    print("both heard 20 messages in one order", flush=True)

    juliet["xep_0045"].set_subject(room, "O Romeo")
    while await romeo.subjects.get() != "O Romeo":
        pass
    print("romeo sees the subject", flush=True)

    await juliet["xep_0045"].set_role(room, "romeo", "none", reason="the nurse calls")
    gone = await romeo.sees("romeo", "unavailable")
    assert 307 in gone["muc"]["status_codes"], gone
    await juliet.sees("romeo", "unavailable")
    print("romeo is put out", flush=True)

    romeo.enter("romeo")
    await romeo.sees("romeo", "available")
    juliet["xep_0045"].leave_muc(room, "juliet")
    await romeo.sees("juliet", "unavailable")
    print("juliet has left", flush=True)
    juliet.disconnect()
    romeo.disconnect()
    await asyncio.sleep(0.5)


if __name__ == "__main__":
    a = sys.argv
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(asyncio.wait_for(main(a[1], int(a[2]), *a[3:8]), DEADLINE_SECONDS))
    print("slixmpp: ok", flush=True)
