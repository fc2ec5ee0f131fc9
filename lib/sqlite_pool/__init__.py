"""Django's SQLite with open files kept between requests: `ENGINE = "lib.sqlite_pool"`."""
