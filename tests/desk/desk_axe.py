"""What axe has against a page in a real browser; and pages of a desk in this process, which no server serves."""

from __future__ import annotations

from typing import Any

from desk_office import HOST, Browser

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]

# Drawing the map by software costs a second of a core at each load: it is drawn where it is the subject.
NO_MAP = """const drawn = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith("webgl") ? null : drawn.call(this, kind, ...more);
};"""


def complaints(page: Any, path: str) -> list[Any]:
    """Return what axe has against a page."""
    from axe_playwright_python.sync_playwright import Axe

    results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    broken = results.response["violations"]
    return [(path, each["id"], [node["html"][:140] for node in each["nodes"][:3]]) for each in broken]


def of_pages(chromium: Any, browser: Browser, paths: list[str], scheme: str = "light", width: int = 1024) -> list[Any]:
    """Return what axe has against pages as somebody signed in sees them; what is wider than the screen counts too."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, base_url=f"http://{HOST}"
    )
    context.add_init_script(NO_MAP)
    context.route("**/*", lambda route: _answered(route, browser))
    page, found = context.new_page(), []
    for path in paths:
        page.goto(path)
        found += complaints(page, f"{path} {scheme}")
        wider = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        if (over := page.evaluate(wider)) > 0:
            found.append((path, "wider than the screen", over))
    context.close()
    return found


def _answered(route: Any, browser: Browser) -> None:
    asked = route.request
    answer = browser.client.request(asked.method, asked.url, headers={"accept": asked.headers.get("accept", "*/*")})
    route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)
