"""Compute the demo city's studies anew and keep the answers for its seeds.

    LINLI_DEMO=1 LINLI_DATA=folder python scripts/demo_studies.py

The folder holds a loaded demo city. Run it after a change of the city's geography or of the
algorithms; the seeds leave a study to the worker when its question is not among the answers.
"""

from __future__ import annotations

import json
import os
import sys
import zlib

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
django.setup()

from linli.apps.planning.jobs.process import ask  # noqa: E402  # after the set-up
from linli.apps.planning.models import Study  # noqa: E402
from linli.apps.planning.queries.inputs import inputs_of, request_of  # noqa: E402
from linli.apps.planning.rules.studies import FACTS, as_columns  # noqa: E402
from linli.apps.planning.seeds import ANSWERS, OFFICER, STUDIES, actor_of, fingerprint  # noqa: E402
from linli.foundation import clock  # noqa: E402
from linli.foundation.clock import local_date  # noqa: E402


def main() -> int:
    """Answer each study of the seeds."""
    now = clock.now()
    officer = actor_of(OFFICER, now)
    if officer is None:
        print("The folder holds no demo city.", file=sys.stderr)
        return 1
    area = officer.spans("subdistrict_officer")[0].low
    answers = {}
    for title, facts in STUDIES:
        kind = next(kind for kind, sort in FACTS.items() if sort is type(facts))
        study = Study(kind=kind, area_id=area, title=title, facts=as_columns(facts))
        request = request_of(study, inputs_of(study, local_date(now)))
        answers[fingerprint(request)] = ask(kind, request, lambda *_: True)
        print(title)
    text = json.dumps(answers, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    ANSWERS.write_bytes(zlib.compress(text.encode(), 9))
    print(f"{ANSWERS}: {ANSWERS.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
