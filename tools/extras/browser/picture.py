# SPDX-License-Identifier: MIT
"""Photographs the upper part of a fault's page."""

import os
import pathlib
import shutil
import sys

from PIL import Image
from playwright.sync_api import sync_playwright

import pages

WIDTH = 1180


def main() -> None:
    folder, target = pathlib.Path(sys.argv[1]).resolve() / "picture", pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "fault.html"
    pages.bnconform("report", pages.fault(folder), "--html", page)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")),
                                         args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
        opened.goto(page.as_uri())
        # The charts as well, and nothing that is cut through.
        end = opened.locator(".charts").first.bounding_box()
        opened.screenshot(path=target, full_page=True,
                          clip={"x": 0, "y": 0, "width": WIDTH, "height": end["y"] + end["height"] + 16})
        browser.close()
    # A page has few colours: a palette of them is a third of the size.
    few = Image.open(target).convert("RGB").quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(target, optimize=True)
    print(f"{target}: {target.stat().st_size} bytes")


main()
