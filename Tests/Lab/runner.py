"""Runs cases in their order, one line each, and closes with `N passed, N failed`."""

import signal
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from typing import Callable

import ledger
from outside import Failure


@dataclass(frozen=True)
class Case:
    title: str
    body: Callable[[], None]
    limit: int
    needs: tuple[str, ...]
    proves: tuple[int, str] | None

    @property
    def name(self) -> str:
        return self.body.__name__


CASES: list[Case] = []


def case(title: str, limit: int = 120, needs: tuple[str, ...] = (),
         proves: tuple[int, str] | None = None) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Makes a function a case. It fails after `limit` seconds, and at once where a case that it needs has failed. What it
    proves, a row of the ledger and a noun phrase, is noted as tried once; a case that counts by itself says nothing here."""

    def register(body: Callable[[], None]) -> Callable[[], None]:
        CASES.append(Case(title, body, limit, needs, proves))
        return body

    return register


def _ring(*_arguments: object) -> None:
    raise Failure("the case is over its limit")


def _reason(each: Case, failed: set[str]) -> str | None:
    """Why a case fails; None where it passes."""
    missing = [name for name in each.needs if name in failed]
    if missing:
        return f"not tried, because {', '.join(missing)} failed"
    signal.signal(signal.SIGALRM, _ring)
    signal.alarm(each.limit)
    try:
        each.body()
        return None
    except (Failure, subprocess.TimeoutExpired) as problem:
        return str(problem)
    except Exception:
        return traceback.format_exc()
    finally:
        signal.alarm(0)


def main(chosen: list[str], modules: set[str]) -> None:
    """Runs the cases of these modules, or those whose name is chosen. Exits 1 where one failed or none ran."""
    unknown = set(chosen) - {each.name for each in CASES}
    if unknown:
        sys.exit(f"no such case: {', '.join(sorted(unknown))}; there are: {', '.join(each.name for each in CASES)}")
    failed: set[str] = set()
    passed = 0
    if not chosen:
        ledger.begin()
    for each in [each for each in CASES if (each.name in chosen if chosen else each.body.__module__ in modules)]:
        began = time.monotonic()
        reason = _reason(each, failed)
        if each.proves:
            ledger.note(*each.proves, tried=1, held=int(reason is None))
        print(f"{'PASS' if reason is None else 'FAIL'} {time.monotonic() - began:7.1f} s  {each.name}: {each.title}", flush=True)
        if reason is None:
            passed += 1
        else:
            failed.add(each.name)
            print("".join(f"      {line}\n" for line in reason.splitlines()), end="", flush=True)
    print(f"{passed} passed, {len(failed)} failed", flush=True)
    sys.exit(1 if failed or not passed else 0)
