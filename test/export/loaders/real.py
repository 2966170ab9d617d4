"""Loads datasets with the real `datasets`, and makes tokens of them with the real TRL and axolotl where they are installed.

real.py TOKENIZER FORMAT=DIR …   prints one line of JSON for each: the versions, rows per split, what is not as it should be.
TOKENIZER is a tokenizer.json. Learned has to be the completion alone, behind the tokens of the prompt alone.
"""

import importlib.util
import json
import os
import re
import sys
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
from datasets import __version__ as datasets_version
from datasets import load_dataset

HAS_TRL = importlib.util.find_spec("trl") is not None
HAS_AXOLOTL = importlib.util.find_spec("axolotl") is not None


def main():
    tokenizer = tokenizer_of(sys.argv[1])
    for said in sys.argv[2:]:
        form, folder = said.split("=", 1)
        rows = load_dataset(folder, cache_dir=tempfile.mkdtemp())
        result = {"format": form, "datasets": datasets_version, "rows": {name: len(split) for name, split in rows.items()}}
        if tokenizer is not None and form == "axolotl" and HAS_AXOLOTL:
            result.update(by_axolotl(rows["train"], tokenizer))
        elif tokenizer is not None and form != "axolotl" and HAS_TRL:
            result.update(by_trl(rows, tokenizer, folder))
        print(json.dumps(result))


def tokenizer_of(path):
    if not (HAS_TRL or HAS_AXOLOTL):
        return None
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(tokenizer_file=path, eos_token="<|endoftext|>", pad_token="<|endoftext|>")


def wrong(pairs, prepared, tokenizer):
    """How many rows train on something else than their completion."""
    count = 0
    for (prompt, completion), row in zip(pairs, prepared, strict=True):
        learned = [one for one, label in zip(row["input_ids"], row["labels"]) if label != -100]
        masked = [one for one, label in zip(row["input_ids"], row["labels"]) if label == -100]
        count += learned != tokenizer(completion)["input_ids"] or masked != tokenizer(prompt)["input_ids"]
    return count


def by_axolotl(rows, tokenizer):
    from importlib.metadata import version

    from axolotl.prompt_strategies import load
    from axolotl.utils.dict import DictDefault

    settings = DictDefault({"train_on_inputs": False, "sequence_len": 4096})
    strategy = load("input_output", tokenizer, settings, DictDefault({"type": "input_output"}))
    pairs = [[segment["text"] for segment in row["segments"]] for row in rows]
    prepared = [strategy.tokenize_prompt(row) for row in rows]
    return {"axolotl": version("axolotl"), "wrong": wrong(pairs, prepared, tokenizer)}


def by_trl(rows, tokenizer, folder):
    import trl
    from transformers import Qwen2Config, Qwen2ForCausalLM

    size = {"hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "num_key_value_heads": 1}

    def prepared(dataset):
        settings = trl.SFTConfig(
            output_dir=tempfile.mkdtemp(), max_length=4096, report_to=[], use_cpu=True, bf16=False, max_steps=1,
            per_device_train_batch_size=1, save_strategy="no", disable_tqdm=True,
        )
        model = Qwen2ForCausalLM(Qwen2Config(vocab_size=len(tokenizer), **size))
        trainer = trl.SFTTrainer(model=model, args=settings, train_dataset=dataset, processing_class=tokenizer)
        return trainer, trainer.train_dataset

    pairs = [(row["prompt"], row["completion"]) for row in rows["train"]]
    _, own = prepared(rows["train"])
    # As the card says it.
    [recipe] = re.findall(r"```python\n(.*?)```", open(f"{folder}/README.md", encoding="utf-8").read(), re.S)
    names = {"load_dataset": lambda _: rows, "tokenizer": tokenizer}
    exec(recipe, names)
    trainer, apart = prepared(names["dataset"]["train"])
    trainer.train()
    return {"trl": trl.__version__, "wrong_by_its_own_way": wrong(pairs, own, tokenizer), "wrong": wrong(pairs, apart, tokenizer)}


main()
