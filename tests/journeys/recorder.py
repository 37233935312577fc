"""What a browser asked for and complained of, whatever page it was on."""

import json
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Response

POLICY = "Content Security Policy"
ICE = "ice servers: "
TELL = f"""
addEventListener('securitypolicyviolation', broken =>
  console.error('{POLICY}: ' + broken.effectiveDirective + ' ' + broken.blockedURI));
const tell = settings => console.debug('{ICE}' + JSON.stringify(settings?.iceServers ?? []));
window.RTCPeerConnection = class extends RTCPeerConnection {{
  constructor(settings) {{ super(settings); tell(settings); }}
  setConfiguration(settings) {{ super.setConfiguration(settings); tell(settings); }}
}};"""


class Recorder:
    """`await recorder.watch(context)` before its first page. `policies`: of each page's address;
    `connections`, `ice`: of its media, and whom they were told to ask for a way out."""

    def __init__(self, home: str) -> None:
        self._home = urlsplit(home)
        self.asked: list[str] = []
        self.broken: list[str] = []
        self.thrown: list[str] = []
        self.ice: list[str] = []
        self.connections = 0
        self.policies: dict[str, str] = {}

    async def watch(self, context: BrowserContext) -> None:
        await context.add_init_script(TELL)
        context.on("request", lambda asked: self.asked.append(asked.url))
        context.on("response", self._answered)
        context.on("page", self._sockets)
        context.on("weberror", lambda thrown: self.thrown.append(str(thrown.error)))
        context.on("console", self._hear)

    def _answered(self, answer: Response) -> None:
        if answer.request.resource_type == "document":
            self.policies[answer.url] = answer.headers.get("content-security-policy", "")

    def _sockets(self, page: Page) -> None:
        page.on("websocket", lambda opened: self.asked.append(opened.url))

    def _hear(self, said: ConsoleMessage) -> None:
        if POLICY in said.text:
            self.broken.append(said.text)
        elif said.text.startswith(ICE):
            self.connections += 1
            servers = json.loads(said.text.removeprefix(ICE))
            self.ice.extend(address for server in servers for address in _listed(server["urls"]))

    @property
    def foreign(self) -> list[str]:
        media = [address for address in self.ice if _host(address) != self._home.hostname]
        return [address for address in self.asked if self._is_foreign(address)] + media

    def _is_foreign(self, address: str) -> bool:
        asked = urlsplit(address)
        return asked.scheme not in {"blob", "data"} and asked.netloc != self._home.netloc

    @property
    def faults(self) -> list[str]:
        return self.foreign + self.broken + self.thrown


def _listed(urls: str | list[str]) -> list[str]:
    return [urls] if isinstance(urls, str) else urls


def _host(address: str) -> str | None:
    """Of "stun:10.0.0.1:7882" or "turn:host:443?transport=udp"."""
    return urlsplit(f"//{address.partition(':')[2].partition('?')[0]}").hostname
