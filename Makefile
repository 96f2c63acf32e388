# The commands of the book. `make` alone lists them.
# Written for GNU make 3.81, which is what macOS has.

# The first of these that is Python 3.11 to 3.13 makes the environment.
# To choose another: make book PYTHON=/path/to/python
PYTHON = python3.13 python3.12 python3.11 python3
PORT = 8000

# The chapter to build, or to try with other seeds: make page NAME=dropout, make seeds SEEDS="3 17" NAME=dropout
# Or the term to keep the book for: make term NAME=2027-spring
SEEDS =
NAME =

# The exam to write: make exam SEED=7 CHAPTERS="dropout components", and QUESTIONS=10 for fewer than all
SEED =
CHAPTERS =
QUESTIONS =

# Fewer tests: make test TESTS="tests/test_pages.py -k phone"
TESTS =

RUN = .venv/bin/python -m
NOTEBOOKS = $(wildcard chapters/*.ipynb)

# TensorFlow's start-up messages are noise in a build log, and in a stored output. One of
# them goes only with oneDNN, which also rounds differently from one processor to the next.
export TF_CPP_MIN_LOG_LEVEL = 3
export TF_ENABLE_ONEDNN_OPTS = 0
export KERAS_BACKEND = tensorflow

.PHONY: help book page slides pdf course exam term test test-lab test-colab test-course test-sphinx test-sliders lab serve notebooks seeds requirements clean
.DELETE_ON_ERROR:

help:
	@echo "Deep Learning, Question by Question"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

book: .venv/installed ## build the site into _build/html
	@$(RUN) tools.build

page: .venv/installed ## run and build one chapter, for its author (NAME=dropout)
	@$(RUN) tools.page $(NAME)

slides: .venv/installed-for-tests ## build the site and print the slides to PDF, beside the decks that it has
	@$(RUN) tools.browser
	@$(RUN) tools.slides

pdf: book .venv/installed-for-tests ## print each chapter, and the whole book, into _build/pdf
	@$(RUN) tools.browser
	@$(RUN) tools.paper

course: .venv/installed ## write what a teacher needs into _build/course: editions, question bank, Anki cards
	@$(RUN) tools.course

exam: .venv/installed-for-tests ## write an exam with numbers of its own: paper, key, imports (SEED=7 CHAPTERS="dropout components")
	@$(RUN) tools.browser
	@$(RUN) tools.course.exam --seed $(SEED) --chapters $(CHAPTERS) --questions $(QUESTIONS)

term: .venv/installed-for-tests ## keep site, course and PDFs for a class, in one archive (NAME=2027-spring)
	@$(RUN) tools.term check $(NAME)
	@$(MAKE) slides pdf course
	@$(RUN) tools.term write $(NAME)

test: slides ## build the site, print the slides, and check all of it (TESTS=... for less)
	@$(RUN) pytest $(TESTS)

test-lab: .venv/installed-for-tests ## open every notebook in JupyterLab and move its sliders (slow)
	@$(RUN) tools.browser
	@$(RUN) pytest -m "" tests/test_jupyterlab.py

test-colab: .venv/installed-for-tests .venv-colab/installed ## run every notebook with Colab's versions
	@$(RUN) tools.browser
	@$(RUN) pytest --numprocesses=logical --maxprocesses=4 tests/in_colab.py

test-course: .venv/installed-for-tests .venv-course/installed ## release and grade an edition with nbgrader, read the question bank back
	@$(RUN) pytest tests/with_course_platforms.py

test-sphinx: book .venv/installed-for-tests .venv-sphinx/installed ## build the book with the newest Sphinx, without Jupyter Book
	@$(RUN) tools.browser
	@$(RUN) pytest tests/with_plain_sphinx.py

test-sliders: .venv/installed-for-tests ## compare every slider, live and frozen, at every position (slow; TESTS="-k dropout" for less)
	@$(RUN) pytest tests/with_live_sliders.py $(TESTS)

lab: .venv/installed ## open the chapters in JupyterLab
	@$(RUN) jupyterlab --ServerApp.root_dir=chapters

serve: .venv/installed ## serve the built site on this machine (PORT=8000)
	@$(RUN) tools.serve $(PORT)

notebooks: _build/notebooks-stored ## run the notebooks that changed and store what they print

seeds: .venv/installed ## check that every claim holds for SEED 0 to 9 (slow; SEEDS="3 17" NAME=dropout for less)
	@$(RUN) tools.seeds --seeds $(SEEDS) --names $(NAME)

requirements: .venv/installed-for-tests ## pin the newest packages that requirements.in allows
	@UV_CUSTOM_COMPILE_COMMAND="make requirements" $(RUN) uv pip compile --quiet --upgrade --universal --fork-strategy fewest \
	  --python-version 3.11 requirements.in --output-file requirements.txt
	@UV_CUSTOM_COMPILE_COMMAND="make requirements" $(RUN) uv pip compile --quiet --upgrade --universal --fork-strategy fewest \
	  --python-version 3.11 --constraint requirements.txt tests/requirements.in --output-file tests/requirements.txt
	@UV_CUSTOM_COMPILE_COMMAND="make requirements" $(RUN) uv pip compile --quiet --upgrade --universal --fork-strategy fewest \
	  --python-version 3.11 tests/colab-requirements.in --output-file tests/colab-requirements.txt
	@UV_CUSTOM_COMPILE_COMMAND="make requirements" $(RUN) uv pip compile --quiet --upgrade --universal --fork-strategy fewest \
	  --python-version 3.11 tests/course-requirements.in --output-file tests/course-requirements.txt
	@UV_CUSTOM_COMPILE_COMMAND="make requirements" $(RUN) uv pip compile --quiet --upgrade --universal --fork-strategy fewest \
	  --python-version 3.11 tests/sphinx-requirements.in --output-file tests/sphinx-requirements.txt
	@echo "Compiled the lists of pins. Now run make notebooks, make seeds, make test and make test-colab."

clean: ## remove everything built (the environment .venv stays)
	rm -rf _build

# Only the notebooks that are newer than the stamp are run; all, when the pins changed.
_build/notebooks-stored: $(NOTEBOOKS) .venv/installed
	@$(RUN) tools.store $(if $(filter .venv/installed,$?),$(NOTEBOOKS),$?)
	@mkdir -p _build && touch $@

.venv/bin/python .venv-colab/bin/python .venv-course/bin/python .venv-sphinx/bin/python:
	@for python in $(PYTHON); do \
	  if $$python -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then \
	    echo "Creating $(@D:/bin=) with $$($$python --version)"; \
	    exec $$python -m venv $(@D:/bin=); \
	  fi; \
	done; \
	echo "No Python 3.11 to 3.13 with venv was found (tried: $(PYTHON)). Install one (on Debian also python3-venv), or run: make book PYTHON=/path/to/python" >&2; \
	exit 1

.venv/installed: requirements.txt tools/install.py | .venv/bin/python
	@.venv/bin/python tools/install.py requirements.txt
	@touch $@

.venv/installed-for-tests: tests/requirements.txt .venv/installed
	@.venv/bin/python tools/install.py tests/requirements.txt
	@touch $@

.venv-colab/installed: tests/colab-requirements.txt tools/install.py | .venv-colab/bin/python
	@.venv-colab/bin/python tools/install.py tests/colab-requirements.txt
	@touch $@

.venv-course/installed: tests/course-requirements.txt tools/install.py | .venv-course/bin/python
	@.venv-course/bin/python tools/install.py tests/course-requirements.txt
	@touch $@

.venv-sphinx/installed: tests/sphinx-requirements.txt tools/install.py | .venv-sphinx/bin/python
	@.venv-sphinx/bin/python tools/install.py tests/sphinx-requirements.txt
	@touch $@
