# make run      set up, denoise the sample photos into out/, open the window where there is one
# make test     set up, run the tests             make lint      ruff, mypy and the direction of imports
# make bench    quality and speed tables          make bench-ui  how the window feels
# make bench-batch   what a night does to a batch: kills, full disks, hostile files, 2,000 photos
# make bench-pairs   one's own pairs: planted faults, calibration, trainings that are killed, models and their proofs
# make package  wheel and source archive          make lock      pin the packages anew
# make clean    remove what was made, not .venv   make translations   catalogues from the strings in the code

PYTHON ?= python3
DATA ?= ../shared/data
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
QT := $(VENV)/.qt-checked
SAMPLES := $(wildcard resources/samples/*.dng resources/samples/*.jpg)

.PHONY: run test lint format bench bench-ui bench-batch bench-pairs package translations lock clean

run: $(READY)
	@$(BIN)/python packaging/check_system.py || true
	@echo "Denoising the sample photos into out/:"
	@$(BIN)/denoiser-app denoise $(SAMPLES) -o out/ --overwrite
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(BIN)/denoiser-app; fi

test: $(READY) $(QT)
	@$(BIN)/python -m pytest $(ARGS)

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted: run 'make format'."; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(READY)
	@[ -d "$(DATA)" ] || { echo "No photos in $(DATA). Name their folder: make bench DATA=..."; exit 1; }
	for model in rgb-fast rgb-balanced rgb-best; do \
	    $(BIN)/denoiser-app benchmark quality $(DATA)/eval/CBSD68 --sigma 15 --sigma 25 --sigma 50 --model $$model || exit; done
	$(BIN)/denoiser-app benchmark quality $(DATA)/eval/CBSD68 --sigma 15 --sigma 25 --auto-noise
	$(BIN)/denoiser-app benchmark pairs $(DATA)/real_pairs --baseline
	for model in raw-fast raw-balanced raw-best; do \
	    $(BIN)/denoiser-app benchmark pairs $(DATA)/raw/synthetic_dng --model $$model || exit; done
	$(BIN)/denoiser-app benchmark raw $(DATA)/eval/Kodak24_500
	$(BIN)/denoiser-app benchmark speed
	$(BIN)/denoiser-app benchmark night --data $(DATA) -o out/bench
	$(BIN)/denoiser-app benchmark field --data $(DATA) -o out/bench --plot --limit 5

bench-ui: $(READY) $(QT)
	@$(BIN)/python -m tests.bench.ui
	@$(BIN)/python -m tests.bench.batch_table

bench-batch: $(READY)
	@$(BIN)/python -m tests.bench.batch $(ARGS)

bench-pairs: $(READY)
	@$(BIN)/python -m tests.bench.pairs --data $(DATA) $(ARGS)

translations: $(READY)
	@$(BIN)/python packaging/translations.py update
	@$(BIN)/python packaging/translations.py release

package: $(READY)
	@$(BIN)/python -m hatchling build

lock:
	@packaging/lock.sh $(PYTHON)

clean:
	rm -rf build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(READY): requirements.lock pyproject.toml packaging/venv.sh
	@packaging/venv.sh $(PYTHON) $(VENV)
	@touch $@

$(QT): $(READY) packaging/check_system.py
	@$(BIN)/python packaging/check_system.py
	@touch $@
