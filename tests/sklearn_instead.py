"""A pytest plugin under which scikit-learn's own tests of its vectorizers meet ours (see test_sklearn_suite.py)."""

from sklearn.feature_extraction import text

import copydesk.sklearn as ours

for name in ours.__all__:
    setattr(text, name, getattr(ours, name))


def pytest_collection_finish(session):
    met = {getattr(item.module, name) for item in session.items for name in ours.__all__}
    assert met == {getattr(ours, name) for name in ours.__all__}, "the tests were imported before the plugin"
