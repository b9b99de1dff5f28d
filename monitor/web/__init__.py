"""Review desk, tracker, subscription pages and JSON API: one Flask application on the state, its pages in small modules."""
