"""What a browser asked for and complained of, whatever page it was on."""

from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Page

POLICY = "Content Security Policy"
TELL_OF_BROKEN_POLICY = f"""addEventListener('securitypolicyviolation', broken =>
  console.error('{POLICY}: ' + broken.effectiveDirective + ' ' + broken.blockedURI))"""


class Recorder:
    """`await recorder.watch(context)` before its first page; then `asked`, `broken` and `thrown` fill."""

    def __init__(self, home: str) -> None:
        self._home = urlsplit(home).netloc
        self.asked: list[str] = []
        self.broken: list[str] = []
        self.thrown: list[str] = []

    async def watch(self, context: BrowserContext) -> None:
        await context.add_init_script(TELL_OF_BROKEN_POLICY)
        context.on("request", lambda asked: self.asked.append(asked.url))
        context.on("page", self._sockets)
        context.on("weberror", lambda thrown: self.thrown.append(str(thrown.error)))
        context.on("console", lambda said: self._hear(said.text))

    def _sockets(self, page: Page) -> None:
        page.on("websocket", lambda opened: self.asked.append(opened.url))

    def _hear(self, said: str) -> None:
        if POLICY in said:
            self.broken.append(said)

    @property
    def foreign(self) -> list[str]:
        return [address for address in self.asked if self._is_foreign(address)]

    def _is_foreign(self, address: str) -> bool:
        asked = urlsplit(address)
        return asked.scheme not in {"blob", "data"} and asked.netloc != self._home

    @property
    def faults(self) -> list[str]:
        return self.foreign + self.broken + self.thrown
