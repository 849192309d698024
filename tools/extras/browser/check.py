# SPDX-License-Identifier: MIT
"""Opens the pages of real runs in Chromium and checks what a reader would notice."""

import functools
import http.server
import os
import pathlib
import shutil
import sys
import threading

from playwright.sync_api import Browser, Page, sync_playwright

import pages as runs
import validator

HERE = pathlib.Path(__file__).parent
SECTIONS = ["verdict", "features", "causes", "traits", "margins", "cases", "reading", "environment"]
WIDTHS, SCHEMES = (1920, 1280, 390), ("light", "dark")
CHROMIUM = shutil.which(os.environ.get("CHROMIUM", "chromium"))
failures: list[str] = []
count = 0


def expect(condition: object, what: str) -> None:
    """Counts a check; what does not hold is told at once and makes the whole fail."""
    global count
    count += 1
    if not condition:
        failures.append(what)
        print("  FAILED:", what[:600].encode("ascii", "backslashreplace").decode())


class Seen:
    """A page that is open, with everything that it asked for and complained of."""

    def __init__(self, browser: Browser, address: str, width: int = 1280, scheme: str = "light", script: bool = True):
        self.context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme,
                                           java_script_enabled=script, reduced_motion="reduce")
        self.page: Page = self.context.new_page()
        self.asked, self.said = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(address)
        if script:
            self.page.add_script_tag(content=(HERE / "page.js").read_text())

    def __enter__(self) -> "Seen":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def ask(self, verb: str):
        return self.page.evaluate(f"bnconformPage.{verb}()")


def looks(browser: Browser, name: str, path: pathlib.Path, pictures: pathlib.Path) -> None:
    """Both widths in both colours, folded and unfolded."""
    for width in WIDTHS:
        for scheme in SCHEMES:
            what = f"{name} {width} {scheme}"
            with Seen(browser, path.as_uri(), width, scheme) as seen:
                seen.page.screenshot(path=pictures / f"{name}-{width}-{scheme}.png")
                height = min(seen.page.evaluate("document.documentElement.scrollHeight"), 7000)
                seen.page.screenshot(path=pictures / f"{name}-{width}-{scheme}-whole.png", full_page=True,
                                     clip={"x": 0, "y": 0, "width": width, "height": height})
                states = ("folded", "unfolded") if scheme == "light" else ("folded",)
                for state in states:
                    if state == "unfolded":
                        seen.ask("unfold")
                    found = seen.ask("look")
                    expect(found["texts"] > 20, f"{what}: {found['texts']} texts")
                    expect(found["overflow"] <= 0, f"{what} {state}: {found['overflow']} px wider than the window")
                    for kind in ("overlaps", "clipped", "tiny"):
                        expect(not found[kind], f"{what} {state}: {kind} {found[kind]}")
                    expect(found["least"] >= 4.5, f"{what} {state}: contrast {found['faint']}")
                    # Two verdict columns fit on a telephone, too.
                    if (width >= 1280 or name == "two") and "hostile" not in name:
                        expect(not found["scrolling"], f"{what} {state}: scrolls {found['scrolling']}")
                files = {path.as_uri()} | {(path.parent / file).as_uri() for file in ("report.css", "report.js")
                                           if name == "site"}
                expect(set(seen.asked) == files, f"{what}: asked for {seen.asked}")
                expect(not seen.said, f"{what}: the console says {seen.said[:3]}")


def structure(browser: Browser, name: str, path: pathlib.Path) -> None:
    """The order of the sections, and links that lead somewhere."""
    with Seen(browser, path.as_uri()) as seen:
        if not name.startswith("compare"):
            expect(seen.ask("sections") == SECTIONS, f"{name}: sections {seen.ask('sections')}")
        links = seen.ask("links")
        expect(links["ids"] == links["withId"], f"{name}: an id twice")
        expect(links["count"] > 1 and not links["broken"], f"{name}: broken links {links['broken'][:5]}")


def keyboard(browser: Browser, name: str, path: pathlib.Path) -> None:
    """Tab reaches every control, which then shows that it is the one."""
    for width in WIDTHS:
        with Seen(browser, path.as_uri(), width) as seen:
            wanted, reached = seen.ask("controls"), 0
            for _ in range(wanted + 40):
                seen.page.keyboard.press("Tab")
                found = seen.ask("focus")
                if found is None or found["again"]:
                    break
                if not found["isControl"]:
                    continue
                reached += 1
                expect(found["ring"], f"{name} {width}: no visible focus on {found['name']}")
                expect(not found["covered"], f"{name} {width}: {found['name']} is behind {found['covered']}")
            expect(reached == wanted, f"{name} {width}: {reached} of {wanted} controls reached")


def filters(browser: Browser, name: str, path: pathlib.Path, several: bool) -> None:
    """Search, filters and order do what they say."""
    with Seen(browser, path.as_uri()) as seen:
        page = seen.page
        seen.ask("unfold")
        every = seen.ask("rows")
        ids = [row["id"] for row in every]
        expect(len(ids) == page.locator(".cases tbody").count() > 700, f"{name}: {len(ids)} rows")

        def shown() -> list[dict]:
            rows = seen.ask("rows")
            if rows:
                first = page.locator(f'[id="{rows[0]["id"]}"]')
                seen.ask("unfold")
                expect(first.is_visible(), f"{name}: {rows[0]['id']} is filtered in and not to be seen")
            return rows

        page.fill("#find", "EPS/1e-3")
        found = [row["id"] for row in shown()]
        expect(found == [row["id"] for row in every if "eps/1e-3" in row["name"]] and found, f"{name}: search {found}")
        expect(page.inner_text("#found") == f"{len(found)} of {len(ids)} cases", f"{name}: {page.inner_text('#found')}")
        page.fill("#find", "no such case")
        expect(not shown() and page.inner_text("#found").startswith("0 of"), f"{name}: nothing found")
        page.fill("#find", "")
        page.select_option("#show", "wrong")
        expect([row["id"] for row in shown()] == [row["id"] for row in every if row["wrong"]], f"{name}: wrong ones")
        page.select_option("#show", "unsupported")
        expect([row["id"] for row in shown()] == [row["id"] for row in every if "s-uns" in row["kinds"]],
               f"{name}: unsupported ones")
        if several:
            page.select_option("#show", "differ")
            differing = [row["id"] for row in every if len(set(row["kinds"])) > 1]
            expect([row["id"] for row in shown()] == differing and differing, f"{name}: differing ones")
            page.select_option("#show", "unsupported")
            page.select_option("#whose", "3")
            expect([row["id"] for row in shown()] == [row["id"] for row in every if row["kinds"][2] == "s-uns"],
                   f"{name}: unsupported by the third")
            page.select_option("#whose", "")
        page.select_option("#show", "")
        expect([row["id"] for row in shown()] == ids and not page.inner_text("#found"), f"{name}: all again")

        page.select_option("#order", "share")
        ordered = shown()
        expect(sorted(row["id"] for row in ordered) == sorted(ids), f"{name}: sorting keeps the rows")
        if name == "fault":
            shares = [float(row["text"].split("share ")[1].replace("∞", "inf")) if "share " in row["text"] else 0
                      for row in ordered if row["id"].startswith(ordered[0]["id"].split("/")[0] + "/")]
            expect(shares == sorted(shares, reverse=True) and shares[0] > 1000, f"{name}: order {shares[:5]}")
        page.select_option("#order", "")
        expect([row["id"] for row in shown()] == ids, f"{name}: the suite's order again")


def links(browser: Browser, path: pathlib.Path, script: bool) -> None:
    """A link to a case leads to its row, though that is folded away, and unfolds it where a script can."""
    with Seen(browser, path.as_uri(), script=script) as seen:
        page, what = seen.page, "with a script" if script else "without a script"
        page.locator("details.cause > summary").first.click()
        link = page.locator("details.cause[open] a").first
        target = link.get_attribute("href")[1:]
        link.click()
        page.wait_for_timeout(200)
        row = page.locator(f'[id="{target}"]')
        box = row.bounding_box()
        expect(row.is_visible() and box and 0 <= box["y"] < 900, f"{what}: {target} at {box}")
        if script:
            expect(row.locator("dl.detail").first.is_visible(), f"{what}: {target} is not unfolded")
        page.go_back()
        feature = page.locator("#features a").nth(3)
        feature.click()
        expect(page.locator(f'[id="{feature.get_attribute("href")[1:]}"]').is_visible(), f"{what}: a feature")


def plain(browser: Browser, name: str, path: pathlib.Path) -> None:
    """Without a script everything is there and can be unfolded; only the filters are not offered."""
    with Seen(browser, path.as_uri(), script=False) as seen:
        page = seen.page
        expect(not page.locator(".filter").is_visible(), f"{name}: filters that do nothing")
        rows = page.locator(".cases tbody").count()
        text = page.locator("#cases").text_content()
        expect(rows > 700 and text.count("/") > rows, f"{name}: {rows} rows without a script")
        feature = page.locator("details.feature").nth(page.locator("details.feature").count() - 1)
        expect(not feature.locator("tbody").first.is_visible(), f"{name}: open from the start")
        feature.locator("> summary").click()
        expect(feature.locator("tbody").first.is_visible(), f"{name}: unfolding without a script")


def printed(browser: Browser, name: str, path: pathlib.Path, pictures: pathlib.Path) -> None:
    """On paper: dark text on white, no controls, nothing beside the sheet."""
    with Seen(browser, path.as_uri(), 794, "dark") as seen:
        seen.page.emulate_media(media="print")
        for part in ("header", ".filter"):
            expect(not seen.page.locator(part).first.is_visible(), f"{name}: {part} is printed")
        found = seen.ask("look")
        expect(found["overflow"] <= 0 and not found["clipped"], f"{name}: print {found['overflow']} {found['clipped']}")
        ink = seen.page.evaluate("getComputedStyle(document.body).color")
        expect(sum(map(int, ink[4:-1].split(","))) < 200, f"{name}: prints {ink}")
        seen.page.screenshot(path=pictures / f"{name}-print.png")
        expect(len(seen.page.pdf()) > 10_000, f"{name}: no PDF")


class Strict(http.server.SimpleHTTPRequestHandler):
    """A host whose policy forbids scripts and styles inside a page."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


def strict_policy(browser: Browser, folder: pathlib.Path) -> None:
    """The folder's page works where Jenkins and its like serve it."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Strict, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context()
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
    expect(page.locator(".filter").is_visible(), "the folder's script does not run under a strict policy")
    expect(page.locator(".card").first.evaluate("box => getComputedStyle(box).borderLeftWidth") == "5px",
           "the folder's style does not hold under a strict policy")
    expect(not said, f"a strict policy: {said[:3]}")
    context.close()
    server.shutdown()


def main() -> None:
    folder = pathlib.Path(sys.argv[1]).resolve()
    made = runs.make(folder / "pages")
    pictures = folder / "pictures"
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    for problem in validator.errors(list(made.values())):
        expect(False, f"HTML: {problem}")
    expect(len(made) == 9, f"{len(made)} pages validated")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, path in made.items():
            print(f"{name}: {path.stat().st_size // 1000} kB")
            looks(browser, name, path, pictures)
            structure(browser, name, path)
        for name in ("fault", "reference", "compare"):
            keyboard(browser, name, made[name])
        for name in ("fault", "six"):
            filters(browser, name, made[name], several=name == "six")
        for script in (True, False):
            links(browser, made["fault"], script)
        for name in ("reference", "six"):
            plain(browser, name, made[name])
        for name in ("fault", "six", "compare"):
            printed(browser, name, made[name], pictures)
        strict_policy(browser, folder / "pages" / "site")
        browser.close()
    print(f"{count - len(failures)} passed, {len(failures)} failed; pictures in {pictures}")
    sys.exit(1 if failures else 0)


main()
