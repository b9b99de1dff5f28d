"""What Tierwatch is made of: a list of parts (CycloneDX 1.6), and whether advisories speak of one of them.

    python deploy/parts.py sbom [--output FILE]
    python deploy/parts.py audit [--service URL]

The parts are those of ``requirements/run.txt``, with the hashes that an installation accepts. ``audit`` asks the open database of
advisories OSV (https://google.github.io/osv.dev/api/) with names and versions, nothing else. Exit status 0: no advisory; 1: at least
one; 3: unknown, because the service could not be asked. Unknown is never reported as clean.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

ROOT = Path(__file__).resolve().parent.parent
PINNED = ROOT / "requirements" / "run.txt"
OSV = "https://api.osv.dev/v1/querybatch"
CLEAN, FOUND, UNKNOWN = 0, 1, 3
_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:(?P<hash>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Part:
    """A package that is installed with Tierwatch. ``hashes`` are those of the files that may be installed."""

    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{re.sub(r'[-_.]+', '-', self.name).lower()}@{self.version}"


def parts(pinned: Path = PINNED) -> list[Part]:
    """The packages that ``pinned`` names, in its order."""
    blocks = re.split(r"\n(?=\S)", pinned.read_text(encoding="utf-8"))
    return [
        Part(pin["name"], pin["version"], tuple(each["hash"] for each in _HASH.finditer(block)))
        for block in blocks
        if (pin := _PIN.match(block))
    ]


def sbom(found: Sequence[Part]) -> dict[str, Any]:
    """A CycloneDX 1.6 document. It holds no moment and no random number: the same parts give the same bytes."""
    about = metadata("tierwatch")
    whole = {"type": "application", "bom-ref": "tierwatch", "name": "tierwatch", "version": about["Version"]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": whole},
        "components": [_component(part) for part in found],
        "dependencies": [{"ref": "tierwatch", "dependsOn": [part.purl for part in found]}],
    }


def _component(part: Part) -> dict[str, Any]:
    described: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "properties": [{"name": "tierwatch:accepted-sha256", "value": each} for each in part.hashes],
    }
    try:
        about = metadata(part.name)
    except PackageNotFoundError:  # pinned for another platform or Python
        return described
    licence = about.get("License-Expression") or next(
        (each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or () if each.startswith("License ::")),
        None,
    )
    return described | ({"licenses": [{"license": {"name": licence}}]} if licence else {})


def advisories(found: Sequence[Part], service: str = OSV) -> dict[Part, list[str]]:
    """The advisories that name a part in its version. Raises OSError or ValueError if the service gives no usable answer."""
    asked = [{"package": {"name": part.name, "ecosystem": "PyPI"}, "version": part.version} for part in found]
    answer = requests.post(service, json={"queries": asked}, timeout=30)
    answer.raise_for_status()
    results = answer.json()["results"]
    if len(results) != len(found):
        raise ValueError(f"{len(results)} answers to {len(found)} questions")
    told = {part: [each["id"] for each in result.get("vulns", ())] for part, result in zip(found, results, strict=True)}
    return {part: ids for part, ids in told.items() if ids}


def _unknown(found: Sequence[Part], why: str) -> int:
    print(f"unknown: {len(found)} parts could not be compared with advisories: {why}")
    return UNKNOWN


def audit(found: Sequence[Part], service: str = OSV) -> int:
    """Print what is known of the parts; the exit status."""
    try:
        told = advisories(found, service)
    except (requests.ConnectionError, requests.Timeout):
        return _unknown(found, f"{urlsplit(service).netloc} cannot be reached from here")
    except requests.HTTPError as error:
        return _unknown(found, f"{urlsplit(service).netloc} answers {error.response.status_code}")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _unknown(found, f"the answer of {urlsplit(service).netloc} is none that is known")
    for part, ids in told.items():
        print(f"{part.name} {part.version}: {', '.join(ids)}")
    print(f"{len(told)} of {len(found)} parts have advisories")
    return FOUND if told else CLEAN


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    kinds = parser.add_subparsers(dest="what", required=True)
    kinds.add_parser("sbom").add_argument("--output", type=Path)
    kinds.add_parser("audit").add_argument("--service", default=OSV)
    chosen = parser.parse_args(arguments)
    if chosen.what == "audit":
        return audit(parts(), chosen.service)
    text = json.dumps(sbom(parts()), indent=2) + "\n"
    if chosen.output:
        chosen.output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return CLEAN


if __name__ == "__main__":
    sys.exit(main())
