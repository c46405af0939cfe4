// Two @xmpp/client clients log in (SCRAM or PLAIN over direct TLS or STARTTLS, as the library chooses) and chat.
// usage: node chat.mjs SERVICE DOMAIN USER1 PASSWORD1 USER2 PASSWORD2 [COUNT]     SERVICE: xmpp://host:port or xmpps://host:port
import { client, xml } from "@xmpp/client";

const [service, domain, user1, password1, user2, password2, count = "20"] = process.argv.slice(2);
const total = Number(count);
const DEADLINE_MS = 60_000;
const deadline = setTimeout(() => {
  console.error("no end within", DEADLINE_MS, "ms");
  process.exit(1);
}, DEADLINE_MS);

function person(username, password, resource) {
  const xmpp = client({ service, domain, username, password, resource });
  const waiting = [];
  const bodies = [];
  xmpp.on("error", (error) => {
    console.error(username, error);
    process.exit(1);
  });
  xmpp.on("stanza", (stanza) => {
    if (!stanza.is("message") || !stanza.getChild("body")) return;
    const body = stanza.getChildText("body");
    if (waiting.length) waiting.shift()(body);
    else bodies.push(body);
  });
  return {
    xmpp,
    next: () => (bodies.length ? Promise.resolve(bodies.shift()) : new Promise((resolve) => waiting.push(resolve))),
  };
}

const juliet = person(user1, password1, "balcony-js");
const romeo = person(user2, password2, "orchard-js");
const [julietJid, romeoJid] = await Promise.all([juliet.xmpp.start(), romeo.xmpp.start()]);
await juliet.xmpp.send(xml("presence"));
await romeo.xmpp.send(xml("presence"));
console.log("both are logged in:", String(julietJid), String(romeoJid));
for (let number = 0; number < total; number++) {
  await juliet.xmpp.send(xml("message", { to: String(romeoJid.bare()), type: "chat" }, xml("body", {}, `message ${number}`)));
  await romeo.xmpp.send(xml("message", { to: String(julietJid), type: "chat" }, xml("body", {}, `answer ${number}`)));
}
for (let number = 0; number < total; number++) {
  const got = [await romeo.next(), await juliet.next()];
  if (got[0] !== `message ${number}` || got[1] !== `answer ${number}`) {
    console.error("out of order:", got, number);
    process.exit(1);
  }
}
console.log(`${2 * total} messages came, in order`);
await Promise.all([juliet.xmpp.stop(), romeo.xmpp.stop()]);
clearTimeout(deadline);
console.log("@xmpp/client: ok");
