"""The state: SQLAlchemy tables, migrations, and one small class a noun."""
