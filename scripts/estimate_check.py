#!/usr/bin/env python3
"""Compares the run time that `deckhand analyze` estimates with what a run takes on the emulated robot, in real time.

Usage: scripts/estimate_check.py [--deckhand build/release/deckhand] [--time-scale 1] FILE...

The runs go on at the same time, each on a node of its own. Prints a row a file; exit code 0 only where every estimate is within 2 %.
"""
import argparse
import concurrent.futures
import datetime
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

TOLERANCE = 0.02


def estimated_s(deckhand, file):
    said = subprocess.run([deckhand, "analyze", file], check=True, capture_output=True, text=True).stdout
    minutes, seconds = re.search(r"estimated run time: (\d+) min (\d+) s", said).groups()
    return 60 * int(minutes) + int(seconds)


def ask(url, path, body=None, content_type="application/json"):
    headers = {"Opentrons-Version": "*", "Content-Type": content_type}
    with urllib.request.urlopen(urllib.request.Request(url + path, body, headers), timeout=60) as answer:
        return json.load(answer)


def upload(url, file):
    boundary = uuid.uuid4().hex
    with open(file, "rb") as content:
        form = (f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{file.rsplit("/", 1)[-1]}"\r\n'
                "Content-Type: application/octet-stream\r\n\r\n").encode() + content.read() + f"\r\n--{boundary}--\r\n".encode()
    return ask(url, "/protocols", form, f"multipart/form-data; boundary={boundary}")["data"]["id"]


def post(url, path, data):
    return ask(url, path, json.dumps({"data": data}).encode())["data"]


def run_s(deckhand, file, time_scale):
    """From the first command's start to the last one's end."""
    with tempfile.TemporaryDirectory() as directory:
        node = subprocess.Popen([deckhand, "serve", "--port", "0", "--data-dir", directory, "--time-scale", str(time_scale)],
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            url = node.stdout.readline().split()[-1]
            run_id = post(url, "/runs", {"protocolId": upload(url, file)})["id"]
            post(url, f"/runs/{run_id}/actions", {"actionType": "play"})
            while (run := ask(url, f"/runs/{run_id}")["data"])["status"] not in ("succeeded", "failed", "stopped"):
                time.sleep(1)
            if run["status"] != "succeeded":
                raise RuntimeError(f"{file}: the run {run['status']}")
            log = ask(url, f"/runs/{run_id}/commands?cursor=0&pageLength=100000")["data"]
            timing = ask(url, f"/runs/{run_id}/timing")["data"]
        finally:
            node.terminate()
            node.wait()
    began, ended = (datetime.datetime.fromisoformat(at) for at in (log[0]["startedAt"], log[-1]["completedAt"]))
    return (ended - began).total_seconds() / time_scale, timing["lines"]["software"]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--deckhand", default="build/release/deckhand")
    options.add_argument("--time-scale", type=float, default=1)
    options.add_argument("files", nargs="+")
    given = options.parse_args()
    with concurrent.futures.ThreadPoolExecutor(len(given.files)) as pool:
        runs = list(pool.map(lambda file: run_s(given.deckhand, file, given.time_scale), given.files))
    is_close = True
    print("| protocol | estimated | measured | off | lines: software p50, p99 us |\n|---|---|---|---|---|")
    for file, (took_s, software) in zip(given.files, runs):
        estimate_s = estimated_s(given.deckhand, file)
        off = estimate_s / took_s - 1
        is_close &= abs(off) <= TOLERANCE
        print(f"| {file} | {estimate_s} s | {took_s:.1f} s | {100 * off:+.2f} % | {software['p50']}, {software['p99']} |")
    return 0 if is_close else 1


if __name__ == "__main__":
    sys.exit(main())
