PYTHON ?= python3

.PHONY: help run code test test-heavy check bench format messages openapi types lock screenshots clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

run: ## Make the environment, load the content and serve on port 8000 (PORT=…)
	@$(PYTHON) tools/run.py

code: ## The one-time code of a demonstration account (NAME=moderatore1)
	@$(PYTHON) tools/one_time_code.py

test: ## Everything a change must pass
	@$(PYTHON) tools/test.py

test-heavy: ## The evidence at full size: thousands of reports, fuzzing, killed workers; takes an hour or more
	@$(PYTHON) tools/test.py --heavy

check: ## The quick half of the tests: lint, types, contracts, catalogues
	@$(PYTHON) tools/test.py --quick

bench: ## Measure the search, as ratios inside one run; docs/search.md says what came out
	.venv/bin/python benchmarks/search.py recall && .venv/bin/python benchmarks/search.py speed

format: ## Format code and templates
	.venv/bin/ruff check --fix . && .venv/bin/ruff format . && .venv/bin/djade --target-version 5.2 templates/*.html templates/*/*.html templates/*/*/*.html

messages: ## Update and compile the message catalogues
	.venv/bin/python tools/messages.py && .venv/bin/python manage.py compile_catalogues --settings cms.settings.dev

openapi: ## Write docs/openapi.json, the description of the API, again
	DJANGO_SETTINGS_MODULE=cms.settings.dev .venv/bin/python manage.py export_openapi_schema --api cms.api.api_v3 --indent 1 --output docs/openapi.json

types: ## Generate the TypeScript types of the API and check the example against them (needs npm)
	cd examples/typescript && npm ci --no-audit --no-fund && npm run types && npm run check

lock: ## Resolve the requirements again, with hashes and without index addresses
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.txt

screenshots: ## Take the pictures of the README, and of every page type into test-results/gallery
	.venv/bin/python tools/screenshots.py

clean: ## Remove what the commands made, but no data
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache test-results
