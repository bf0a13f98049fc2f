"""scikit-learn's own test_text.py and check_estimator, with our classes in the place of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("sklearn")

from sklearn.utils.estimator_checks import check_estimator  # noqa: E402

import copydesk.sklearn as ours  # noqa: E402

HERE = Path(__file__).resolve().parent


@pytest.mark.skipif("COPYDESK_SANITIZE" in os.environ, reason="the sanitizers are not for scikit-learn's own code")
def test_scikit_learns_own_tests_pass(tmp_path):
    pytest.importorskip("sklearn.feature_extraction.tests.test_text", reason="this scikit-learn comes without its tests")
    run = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(tmp_path), "-p", "no:cacheprovider"]
    suite = ["-p", "sklearn_instead", "--pyargs", "sklearn.feature_extraction.tests.test_text"]
    done = subprocess.run(
        [*run, *suite], env={**os.environ, "PYTHONPATH": str(HERE)}, cwd=tmp_path, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 100


@pytest.mark.filterwarnings("error::sklearn.exceptions.EstimatorCheckFailedWarning")
@pytest.mark.parametrize("name", ours.__all__)
def test_check_estimator_passes(name):
    check_estimator(getattr(ours, name)())
