"""Goes through the desk in a real browser, as each role does, and asks axe-core on every page.

Usage: browser.py PROGRAM ROSTER SCREENSHOTS [PART…]   (PROGRAM is league-census, ROSTER a file of the unit to hand in)

Parts: english (every page, light, wide and narrow, and what people do there), chinese (every page, dark), keyboard (signing in and
handing in without a mouse), firefox (the main path in Debian's firefox-esr, by Marionette). All of them where none is named.
Needs selenium, axe-playwright-python, marionette_driver (PyPI), chromium-driver and firefox-esr (Debian). Prints a line for
each thing that is wrong; exit code 1 then.
"""
import importlib.util
import os
import re
import subprocess
import sys
import time

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

PROGRAM, ROSTER, SCREENSHOTS = sys.argv[1:4]
PARTS = sys.argv[4:] or ["english", "chinese", "keyboard", "firefox"]
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
AXE = os.path.join(os.path.dirname(importlib.util.find_spec("axe_playwright_python").origin), "axe.min.js")
PAGES = {
    "department": ["/", "/hand-in", "/report", "/report/2019-Q3/cover", "/submissions", "/findings",
                   "/work", "/progress", "/explanations", "/papers", "/downloads", "/account", "/account/second"],
    "office": ["/", "/hand-in", "/submissions", "/findings", "/work", "/work/new", "/explanations", "/targets", "/waivers", "/papers",
               "/letterhead", "/seal", "/trail", "/reminders"],
    "inspector": ["/", "/report/2019-Q3/cover", "/submissions", "/findings", "/work", "/papers"],
    "administrator": ["/accounts", "/keeping", "/papers", "/trail"],
}
wrong = []


def demo():
    server = subprocess.Popen(
        [PROGRAM, "serve", "--demo", "--listen", "127.0.0.1:0", "--lang", "en"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    lines = [server.stdout.readline() for _ in range(5)]
    address = re.search(r"http://\S+", lines[0]).group()
    accounts = dict(re.search(r"name (\S+), password (\S+)", line).groups() for line in lines[1:])
    return server, address, accounts


def browser(language, dark=False):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--lang={language}"]:
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": language})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    driver.set_page_load_timeout(300)
    driver.set_script_timeout(120)
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
    return driver


def look(driver, name, sizes=("wide", "narrow")):
    """Screenshots, what the console complains of, what axe sees in each size."""
    for size in sizes:
        width, height = SIZES[size]
        # Not by the window, which a desktop keeps from being as narrow as a telephone.
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        whole = min(2600, max(height, driver.execute_script("return document.documentElement.scrollHeight")))
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": whole, "deviceScaleFactor": 1, "mobile": False})
        driver.save_screenshot(os.path.join(SCREENSHOTS, f"{name}-{size}.png"))
        if driver.execute_script("return document.documentElement.scrollWidth > innerWidth + 1"):
            wrong.append(f"{name} {size}: scrolls sideways")
        check(driver, f"{name} {size}")
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_script("scrollTo(0, 0)")
    for entry in driver.get_log("browser"):
        if entry["level"] == "SEVERE" and not name.endswith("refused"):
            wrong.append(f"{name}: console: {entry['message'][:200]}")
    if "⟨" in driver.find_element(By.TAG_NAME, "body").text:
        wrong.append(f"{name}: a text is missing")


def check(driver, name):
    axe = open(AXE, encoding="utf-8").read()
    # The policy of the pages stops code in them, not that of the driver.
    found = driver.execute_async_script(
        axe + "; const done = arguments[arguments.length - 1];"
        "axe.run(document).then(r => done(r.violations.map("
        "v => v.id + ': ' + v.nodes.length + ' ' + v.nodes[0].html.slice(0, 160))))")
    for violation in found:
        wrong.append(f"{name}: axe {violation}")


def button(driver, selector):
    """The bar on top covers what is scrolled to the upper edge."""
    element = driver.find_element(By.CSS_SELECTOR, selector)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    return element


def sign_in(driver, address, name, password):
    driver.get(address + "/sign-in")
    driver.find_element(By.NAME, "name").send_keys(name)
    driver.find_element(By.NAME, "password").send_keys(password)
    button(driver, "form.stack button[type=submit]").click()
    WebDriverWait(driver, 300).until(lambda d: "/sign-in" not in d.current_url)


def sign_out(driver):
    driver.find_element(By.CSS_SELECTOR, "form[action='/sign-out'] button").click()


def visit(driver, address, role, prefix=""):
    for page in PAGES[role]:
        driver.get(address + page)
        name = prefix + role + re.sub(r"[/?.]", "-", page).rstrip("-")
        look(driver, name)
        if page.endswith("/cover") and role == "department":
            links = [link.get_attribute("href") for link in driver.find_elements(By.CSS_SELECTOR, "nav.companions a")]
            for number, link in enumerate(links[1:4], 1):
                driver.get(link)
                look(driver, f"{name}-{number}", ("wide",))


def settled(driver):
    return not driver.find_elements(By.CSS_SELECTOR, "meta[http-equiv=refresh]")


def hand_in(driver, address, name="department"):
    driver.get(address + "/hand-in")
    Select(driver.find_element(By.NAME, "period")).select_by_value("2019-Q3")
    driver.find_element(By.NAME, "files").send_keys(os.path.abspath(ROSTER))
    button(driver, "#upload button[type=submit]").click()
    WebDriverWait(driver, 120).until(lambda d: re.search(r"/hand-in/[0-9a-f-]{36}", d.current_url))
    WebDriverWait(driver, 300).until(lambda d: d.find_elements(By.CSS_SELECTOR, "form[action$='/discard']") and settled(d))
    look(driver, name + "-result")
    if not driver.find_elements(By.CSS_SELECTOR, "form[action$='/keep'] button"):
        wrong.append("the roster cannot be handed in")
        return
    button(driver, "form[action$='/keep'] button").click()
    WebDriverWait(driver, 300).until(lambda d: "Received" in d.title or "已收到" in d.title)
    look(driver, name + "-received")


def token(driver, address):
    driver.get(address + "/account")
    driver.find_element(By.NAME, "program").send_keys("nightly")
    button(driver, "form[action='/account/tokens'] button").click()
    look(driver, "department-token")
    driver.get(address + "/account")
    button(driver, "form[action$='/revoke'] button").click()


def paper(driver, address, kind, name):
    driver.get(address + "/papers")
    button(driver, f"button[value={kind}]").click()
    WebDriverWait(driver, 300).until(lambda d: "/downloads/" in d.current_url and settled(d))
    look(driver, name)
    if not driver.find_elements(By.CSS_SELECTOR, "a[href$='/file']"):
        wrong.append(f"{name}: no file")


def assign(driver, address):
    """The office assigns a task to the unit of the department."""
    driver.get(address + "/work/new?unit=330203")
    # How a day is typed depends on the language of the machine.
    driver.execute_script("document.querySelector('[name=due]').value = '2019-12-20'")
    driver.find_element(By.NAME, "text").send_keys("Please see to it.")
    button(driver, "form[action='/work'] button").click()
    WebDriverWait(driver, 60).until(lambda d: re.search(r"/work/\d+$", d.current_url))
    look(driver, "office-work-one")
    return driver.current_url


def answer(driver, work):
    driver.get(work)
    driver.find_element(By.NAME, "text").send_keys("Done, see the minutes.")
    driver.find_element(By.NAME, "files").send_keys(os.path.abspath(ROSTER))
    button(driver, "form[action$='/answer'] button").click()
    WebDriverWait(driver, 60).until(lambda d: "SHA-256" in d.page_source)
    look(driver, "department-work-answered")


def english(address, accounts):
    driver = browser("en")
    driver.get(address + "/sign-in")
    look(driver, "sign-in")
    sign_in(driver, address, "office", accounts["office"])
    visit(driver, address, "office")
    work = assign(driver, address)
    paper(driver, address, "all", "office-papers-made")
    sign_out(driver)
    sign_in(driver, address, "department", accounts["department"])
    visit(driver, address, "department")
    hand_in(driver, address)
    token(driver, address)
    paper(driver, address, "ledger", "department-ledger")
    answer(driver, work)
    sign_out(driver)
    for role in ["inspector", "administrator"]:
        sign_in(driver, address, role, accounts[role])
        visit(driver, address, role)
        sign_out(driver)
    driver.quit()


def chinese(address, accounts):
    driver = browser("zh-CN", dark=True)
    driver.get(address + "/sign-in")
    look(driver, "zh-sign-in")
    for role in PAGES:
        sign_in(driver, address, role, accounts[role])
        visit(driver, address, role, "zh-")
        sign_out(driver)
    driver.get(address + "/no-such-page")
    look(driver, "zh-refused")
    driver.quit()


# MARK: Without a mouse

def press(driver, *keys):
    for key in keys:
        webdriver.ActionChains(driver).send_keys(key).perform()


def tab_to(driver, selector, most=80):
    """Goes on to an element, and says where one cannot see where one is."""
    for _ in range(most):
        press(driver, Keys.TAB)
        state = driver.execute_script(
            "const e = document.activeElement, s = getComputedStyle(e);"
            "return [e.matches(arguments[0]), e === document.body || s.outlineStyle !== 'none' || s.boxShadow !== 'none', e.outerHTML.slice(0, 80)]", selector)
        if not state[1]:
            wrong.append(f"keyboard: one does not see that this has the focus: {state[2]}")
        if state[0]:
            return
    wrong.append(f"keyboard: {selector} is not reached")


def keyboard(address, accounts):
    driver = browser("zh-CN")
    driver.get(address + "/sign-in")
    tab_to(driver, "[name=name]")
    press(driver, "department", Keys.TAB, accounts["department"], Keys.ENTER)
    WebDriverWait(driver, 300).until(lambda d: "/sign-in" not in d.current_url)
    tab_to(driver, "a.skip", 1)
    driver.save_screenshot(os.path.join(SCREENSHOTS, "keyboard-skip.png"))
    press(driver, Keys.ENTER)
    tab_to(driver, "a.go", 3)
    press(driver, Keys.ENTER)
    WebDriverWait(driver, 60).until(lambda d: d.current_url.endswith("/hand-in"))
    tab_to(driver, "[name=period]")
    tab_to(driver, "[name=files]", 1)
    driver.save_screenshot(os.path.join(SCREENSHOTS, "keyboard-files.png"))
    # The dialog that opens is the system's.
    driver.find_element(By.NAME, "files").send_keys(os.path.abspath(ROSTER))
    tab_to(driver, "#upload button")
    press(driver, Keys.ENTER)
    WebDriverWait(driver, 120).until(lambda d: re.search(r"/hand-in/[0-9a-f-]{36}", d.current_url))
    WebDriverWait(driver, 300).until(lambda d: d.find_elements(By.CSS_SELECTOR, "form[action$='/discard']") and settled(d))
    tab_to(driver, "form[action$='/discard'] button")
    driver.save_screenshot(os.path.join(SCREENSHOTS, "keyboard-discard.png"))
    press(driver, Keys.ENTER)
    WebDriverWait(driver, 60).until(lambda d: d.current_url.endswith("/hand-in"))
    tab_to(driver, "form[action='/sign-out'] button")
    press(driver, Keys.ENTER)
    WebDriverWait(driver, 60).until(lambda d: "/sign-in" in d.current_url)
    driver.quit()


# MARK: The second engine

def firefox(address, accounts):
    from marionette_driver.by import By as At
    from marionette_driver.marionette import Marionette
    from marionette_driver import Wait

    client = Marionette(
        host="127.0.0.1", bin="/usr/bin/firefox-esr", headless=True, startup_timeout=120, gecko_log=os.devnull,
        prefs={"intl.accept_languages": "zh-CN"})
    client.start_session()
    client.timeout.page_load = 300

    def find(selector):
        return client.find_element(At.CSS_SELECTOR, selector)

    def until(condition, seconds=300):
        Wait(client, timeout=seconds).until(lambda _: condition())

    def shot(name):
        with open(os.path.join(SCREENSHOTS, f"firefox-{name}.png"), "wb") as file:
            file.write(client.screenshot(format="binary"))

    try:
        client.set_window_rect(width=1440, height=900)
        client.navigate(address + "/sign-in")
        find("[name=name]").send_keys("department")
        find("[name=password]").send_keys(accounts["department"])
        find("form.stack button").click()
        until(lambda: "/sign-in" not in client.get_url())
        shot("home")
        find("a.go").click()
        until(lambda: client.get_url().endswith("/hand-in"))
        find("[name=files]").send_keys(os.path.abspath(ROSTER))
        find("#upload button").click()
        until(lambda: re.search(r"/hand-in/[0-9a-f-]{36}", client.get_url()))
        until(lambda: client.find_elements(At.CSS_SELECTOR, "form[action$='/discard']")
              and not client.find_elements(At.CSS_SELECTOR, "meta[http-equiv=refresh]"))
        shot("result")
        find("form[action$='/discard'] button").click()
        until(lambda: client.get_url().endswith("/hand-in"))
        for page in ["/report/2019-Q3/cover", "/work", "/papers", "/submissions", "/findings"]:
            client.navigate(address + page)
            shot(re.sub(r"[/?.]", "-", page).strip("-"))
        find("form[action='/sign-out'] button").click()
        until(lambda: "/sign-in" in client.get_url())
    finally:
        client.quit()


def main():
    os.makedirs(SCREENSHOTS, exist_ok=True)
    server, address, accounts = demo()
    try:
        for part in PARTS:
            begun = time.monotonic()
            try:
                {"english": english, "chinese": chinese, "keyboard": keyboard, "firefox": firefox}[part](address, accounts)
            except Exception as error:  # the other parts are looked at all the same
                wrong.append(f"{part}: {type(error).__name__}: {str(error)[:300]}")
            print(f"{part}: {time.monotonic() - begun:.0f} s", flush=True)
    finally:
        server.terminate()
        server.wait(60)
        print("\n".join(wrong))
    print(f"browser: {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


main()
