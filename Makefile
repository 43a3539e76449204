# Every command is a short script of the same name in scripts/.

.DEFAULT_GOAL := help
.PHONY: help run watch test lint build sql end2end hostile abuse fault flood outside bench bench-scale release clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "Can be set, as in make run PORT=3001:"
	@echo "  PORT              where the site is served (3000)"
	@echo "  DATABASE_URL      a PostgreSQL to use instead of a private one"
	@echo "  MIGRATE_DATABASE_URL  the same as its owner, where the site runs as another role"
	@echo "  DATA_DIR          where the private databases live (.data)"
	@echo "  SMTP_URL          a mail server to send by, instead of writing mails to a folder"
	@echo "  MAIL_DIR          where mails are written (mail in DATA_DIR)"
	@echo "  DEMO_PASSWORD     the password of clerk@example.org (made up and printed)"
	@echo "  CARGO_TARGET_DIR  where the compiler's output goes (target)"

run: ## Install what is missing, build, and serve the site with invented events
	@scripts/run

watch: ## As run, and build and load the page again whenever a file changes
	@scripts/watch

test: ## Install what is missing and run every test, the browser's too
	@scripts/test

lint: ## Check form, clippy, queries and scripts
	@scripts/lint

build: ## Build the server and what the browser gets
	@scripts/build

end2end: ## Run the journeys in a browser only
	@scripts/end2end

hostile: ## Try hundreds of hostile strings in every field, then in a browser (an hour and a half)
	@scripts/hostile

sql: ## Note down what the database says about every query, in .sqlx
	@scripts/install site
	@scripts/prepare-sql

abuse: ## Attack the optimised program as strangers would, and measure (ABUSE_SECONDS=20)
	@scripts/abuse

fault: ## Kill the server again and again under load, move its clock, and count what was lost (KILLS=100)
	@scripts/fault

flood: ## Flood the site with spam, slow connections and sign-ins, and measure (FLOOD=10000)
	@scripts/flood

outside: ## Have other people's programs read the calendar, the feeds and the data, and stand in front
	@scripts/outside

bench: ## Measure the listing beside nginx serving the same bytes
	@scripts/bench

bench-scale: ## Measure the public pages with a million dates, the desk with 100,000 decided submissions
	@scripts/bench-scale

release: ## Pack the optimised program with what the browser gets
	@scripts/release

clean: ## Remove everything that was built (the databases stay)
	cargo clean
	rm -rf target end2end/node_modules end2end/test-results
