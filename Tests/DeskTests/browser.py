"""Goes through the desk in a real browser, as each role does, and asks axe-core on every page.

Usage: browser.py PROGRAM ROSTER AXE SCREENSHOTS   (PROGRAM is league-census, ROSTER a file of the unit to hand in)

Needs selenium and chromedriver. Prints a line for each thing that is wrong; exit code 1 then.
"""
import os
import re
import subprocess
import sys

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

PROGRAM, ROSTER, AXE, SCREENSHOTS = sys.argv[1:5]
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
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
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", f"--lang={language}"]:
        options.add_argument(argument)
    if dark:
        options.add_argument("--force-dark-mode")
        options.add_argument("--blink-settings=preferredColorScheme=0")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options)


def look(driver, name, sizes=("wide",)):
    """Screenshots, what the console complains of, what axe sees."""
    for size in sizes:
        driver.set_window_size(*SIZES[size])
        height = min(2600, driver.execute_script("return document.documentElement.scrollHeight"))
        driver.set_window_size(SIZES[size][0], max(SIZES[size][1], height))
        driver.save_screenshot(os.path.join(SCREENSHOTS, f"{name}-{size}.png"))
        wide = driver.execute_script("return document.documentElement.scrollWidth > innerWidth + 1")
        if wide:
            wrong.append(f"{name} {size}: scrolls sideways")
    driver.set_window_size(*SIZES["wide"])
    driver.execute_script("scrollTo(0, 0)")
    for entry in driver.get_log("browser"):
        if entry["level"] == "SEVERE":
            wrong.append(f"{name}: console: {entry['message'][:200]}")
    axe = open(AXE, encoding="utf-8").read()
    # The policy of the pages stops code in them, not that of the driver.
    found = driver.execute_async_script(
        axe + "; const done = arguments[arguments.length - 1];"
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']}).then(r => done(r.violations.map("
        "v => v.id + ': ' + v.nodes.length + ' ' + v.nodes[0].html.slice(0, 160))))")
    for violation in found:
        wrong.append(f"{name}: axe {violation}")


def sign_in(driver, address, name, password):
    driver.get(address + "/sign-in")
    driver.find_element(By.NAME, "name").send_keys(name)
    driver.find_element(By.NAME, "password").send_keys(password)
    driver.find_element(By.CSS_SELECTOR, "form.stack button[type=submit]").click()
    WebDriverWait(driver, 60).until(lambda d: "/sign-in" not in d.current_url)


def sign_out(driver):
    driver.find_element(By.CSS_SELECTOR, "form[action='/sign-out'] button").click()


def visit(driver, address, role, pages, sizes=("wide",), prefix=""):
    for page in pages:
        driver.get(address + page)
        look(driver, prefix + role + page.replace("/", "-").replace("?", "-").rstrip("-"), sizes)
        if driver.find_elements(By.XPATH, "//*[contains(text(),'⟨')]"):
            wrong.append(f"{role} {page}: a text is missing")


def hand_in(driver, address):
    driver.get(address + "/hand-in")
    Select(driver.find_element(By.NAME, "period")).select_by_value("2019-Q3")
    driver.find_element(By.NAME, "files").send_keys(os.path.abspath(ROSTER))
    driver.find_element(By.CSS_SELECTOR, "#upload button[type=submit]").click()
    WebDriverWait(driver, 60).until(lambda d: re.search(r"/hand-in/[0-9a-f-]{36}", d.current_url))
    WebDriverWait(driver, 120).until(lambda d: d.find_elements(By.CSS_SELECTOR, "form[action$='/discard']")
                                     and not d.find_elements(By.CSS_SELECTOR, "meta[http-equiv]"))
    look(driver, "department-result", ("wide", "narrow"))
    keep = driver.find_elements(By.CSS_SELECTOR, "form[action$='/keep'] button")
    if not keep:
        wrong.append("the roster cannot be handed in")
        return
    # The bar on top covers what is scrolled to the upper edge.
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", keep[0])
    keep[0].click()
    WebDriverWait(driver, 120).until(lambda d: "Received" in d.title or "已收到" in d.title)
    look(driver, "department-received")


def main():
    os.makedirs(SCREENSHOTS, exist_ok=True)
    server, address, accounts = demo()
    try:
        driver = browser("en")
        driver.get(address + "/sign-in")
        look(driver, "sign-in", ("wide", "narrow"))
        sign_in(driver, address, "department", accounts["department"])
        visit(driver, address, "department", ["/", "/hand-in", "/report/2019-Q3/cover", "/submissions", "/findings",
                                              "/explanations", "/account", "/account/second"], ("wide", "narrow"))
        hand_in(driver, address)
        sign_out(driver)
        sign_in(driver, address, "office", accounts["office"])
        visit(driver, address, "office", ["/", "/submissions", "/findings", "/explanations", "/waivers", "/seal", "/trail"])
        sign_out(driver)
        sign_in(driver, address, "inspector", accounts["inspector"])
        visit(driver, address, "inspector", ["/"])
        sign_out(driver)
        sign_in(driver, address, "administrator", accounts["administrator"])
        visit(driver, address, "administrator", ["/accounts", "/trail"], ("wide", "narrow"))
        driver.quit()
        driver = browser("zh-CN", dark=True)
        sign_in(driver, address, "department", accounts["department"])
        visit(driver, address, "department", ["/", "/hand-in"], ("wide", "narrow"), prefix="dark-")
        driver.quit()
    finally:
        server.terminate()
        server.wait(30)
        print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


main()
